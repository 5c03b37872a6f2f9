/**
 * The outline: a network as the tree of its modules, with the operators that run as leaves. It is what people compare
 * and count; made from the graph alone, so that a spec, a graph's JSON and a package have one.
 */

import type { Computation } from '../ir/graph.ts';
import type { Shape } from '../shape.ts';

/** A network as a tree. Plain data that prints as JSON. */
export interface Outline {
  readonly name: string;
  readonly inputs: readonly Signature[];
  readonly outputs: readonly Signature[];
  readonly root: Module;
}

/** A value at the border of a network. */
export interface Signature {
  readonly name: string;
  /** The layer, or the input, whose value it is. */
  readonly id: string;
  readonly shape: Shape;
}

/** Part of a network. */
export type Part = Module | Layer;

/** A named part with members, in the order in which they first run. */
export interface Module {
  readonly kind: 'module';
  /** Its path; empty for the network itself. */
  readonly id: string;
  readonly name: string;
  /** Its class; empty where the graph does not say. */
  readonly type: string;
  readonly children: readonly Part[];
}

/** One run of an operator. */
export interface Layer {
  readonly kind: 'layer';
  /** Its module's path; with the operator where the module does more than this, with a number where it runs again. */
  readonly id: string;
  readonly name: string;
  /** The operator, such as `conv2d`. */
  readonly type: string;
  /** How the operator does its work. */
  readonly form: Computation['form'];
  readonly attributes: Attributes;
  /** What it reads: ids of layers, names of inputs. */
  readonly inputs: readonly string[];
  /** Of its result. */
  readonly shape: Shape;
  /** Those that it is the first to read. */
  readonly parameters: readonly Parameter[];
  /** Names of those that a layer before it reads too. */
  readonly shares?: readonly string[];
  readonly macs: number;
}

/** What distinguishes a layer from another of its operator. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A tensor of the checkpoint. */
export interface Parameter {
  /** As in the checkpoint. */
  readonly name: string;
  /** What it is to its layer: `weight`, `bias`, `running_mean`. */
  readonly role: string;
  readonly shape: Shape;
  readonly trained: boolean;
}

/** Every part, outermost first, in order; the root first. */
export function partsOf(root: Part): readonly Part[] {
  const parts: Part[] = [];
  const pending: Part[] = [root];
  for (let part = pending.pop(); part; part = pending.pop()) {
    parts.push(part);
    // One by one: a call takes only so many arguments.
    if (part.kind === 'module') for (const child of part.children.toReversed()) pending.push(child);
  }
  return parts;
}

/** The layers of a part, in order. */
export function layersOf(part: Part): readonly Layer[] {
  return partsOf(part).filter(each => each.kind === 'layer');
}
