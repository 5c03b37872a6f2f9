/**
 * A package against the oracle. The network as a whole is held to the spec's graph before any pass; each layer to the
 * graph its steps were made of, so that the first layer that is off can be named.
 */

import type { Model } from '../../targets/javascript/runtime/model.ts';
import { type Graph, isOp, makeGraph, type Node } from '../ir/graph.ts';
import { interpret } from '../ir/interpret.ts';
import { parameter } from '../ops/leaf.ts';
import type { Plan, StepResult } from '../plan/plan.ts';
import { elementCount, type Shape } from '../shape.ts';
import type { ParameterSource } from './pack.ts';

/** What float32 may deviate from PyTorch, of the largest magnitude: DESIGN's bound for every float32 target. */
export const tolerance = 1e-4;

/** How far values are from the oracle's, and how large those get. */
export interface Deviation {
  readonly layer: string;
  /** Largest difference over the largest magnitude. */
  readonly relative: number;
  readonly largest: number;
}

/** What `verify` finds. */
export interface Verification {
  /** The output against the spec's own graph. */
  readonly network: Deviation;
  /** Every step against the node it computes, in order. */
  readonly layers: readonly Deviation[];
  /** The first layer beyond the tolerance. */
  readonly firstOff?: Deviation;
}

/**
 * Compares a loaded package with the interpreter.
 *
 * @param source - the parameters its weights were packed from
 * @param onProgress - called with the share that is done, 0 to 1
 */
export async function verifyPackage(
  plan: Plan,
  model: Model<readonly number[], readonly number[]>,
  source: ParameterSource,
  input: Float32Array,
  onProgress: (share: number) => void = () => undefined,
): Promise<Verification> {
  const given = (node: Node): Float64Array | Promise<Float64Array> =>
    isOp(node, parameter) ? source.read(node.path, node.type.shape) : Float64Array.from(input);
  const [network] = plan.graph.outputs;
  const computed = network ? makeGraph(plan.name, [network], plan.graph.nodes) : plan.graph;
  const total = plan.source.nodes.length + computed.nodes.length;
  let done = 0;
  const tick = (): void => onProgress(++done / total);

  const [expected] = await interpret(plan.source, given, { onValue: tick });
  const oracle = await valuesOf(computed, plan, given, tick);
  const layers: Deviation[] = [];
  const logits = await model.trace(input, (_, index, arena) => {
    const step = plan.steps[index];
    const node = step?.result && plan.graph.nodes[step.result.node];
    const values = node && oracle.get(node);
    if (!step?.result || !values) return;
    layers.push({ layer: step.layer, ...compare(read(arena, step.result, node.type.shape), values) });
  });
  const off = layers.find(({ relative }) => !(relative <= tolerance));
  return {
    network: { layer: plan.name, ...compare(logits, expected?.data ?? new Float64Array()) },
    layers,
    ...(off && { firstOff: off }),
  };
}

/** Values of the nodes that steps compute, in float32 to spare memory. */
async function valuesOf(
  graph: Graph,
  plan: Plan,
  given: (node: Node) => Float64Array | Promise<Float64Array>,
  tick: () => void,
): Promise<ReadonlyMap<Node, Float32Array>> {
  const wanted = new Set(plan.steps.flatMap(({ result }) => (result && plan.graph.nodes[result.node]) ?? []));
  const values = new Map<Node, Float32Array>();
  await interpret(graph, given, {
    onValue(node, { data }) {
      tick();
      if (wanted.has(node)) values.set(node, Float32Array.from(data));
    },
  });
  return values;
}

/** A value from the arena, row-major. */
function read(arena: Float32Array, { offset, strides }: StepResult, shape: Shape): Float32Array {
  const result = new Float32Array(elementCount(shape));
  const index = shape.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    let at = offset;
    for (let axis = 0; axis < shape.length; axis++) at += (index[axis] ?? 0) * (strides[axis] ?? 0);
    result[i] = arena[at] ?? Number.NaN;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next === shape[axis] ? 0 : next;
      if (next !== shape[axis]) break;
    }
  }
  return result;
}

/** Not a number anywhere makes the deviation not a number, which no tolerance accepts. */
function compare(got: ArrayLike<number>, expected: ArrayLike<number>): Omit<Deviation, 'layer'> {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i] ?? Number.NaN;
    const distance = Math.abs((got[i] ?? Number.NaN) - value);
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, distance);
  }
  return { relative: difference === 0 ? 0 : difference / largest, largest };
}
