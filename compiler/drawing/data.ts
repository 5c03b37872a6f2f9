/**
 * What a page is drawn from: plain data, written by the compiler and read by the page's scripts. A network is one flat
 * list, so that nothing recurses however deep it is.
 */

import type { Status } from '../diff/difference.ts';
import type { Attributes } from '../outline/outline.ts';
import type { Shape } from '../shape.ts';
import type { TextTable } from './texts.ts';

/** A page: one network, or two side by side. */
export type PageData = ShowData | DiffData;

/** `netwright show`. */
export interface ShowData {
  readonly kind: 'show';
  readonly target: string;
  readonly network: NetworkData;
  readonly sources: readonly SourceData[];
  readonly figures: FiguresData;
  readonly memory: MemoryData;
  readonly passes: PassesData;
}

/** `netwright diff`. */
export interface DiffData {
  readonly kind: 'diff';
  readonly target: string;
  readonly before: NetworkData;
  readonly after: NetworkData;
  /** Both networks' kernels: one that they share is there once. */
  readonly sources: readonly SourceData[];
  readonly sameStructure: boolean;
  readonly totals: readonly SummaryRow[];
  /** In the order of the second network; the networks themselves first. */
  readonly entries: readonly EntryData[];
}

/** A network: its root, its inputs, its parts outermost first in order, its outputs. Places in the list are ids. */
export interface NetworkData {
  readonly name: string;
  readonly nodes: readonly NodeData[];
  /** Absent where no plan was made. */
  readonly steps?: readonly StepData[];
}

/** Anything that is drawn as a box. */
export type NodeData = ModuleData | LayerData | BorderData;

/** A module. */
export interface ModuleData {
  readonly kind: 'module';
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Of the module around it; -1 for the network. */
  readonly parent: number;
}

/** What a layer is, roughly: it gives a box its colour. */
export type Family = 'multiply' | 'normalize' | 'elementwise' | 'pool' | 'move';

/** A layer. */
export interface LayerData {
  readonly kind: 'layer';
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly parent: number;
  readonly family: Family;
  readonly attributes: Attributes;
  /** Nodes that it reads. */
  readonly inputs: readonly number[];
  readonly shape: Shape;
  readonly parameters: readonly ParameterData[];
  readonly macs: number;
  /** Steps that are its own, the last of which completes it. */
  readonly steps?: readonly number[];
  /** The step that does its work with another's. */
  readonly within?: number;
  /** The pass that took it out of the graph. */
  readonly gone?: string;
}

/** An input or an output of the network. */
export interface BorderData {
  readonly kind: 'input' | 'output';
  readonly id: string;
  readonly name: string;
  readonly parent: number;
  readonly inputs: readonly number[];
  readonly shape: Shape;
}

/** A tensor of the checkpoint. */
export interface ParameterData {
  readonly name: string;
  readonly shape: Shape;
  readonly trained: boolean;
}

/** A call of a kernel. */
export interface StepData {
  /** Index into the page's sources. */
  readonly source: number;
  /** The layer that it is for, if the network has it. */
  readonly node?: number;
  /** A kernel that transforms its weights when they are loaded. */
  readonly prepare?: number;
  /** The buffer that it writes. */
  readonly writes?: number;
}

/** A kernel as the target prints it. */
export interface SourceData {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** An input or an output. */
export interface BorderFigures {
  readonly name: string;
  readonly shape: Shape;
}

/** The numbers at the head of a page. */
export interface FiguresData {
  readonly inputs: readonly BorderFigures[];
  readonly outputs: readonly BorderFigures[];
  readonly parameters: number;
  readonly macs: number;
  /** Elements of the arena: the activation memory of a run. */
  readonly activations: number;
  readonly lowerBound: number;
  readonly steps: number;
  readonly kernels: number;
}

/** The arena, in float32 and steps. */
export interface MemoryData {
  readonly elements: number;
  readonly lowerBound: number;
  readonly buffers: readonly BufferData[];
}

/** A value's place and time. */
export interface BufferData {
  /** The path of what first writes it. */
  readonly layer: string;
  readonly offset: number;
  readonly elements: number;
  readonly first: number;
  readonly last: number;
  /** What is kept in it, in order: the input, or layers whose steps write it. */
  readonly nodes: readonly number[];
}

/** The graph as it was traced, and what each pass made of it. */
export interface PassesData {
  readonly texts: TextTable;
  readonly source: StageData;
  readonly passes: readonly PassData[];
}

/** A graph at one stage. */
export interface StageData {
  /** Nodes that run, and those that are constant. */
  readonly nodes: number;
  readonly constants: number;
  /** Which of the texts prints it. */
  readonly text: number;
}

/** One pass. */
export interface PassData extends StageData {
  readonly name: string;
  readonly reason: string;
  /** How many nodes of each operator ran before and after, where that differs. */
  readonly counts: readonly (readonly [op: string, before: number, after: number])[];
  /** Layers that no longer run as such: a node of the network where it is one, a path otherwise. */
  readonly gone: readonly (number | string)[];
  /** Layers whose operator, weights or epilogue differ. */
  readonly rewritten: readonly (number | string)[];
  readonly made: readonly (number | string)[];
  readonly reordered: boolean;
}

/** A figure of two networks. */
export interface SummaryRow {
  readonly label: string;
  /** Absent where it is not known: there is no plan. */
  readonly before?: number;
  readonly after?: number;
  /** A plain count unless said. */
  readonly unit?: 'count' | 'bytes' | 'MACs';
}

/** A part of either network, or of both. */
export interface EntryData {
  readonly before?: number;
  readonly after?: number;
  readonly status: Status;
  readonly moved: boolean;
  readonly changes: readonly ChangeData[];
}

/** An attribute that differs, printed; null where it is not there. */
export interface ChangeData {
  readonly attribute: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly follows: boolean;
}
