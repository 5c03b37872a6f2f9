/**
 * Runs a plan in its plainest meaning: one arena, filled with NaN at first, and each kernel writing one element after
 * another as soon as it has read what that element needs. So a value that is overwritten before its last reader, an
 * operand read through wrong strides or a step out of order all end in wrong numbers. Elements are visited forwards
 * or backwards: nothing may depend on it.
 */

import { type Dense, inputsOf, isOp, type Node, unnamed } from '../../compiler/ir/graph.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { evaluator } from '../../compiler/ir/scalar.ts';
import { packWeight } from '../../compiler/ops/packing.ts';
import type {
  Access,
  AdaptivePoolKernel,
  ContractKernel,
  Kernel,
  KernelEpilogue,
  MapKernel,
  PoolKernel,
  SoftmaxKernel,
  Strides,
} from '../../compiler/plan/kernel.ts';
import type { Plan, Range, Step } from '../../compiler/plan/plan.ts';
import { elementCount, type Shape } from '../../compiler/shape.ts';
import { given } from './evaluate.ts';

/** A range of memory as a kernel sees it. */
interface Memory {
  read(offset: number): number;
  write(offset: number, value: number): void;
}

/** What a run is asked for. */
export interface RunOptions {
  /** Visit elements from the last to the first. */
  readonly backwards?: boolean;
  /** Called after each step that completes a node's value, with that value. */
  readonly onResult?: (node: Node, value: Dense) => void;
}

/** The first output of a plan of the stub target, with synthetic weights and inputs. */
export async function runPlan(plan: Plan, options: RunOptions = {}): Promise<Dense> {
  const [first] = await runOutputs(plan, options);
  if (!first) throw new Error('the plan has no output');
  return first;
}

/** All of them. */
export async function runOutputs(plan: Plan, options: RunOptions = {}): Promise<readonly Dense[]> {
  const weights = await weightsOf(plan);
  const arena = new Float64Array(plan.arena.elements).fill(Number.NaN);
  const inputs = inputsOf(plan.graph);
  for (const { name, offset } of plan.inputs) {
    const input = inputs.find(({ path }) => path === name);
    if (!input) throw new Error(`the graph has no input ${name}`);
    arena.set(given(input), offset);
  }
  const memory = ({ region, offset, elements }: Range): Memory => {
    const data = region === 'weights' ? weights : arena;
    const at = (i: number): number => {
      if (i < 0 || i >= elements) throw new Error(`${i} lies outside a range of ${elements} in ${region}`);
      return offset + i;
    };
    return {
      read: i => data[at(i)] ?? Number.NaN,
      write: (i, value) => {
        if (region === 'weights') throw new Error('weights are not written');
        data[at(i)] = value;
      },
    };
  };
  for (const step of plan.steps) {
    runStep(plan, step, step.arguments.map(memory), options.backwards ?? false);
    if (step.result) options.onResult?.(...resultOf(plan, step.result, arena));
  }
  return plan.outputs.map(({ shape, offset }) => ({
    shape,
    data: arena.slice(offset, offset + elementCount(shape)),
  }));
}

/** What `weights.bin` holds, in float64: the recipe's tensors, which the plan's graph computes. */
async function weightsOf({ graph, recipe }: Plan): Promise<Float64Array> {
  const nodes = recipe.tensors.flatMap(({ node }) => graph.nodes[node] ?? []);
  const values = await interpret({ ...graph, outputs: unnamed(nodes) }, given);
  const weights = new Float64Array(recipe.elements).fill(Number.NaN);
  for (const [i, { offset }] of recipe.tensors.entries()) {
    const node = nodes[i];
    // The stub target never asks for another order.
    if (isOp(node, packWeight) && node.attributes.order !== 'out, tap, in') throw new Error('other order');
    weights.set(values[i]?.data ?? [], offset);
  }
  return weights;
}

function resultOf(plan: Plan, result: NonNullable<Step['result']>, arena: Float64Array): [Node, Dense] {
  const node = plan.graph.nodes[result.node];
  if (!node) throw new Error(`no node ${result.node}`);
  const { shape } = node.type;
  const data = new Float64Array(elementCount(shape));
  for (const [i, index] of indices(shape).entries())
    data[i] = arena[result.offset + dot(index, result.strides)] ?? 0;
  return [node, { shape, data }];
}

function runStep(plan: Plan, step: Step, places: readonly Memory[], backwards: boolean): void {
  const kernel = plan.kernels[step.kernel];
  const to = places.at(-1);
  if (!kernel || !to) throw new Error(`${step.layer} has no kernel or no result`);
  const order = (shape: Shape): readonly (readonly number[])[] =>
    backwards ? indices(shape).toReversed() : indices(shape);
  if (kernel.kind === 'softmax') {
    softmax(kernel, places, to, order);
    return;
  }
  if (kernel.kind === 'expand') throw new Error('the stub target expands nothing');
  const value = resultAt(kernel, places);
  const finish = endOf(kernel, places);
  const start = kernel.kind === 'map' ? (kernel.start ?? 0) : 0;
  for (const index of order(kernel.y.shape))
    to.write(start + dot(index, kernel.y.strides), finish(value(index), index));
}

type Value = (index: readonly number[]) => number;

function resultAt(kernel: Exclude<Kernel, { kind: 'softmax' | 'expand' }>, places: readonly Memory[]): Value {
  switch (kernel.kind) {
    case 'contract':
      return contraction(kernel, places);
    case 'pool':
      return pooling(kernel, places);
    case 'adaptive-pool':
      return adaptivePooling(kernel, places);
    case 'map':
      return mapping(kernel, places);
  }
}

/** What the epilogue, if there is one, makes of a result. Its operands are the last arguments but one. */
function endOf(
  kernel: Kernel,
  places: readonly Memory[],
): (value: number, index: readonly number[]) => number {
  const epilogue: KernelEpilogue | undefined = 'epilogue' in kernel ? kernel.epilogue : undefined;
  if (!epilogue) return value => value;
  const { operands } = epilogue;
  const sources = places.slice(places.length - 1 - operands.length, -1);
  const evaluate = evaluator(epilogue.expression);
  return (value, index) =>
    evaluate([value, ...operands.map((strides, i) => sources[i]?.read(dot(index, strides)) ?? Number.NaN)]);
}

function mapping({ expression, operands }: MapKernel, places: readonly Memory[]): Value {
  const evaluate = evaluator(expression);
  return index => evaluate(operands.map((strides, i) => places[i]?.read(dot(index, strides)) ?? Number.NaN));
}

function contraction(kernel: ContractKernel, places: readonly Memory[]): Value {
  const { x, y, window, groups, bias, mean, joined } = kernel;
  if (mean) return linearOfMean(kernel, places);
  const [from, ...rest] = places;
  const other = joined && rest.shift();
  const [weight, shift] = rest;
  const [, out = 1] = y.shape;
  const depth = (x.shape[1] ?? 1) / groups;
  const [taps, tapsOfOther] = [window, joined?.window].map(axes =>
    axes ? axes[0].kernel * axes[1].kernel : 0,
  );
  const terms = (taps ?? 0) * depth + (tapsOfOther ?? 0) * (joined?.x.shape[1] ?? 0);
  const read = (place: number): number => weight?.read(place) ?? Number.NaN;
  return index => {
    const [, o = 0] = index;
    const channel = Math.floor(o / (out / groups)) * depth;
    const own = products(
      { access: x, window, from, channel, depth, weight: i => read(o * terms + i) },
      index,
    );
    const start = o * terms + (taps ?? 0) * depth;
    const joint = joined
      ? products(
          {
            access: joined.x,
            window: joined.window,
            from: other,
            channel: 0,
            depth: joined.x.shape[1] ?? 1,
            weight: i => read(start + i),
          },
          index,
        )
      : 0;
    return (bias ? (shift?.read(o) ?? Number.NaN) : 0) + own + joint;
  };
}

/** What one image adds to a sum. */
interface Terms {
  readonly access: Access;
  readonly window: ContractKernel['window'];
  readonly from: Memory | undefined;
  /** The first of the channels it reads, and how many. */
  readonly channel: number;
  readonly depth: number;
  /** Tap by tap, the channels under each. */
  readonly weight: (term: number) => number;
}

function products({ access, window, from, channel, depth, weight }: Terms, index: readonly number[]): number {
  const [n = 0, , i = 0, j = 0] = index;
  const [vertical, horizontal] = window;
  let sum = 0;
  for (let u = 0; u < vertical.kernel; u++) {
    const row = i * vertical.stride + u * vertical.dilation - vertical.padding[0];
    for (let v = 0; v < horizontal.kernel; v++) {
      const column = j * horizontal.stride + v * horizontal.dilation - horizontal.padding[0];
      if (!inside(row, column, access)) continue;
      for (let c = 0; c < depth; c++) {
        const factor = weight((u * horizontal.kernel + v) * depth + c);
        sum += factor * (from?.read(dot([n, channel + c, row, column], access.strides)) ?? Number.NaN);
      }
    }
  }
  return sum;
}

/** `y[o] = b[o] + sum over c of w[o, c] * mean of x[n, c]`; row `n` of the layer is column `n` of its result. */
function linearOfMean({ x, bias }: ContractKernel, [from, weight, shift]: readonly Memory[]): Value {
  const [, channels = 1, h = 1, w = 1] = x.shape;
  return ([, o = 0, , n = 0]) => {
    let sum = bias ? (shift?.read(o) ?? Number.NaN) : 0;
    for (let c = 0; c < channels; c++) {
      let total = 0;
      for (const [, , i = 0, j = 0] of indices([1, 1, h, w])) {
        total += from?.read(dot([n, c, i, j], x.strides)) ?? Number.NaN;
      }
      sum += ((weight?.read(o * channels + c) ?? Number.NaN) * total) / (h * w);
    }
    return sum;
  };
}

function pooling({ x, window, reducer, countPadding }: PoolKernel, places: readonly Memory[]): Value {
  const [from] = places;
  const [, , h = 1, w = 1] = x.shape;
  const [vertical, horizontal] = window;
  return ([n = 0, c = 0, i = 0, j = 0]) => {
    const seen: number[] = [];
    let counted = 0;
    for (let u = 0; u < vertical.kernel; u++) {
      const row = i * vertical.stride + u * vertical.dilation - vertical.padding[0];
      for (let v = 0; v < horizontal.kernel; v++) {
        const column = j * horizontal.stride + v * horizontal.dilation - horizontal.padding[0];
        if (row < h + vertical.padding[1] && column < w + horizontal.padding[1]) counted++;
        if (inside(row, column, x)) seen.push(from?.read(dot([n, c, row, column], x.strides)) ?? Number.NaN);
      }
    }
    if (reducer === 'max') return Math.max(...seen);
    return seen.reduce((a, b) => a + b, 0) / (countPadding ? counted : seen.length);
  };
}

function adaptivePooling({ x, y }: AdaptivePoolKernel, places: readonly Memory[]): Value {
  const [from] = places;
  const [, , h = 1, w = 1] = x.shape;
  const [, , oh = 1, ow = 1] = y.shape;
  return ([n = 0, c = 0, i = 0, j = 0]) => {
    const seen: number[] = [];
    for (let row = Math.floor((i * h) / oh); row < Math.ceil(((i + 1) * h) / oh); row++) {
      for (let column = Math.floor((j * w) / ow); column < Math.ceil(((j + 1) * w) / ow); column++) {
        seen.push(from?.read(dot([n, c, row, column], x.strides)) ?? Number.NaN);
      }
    }
    return seen.reduce((a, b) => a + b, 0) / seen.length;
  };
}

/** One line along the axis after another; each is read whole before it is written. */
function softmax(
  { x, y, axis }: SoftmaxKernel,
  places: readonly Memory[],
  to: Memory,
  order: (shape: Shape) => readonly (readonly number[])[],
): void {
  const [from] = places;
  for (const start of order(y.shape.with(axis, 1))) {
    const line = Array.from({ length: y.shape[axis] ?? 1 }, (_, k) => start.with(axis, k));
    const powers = line.map(index => Math.exp(from?.read(dot(index, x.strides)) ?? Number.NaN));
    const total = powers.reduce((a, b) => a + b, 0);
    for (const [k, index] of line.entries()) to.write(dot(index, y.strides), (powers[k] ?? 0) / total);
  }
}

const inside = (row: number, column: number, { shape: [, , h = 1, w = 1] }: Access): boolean =>
  row >= 0 && row < h && column >= 0 && column < w;

const dot = (index: readonly number[], strides: Strides): number =>
  index.reduce((sum, i, axis) => sum + i * (strides[axis] ?? 0), 0);

/** Every index of a shape, the last axis fastest. */
function indices(shape: Shape): readonly (readonly number[])[] {
  let all: number[][] = [[]];
  for (const size of shape) {
    all = all.flatMap(index => Array.from({ length: size }, (_, i) => [...index, i]));
  }
  return all;
}
