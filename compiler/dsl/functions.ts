/** Functions of tensors, for what has no members: sums, products, joins. */

import { UserError } from '../errors.ts';
import { makeNode, type Node } from '../ir/graph.ts';
import * as elementwise from '../ops/elementwise.ts';
import { constant } from '../ops/leaf.ts';
import * as movement from '../ops/movement.ts';
import { elementCount, printShape, type Shape, sameShape } from '../shape.ts';
import type { Flattened, Product, Sum, SumAlong } from './arithmetic.ts';
import { axisOf } from './axes.ts';
import { axis, shape, summand, tensor, tensors } from './kinds.ts';
import { optional, read, required, signature } from './signature.ts';
import { Tensor, Trace } from './tensor.ts';

/** What fits beside a tensor of this shape: an equal one, one value a channel and image, or a number. */
type Beside<S extends Shape> = Tensor<S> | Tensor<readonly [S[0] & number, S[1] & number, 1, 1]> | number;

/** Path of the module that calls a function; the function's name outside of a network. */
const placeOf = (name: string): string => (Trace.current ? Trace.current.path || 'the network' : name);

const operands = { a: required(tensor, 'input'), b: required(summand, 'other') };
const addSignature = signature('add', operands, { alpha: 'leave it out, and scale b with mul' });
const mulSignature = signature('mul', operands);

/** `a + b`. Shapes must be equal, `b` may be `[N, C, 1, 1]` beside `[N, C, H, W]`, or a number. */
export function add<S extends Shape>(a: Tensor<S>, b: NoInfer<Beside<S>>): Tensor<S>;
export function add(...args: readonly unknown[]): Tensor {
  const { a, b } = read(addSignature, args, placeOf('add'));
  return like(a.trace.apply(elementwise.add, {}, [a.node, operandOf(a, b)]), a);
}

/** `a * b`. Shapes must be equal, `b` may be `[N, C, 1, 1]` beside `[N, C, H, W]`, or a number. */
export function mul<S extends Shape>(a: Tensor<S>, b: NoInfer<Beside<S>>): Tensor<S>;
export function mul(...args: readonly unknown[]): Tensor {
  const { a, b } = read(mulSignature, args, placeOf('mul'));
  return like(a.trace.apply(elementwise.mul, {}, [a.node, operandOf(a, b)]), a);
}

function operandOf(a: Tensor, b: Tensor | number): Node {
  if (b instanceof Tensor) return b.node;
  return makeNode(constant, { shape: [], values: [b] }, [], a.trace.path);
}

/** Tensors of the same sizes but for their channels. */
type Parts<N extends number, Channels extends readonly number[], Rest extends readonly number[]> = {
  readonly [I in keyof Channels]: Tensor<readonly [N, Channels[I], ...Rest]>;
};

const concatSignature = signature(
  'concat',
  { tensors: required(tensors, 'tensors'), axis: optional(axis, 'dim', 1) },
  {},
  'concat(a, b) or concat([a, b]); to join along another axis, concat([a, b], axis)',
);

/**
 * Joins tensors along their channels, or along another axis of a list. All other sizes must be equal.
 * `concat(a, b)`, `concat([a, b])`, `concat([a, b], 2)`.
 */
export function concat<
  N extends number,
  C extends number,
  const Rest extends readonly number[],
  More extends readonly number[],
>(
  tensors: readonly [first: Tensor<readonly [N, C, ...Rest]>, ...more: Parts<N, More, Rest>],
  axis?: 1,
): Tensor<[N, Sum<[C, ...More]>, ...Rest]>;
export function concat<T extends readonly [first: Tensor, ...more: Tensor[]], const A extends number>(
  tensors: T,
  axis: A,
): Tensor<SumAlong<T, A>>;
export function concat<
  N extends number,
  C extends number,
  const Rest extends readonly number[],
  More extends readonly number[],
>(
  first: Tensor<readonly [N, C, ...Rest]>,
  ...more: Parts<N, More, Rest>
): Tensor<[N, Sum<[C, ...More]>, ...Rest]>;
export function concat(...args: readonly unknown[]): Tensor {
  const isList = !(args[0] instanceof Tensor);
  const { tensors, axis } = read(concatSignature, isList ? args : [args], placeOf('concat'));
  const [first] = tensors;
  const counted = axisOf(axis, first.shape, 'concat along', placeOf('concat'));
  return first.trace.apply(
    movement.concat,
    { axis: counted },
    tensors.map(({ node }) => node),
  );
}

const flattenSignature = signature('flatten', {
  x: required(tensor, 'input'),
  start: optional(axis, 'start_dim', 1),
  end: optional(axis, 'end_dim', -1),
});

/** `[N, C, H, W]` to `[N, C * H * W]`; or the axes from `start` to `end`, both of them included, to one. */
export function flatten<N extends number, Rest extends readonly number[]>(
  x: Tensor<readonly [N, ...Rest]>,
): Tensor<[N, Product<Rest>]>;
export function flatten<S extends Shape, const Start extends number>(
  x: Tensor<S>,
  start: Start,
): Tensor<Flattened<S, Start, -1>>;
export function flatten<S extends Shape, const Start extends number, const End extends number>(
  x: Tensor<S>,
  start: Start,
  end: End,
): Tensor<Flattened<S, Start, End>>;
export function flatten(...args: readonly unknown[]): Tensor {
  const { x, start, end } = read(flattenSignature, args, placeOf('flatten'));
  const { node, trace } = x;
  const first = axisOf(start, x.shape, 'flatten from', placeOf('flatten'));
  const last = axisOf(end, x.shape, 'flatten to', placeOf('flatten'));
  if (first > last) {
    throw new UserError('bad-axis', `flatten from axis ${start} to axis ${end} of ${printShape(x.shape)}`, {
      at: placeOf('flatten'),
      fix: 'give the earlier axis first',
    });
  }
  if (last === x.shape.length - 1) return trace.apply(movement.flatten, { start: first }, [node]);
  const joined = elementCount(x.shape.slice(first, last + 1));
  const result = [...x.shape.slice(0, first), joined, ...x.shape.slice(last + 1)];
  return trace.apply(movement.reshape, { shape: result }, [node]);
}

const likeSignature = signature('like', { x: required(tensor, 'x'), other: required(tensor, 'other') });

/**
 * `x`, said to have the shape of `other`: for where types cannot see it, such as a skip that is the identity only
 * when sizes agree. Checked when the graph is built.
 *
 * @throws UserError naming the module and both shapes where they differ
 */
export function like<S extends Shape>(x: Tensor, other: Tensor<S>): Tensor<S>;
export function like(...args: readonly unknown[]): Tensor {
  const { x, other } = read(likeSignature, args, placeOf('like'));
  return checked(
    x,
    other.shape,
    'make both branches end with the same channels and strides, for instance by a 1x1 convolution on the skip',
  );
}

const withShapeSignature = signature('withShape', {
  x: required(tensor, 'x'),
  shape: required(shape, 'shape'),
});

/**
 * `x`, said to have this shape: from sizes known at run time back to literal ones. Checked when the graph is built.
 *
 * @throws UserError naming the module and both shapes where they differ
 */
export function withShape<const S extends Shape>(x: Tensor, shape: S): Tensor<S>;
export function withShape(...args: readonly unknown[]): Tensor {
  const { x, shape } = read(withShapeSignature, args, placeOf('withShape'));
  return checked(x, shape, 'say the shape that it has, or change the layers before it');
}

/** What each function takes. */
export const functionSignatures = [
  addSignature,
  mulSignature,
  concatSignature,
  flattenSignature,
  likeSignature,
  withShapeSignature,
] as const;

function checked<S extends Shape>(x: Tensor, shape: S, fix: string): Tensor<S> {
  if (!sameShape(x.shape, shape)) {
    throw new UserError('shape-mismatch', `expected ${printShape(shape)}, got ${printShape(x.shape)}`, {
      at: x.trace.path,
      fix,
    });
  }
  return new Tensor<S>(x.node, x.trace);
}
