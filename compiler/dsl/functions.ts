/** Functions of tensors, for what has no members: sums, products, joins. */

import { UserError } from '../errors.ts';
import { makeNode, type Node } from '../ir/graph.ts';
import * as elementwise from '../ops/elementwise.ts';
import { constant } from '../ops/leaf.ts';
import * as movement from '../ops/movement.ts';
import { printShape, type Shape, sameShape } from '../shape.ts';
import type { Product, Sum } from './arithmetic.ts';
import { Tensor } from './tensor.ts';

/** What fits beside a tensor of this shape: an equal one, one value a channel and image, or a number. */
type Beside<S extends Shape> = Tensor<S> | Tensor<readonly [S[0] & number, S[1] & number, 1, 1]> | number;

/** `a + b`. Shapes must be equal, `b` may be `[N, C, 1, 1]` beside `[N, C, H, W]`, or a number. */
export function add<S extends Shape>(a: Tensor<S>, b: NoInfer<Beside<S>>): Tensor<S> {
  return like(a.trace.apply(elementwise.add, {}, [a.node, operandOf(a, b)]), a);
}

/** `a * b`. Shapes must be equal, `b` may be `[N, C, 1, 1]` beside `[N, C, H, W]`, or a number. */
export function mul<S extends Shape>(a: Tensor<S>, b: NoInfer<Beside<S>>): Tensor<S> {
  return like(a.trace.apply(elementwise.mul, {}, [a.node, operandOf(a, b)]), a);
}

function operandOf(a: Tensor, b: Tensor | number): Node {
  if (b instanceof Tensor) return b.node;
  return makeNode(constant, { shape: [], values: [b] }, [], a.trace.path);
}

/** Shapes after joining along channels. */
type Joined<T extends readonly Tensor<readonly [number, number, ...number[]]>[]> =
  T[0] extends Tensor<readonly [infer N extends number, number, ...infer Rest extends number[]]>
    ? [N, Sum<Channels<T>>, ...Rest]
    : Shape;

type Channels<T extends readonly unknown[]> = {
  [I in keyof T]: T[I] extends Tensor<readonly [number, infer C extends number, ...number[]]> ? C : number;
};

type SameButChannels<First> =
  First extends Tensor<readonly [infer N extends number, number, ...infer Rest extends number[]]>
    ? Tensor<readonly [N, number, ...Rest]>
    : Tensor;

/** Joins tensors along their channels. All other sizes must be equal. */
export function concat<
  First extends Tensor<readonly [number, number, ...number[]]>,
  Rest extends readonly SameButChannels<First>[],
>(
  first: First,
  ...rest: Rest
): Tensor<Joined<[First, ...Extract<Rest, readonly Tensor<readonly [number, number, ...number[]]>[]>]>> {
  return first.trace.apply(movement.concat, { axis: 1 }, [first.node, ...rest.map(tensor => tensor.node)]);
}

/** `[N, C, H, W]` to `[N, C * H * W]`. */
export function flatten<N extends number, Rest extends readonly number[]>(
  x: Tensor<readonly [N, ...Rest]>,
): Tensor<[N, Product<Rest>]> {
  return x.trace.apply(movement.flatten, { start: 1 }, [x.node]);
}

/**
 * `x`, said to have the shape of `other`: for where types cannot see it, such as a skip that is the identity only
 * when sizes agree. Checked when the graph is built.
 *
 * @throws UserError naming the module and both shapes where they differ
 */
export function like<S extends Shape>(x: Tensor, other: Tensor<S>): Tensor<S> {
  return checked(
    x,
    other.shape,
    'make both branches end with the same channels and strides, for instance by a 1x1 convolution on the skip',
  );
}

/**
 * `x`, said to have this shape: from sizes known at run time back to literal ones. Checked when the graph is built.
 *
 * @throws UserError naming the module and both shapes where they differ
 */
export function withShape<const S extends Shape>(x: Tensor, shape: S): Tensor<S> {
  return checked(x, shape, 'say the shape that it has, or change the layers before it');
}

function checked<S extends Shape>(x: Tensor, shape: S, fix: string): Tensor<S> {
  if (!sameShape(x.shape, shape)) {
    throw new UserError('shape-mismatch', `expected ${printShape(shape)}, got ${printShape(x.shape)}`, {
      at: x.trace.path,
      fix,
    });
  }
  return new Tensor<S>(x.node, x.trace);
}
