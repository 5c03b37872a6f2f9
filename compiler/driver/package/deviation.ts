/**
 * A package against the oracle. The network as a whole is held to the spec's graph before any pass; each layer to the
 * graph its steps were made of, so that the first layer that is off can be named.
 */

import { setImmediate } from 'node:timers/promises';
import { invariant } from '../../errors.ts';
import { type Graph, isOp, makeGraph, type Node } from '../../ir/graph.ts';
import { interpret } from '../../ir/interpret.ts';
import { parameter } from '../../ops/leaf.ts';
import type { Plan, StepResult } from '../../plan/plan.ts';
import { elementCount, type Shape } from '../../shape.ts';
import type { AnyModel, Values } from '../../target.ts';
import type { ParameterSource } from './pack.ts';

/** What float32 may deviate from PyTorch, of the largest magnitude: DESIGN's bound for every float32 target. */
export const float32Tolerance = 1e-4;

/** How far values are from the oracle's, and how large those get. */
export interface Deviation {
  readonly layer: string;
  /** Largest difference over the largest magnitude. */
  readonly relative: number;
  readonly largest: number;
}

/** What a package is compared on. */
export interface Trial {
  readonly plan: Plan;
  readonly model: AnyModel;
  /** The parameters that the package's weights were packed from. */
  readonly source: ParameterSource;
  readonly inputs: Values;
  /** Called with the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Each of a package's outputs against the spec's own graph, by its name. */
export async function verifyNetwork({
  plan,
  model,
  source,
  inputs,
  onProgress,
}: Trial): Promise<readonly Deviation[]> {
  const tick = ticker(plan.source.nodes.length, onProgress);
  const expected = await interpret(plan.source, givenBy(source, inputs), { onValue: tick });
  const got = await model.run(inputs);
  return plan.source.outputs.map(({ name }, i) => ({
    layer: name,
    ...compare(got[name] ?? [], expected[i]?.data ?? []),
  }));
}

/** The largest deviation; what is not a number is larger than any. */
export function worstOf(deviations: readonly Deviation[]): Deviation {
  const [first, ...rest] = deviations;
  invariant(first, 'there is an output');
  return rest.reduce((worst, each) => (each.relative <= worst.relative ? worst : each), first);
}

/** Every step of a package against the node it computes, in order. */
export async function verifyLayers({
  plan,
  model,
  source,
  inputs,
  onProgress,
}: Trial): Promise<readonly Deviation[]> {
  const graph = makeGraph(plan.name, plan.graph.outputs, plan.graph.nodes);
  const tick = ticker(graph.nodes.length, onProgress);
  const oracle = await valuesOf(graph, plan, givenBy(source, inputs), tick);
  const layers: Deviation[] = [];
  await model.trace(inputs, (_, index, arena) => {
    const step = plan.steps[index];
    const node = step?.result && plan.graph.nodes[step.result.node];
    const values = node && oracle.get(node);
    if (!step?.result || !values) return;
    layers.push({ layer: step.layer, ...compare(read(arena, step.result, node.type.shape), values) });
  });
  return layers;
}

/** Whether a deviation is within a tolerance; what is not a number never is. */
export const isWithin = ({ relative }: Deviation, tolerance: number): boolean => relative <= tolerance;

const ticker = (total: number, onProgress: ((share: number) => void) | undefined): (() => void) => {
  let done = 0;
  return () => onProgress?.(++done / total);
};

const givenBy =
  (source: ParameterSource, inputs: Values) =>
  async (node: Node): Promise<Float64Array> => {
    // Once a layer, the process comes to its events, of which Ctrl-C may be one.
    await setImmediate();
    return isOp(node, parameter)
      ? source.read(node.path, node.type.shape)
      : Float64Array.from(inputs[node.path] ?? []);
  };

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
