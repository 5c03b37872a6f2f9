/** The plan: everything about a package but its spelling. Plain data that prints as JSON. */

import type { Labels } from '../dsl/spec.ts';
import type { Graph, TensorType } from '../ir/graph.ts';
import type { Preprocessing } from '../preprocessing/preprocessing.ts';
import type { Kernel, Strides } from './kernel.ts';

/** Where an argument of a kernel lies: a range of one of the package's buffers, in elements. */
export interface Range {
  readonly region: Region;
  readonly offset: number;
  readonly elements: number;
}

/**
 * The package's buffers. `weights`: what `weights.bin` holds; `prepared`: weights transformed at load; `arena`:
 * activations. All are float32.
 */
export type Region = 'weights' | 'prepared' | 'arena';

/** One call of a kernel. */
export interface Step {
  /** Index into `Plan.kernels`. */
  readonly kernel: number;
  /** The module it works for, such as `layer1.0.conv1`. */
  readonly layer: string;
  /** In the order of `parametersOf(kernel)`. */
  readonly arguments: readonly Range[];
  /** The value that is whole once this step has run. */
  readonly result?: StepResult;
}

/** A node's value in the arena. */
export interface StepResult {
  /** Its index in `Plan.graph`. */
  readonly node: number;
  readonly offset: number;
  /** Along the axes of the node's shape. */
  readonly strides: Strides;
}

/** An activation's place and time in the arena. */
export interface Buffer {
  /** The layer that first writes it. */
  readonly layer: string;
  readonly offset: number;
  readonly elements: number;
  /** Steps from the one that first writes it to the last that reads it; -1 for what is there before the first. */
  readonly first: number;
  readonly last: number;
}

/**
 * A part of a region that a target allocates by itself, where it cannot have the region as one. Parts follow one
 * another without gaps, and no buffer or tensor lies in two.
 */
export interface Slot {
  readonly offset: number;
  readonly elements: number;
}

/** All activations. */
export interface Arena {
  readonly elements: number;
  /** Bytes of each. 4 where absent. */
  readonly elementBytes?: number;
  /** Offsets of buffers are multiples of it. */
  readonly alignment: number;
  readonly slots: readonly Slot[];
  /** No plan can do with less: the most that is alive at one step. */
  readonly lowerBound: number;
  readonly buffers: readonly Buffer[];
}

/** A tensor of `weights.bin`: a node of the plan's graph, evaluated in float64 and rounded once to float32. */
export interface PackedTensor {
  /** The layer it belongs to and what it is to it: `layer1.0.conv1 weight`. */
  readonly name: string;
  /** The node's index in `Plan.graph`. */
  readonly node: number;
  readonly offset: number;
  readonly elements: number;
}

/** What `weights.bin` holds. */
export interface Recipe {
  readonly tensors: readonly PackedTensor[];
  readonly elements: number;
  readonly slots: readonly Slot[];
}

/** A value at the border of a package, row-major. */
export interface Border extends TensorType {
  readonly name: string;
  /** Its place in the arena. */
  readonly offset: number;
}

/** What classes are read from. */
export interface Classes {
  /** The output's name. */
  readonly output: string;
  /** Whether it is probabilities, from a softmax, and no logits. */
  readonly probabilities: boolean;
}

/** The plan of a package. */
export interface Plan {
  readonly name: string;
  readonly target: string;
  /** What the target's user chose of it, such as `precision`. Absent where there is no choice. */
  readonly options?: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Each name stands once among the inputs, and once among the outputs. */
  readonly inputs: readonly Border[];
  readonly outputs: readonly Border[];
  readonly kernels: readonly Kernel[];
  /** Run once, when weights are loaded. */
  readonly prepare: readonly Step[];
  /** Run for each inference. */
  readonly steps: readonly Step[];
  readonly arena: Arena;
  /** Elements of the region `prepared`. */
  readonly prepared: number;
  /** Float64 numbers that all kernels together keep to work in. */
  readonly scratch: number;
  readonly recipe: Recipe;
  /** The graph after all passes, with the nodes of the recipe's tensors. */
  readonly graph: Graph;
  /** What the spec says, before any pass: the meaning that a package is held to. */
  readonly source: Graph;
  /** The output that says how likely each class is, a row for each image. Absent where the network tells none apart. */
  readonly classes?: Classes;
  readonly parameters: number;
  readonly macs: number;
  readonly preprocessing?: Preprocessing;
  readonly labels?: Labels;
}
