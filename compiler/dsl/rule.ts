/**
 * What a layer does to shapes, as a function between types. A method's own type parameters cannot be applied inside
 * a type, so a layer that `Sequential` is to follow through says the same once more as a rule: an interface whose
 * `output` is written in terms of `this['input']`.
 */

import type { Shape } from '../shape.ts';

/** A function from shape to shape. `output` is `never` where the input cannot be read. */
export interface Rule {
  readonly input: unknown;
  readonly output: unknown;
}

/** The output of a rule for this input. */
export type Apply<R extends Rule, S> = (R & { readonly input: S })['output'];

/** A type that is known to be a shape. */
export type AsShape<T> = T extends infer S extends Shape ? S : never;

/** The shape stays as it is. */
export interface Keeps extends Rule {
  readonly output: this['input'];
}

/** `true` where two sizes are equal, or one of them is only known at run time. */
export type Agree<A extends number, B extends number> =
  Box<A> extends Box<B> ? true : number extends A | B ? true : false;

/** Around a type parameter, so that it is compared with itself at once and not when it is known. */
interface Box<T> {
  readonly value: T;
}
