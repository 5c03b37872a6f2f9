/** Modules run one after another. */

import type { Shape } from '../shape.ts';
import type { Fitting } from './arithmetic.ts';
import { readMembers } from './members.ts';
import { bracket, Module } from './module.ts';
import type { Apply, AsShape, Rule } from './rule.ts';
import type { Tensor } from './tensor.ts';

/** A module that keeps the shape of images with `C` channels. */
export interface Preserving<C extends number> extends Module {
  forward<N extends number, H extends number, W extends number>(
    x: Tensor<[N, C, H, W]>,
  ): Tensor<[N, C, H, W]>;
}

/** Channels of a module's result. */
type ChannelsOf<M extends Module> = M['forward'] extends (
  ...inputs: never[]
) => Tensor<readonly [number, infer C extends number, ...number[]]>
  ? C
  : number;

/** The shape that a module takes, with `number` for what its signature leaves open. */
type InputOf<M> = M extends { readonly rule: { readonly members: readonly [infer First, ...unknown[]] } }
  ? InputOf<First>
  : M extends { readonly forward: (x: Tensor<infer S>) => unknown }
    ? S
    : Shape;

/** The shape of a module's result for this input; `never` where it cannot read it. */
type Result<M, S> = [S] extends [never]
  ? never
  : M extends { readonly rule: infer R extends Rule }
    ? Apply<R, S extends readonly [unknown, ...unknown[]] ? S : InputOf<M>>
    : ResultOfForward<M, AsShape<S>>;

/**
 * The same for a module of one's own, of which there is only `forward`. Its sizes cannot be computed in a type, but
 * guesses can be checked: it keeps the shape, or all but the channels, or the batch. What remains is `number`.
 */
type ResultOfForward<M, S extends Shape> =
  Takes<M, S, S> extends true
    ? S
    : M extends { readonly forward: (x: Tensor<S>) => Tensor<infer R extends Shape> }
      ? Takes<M, S, WithChannels<S, R>> extends true
        ? WithChannels<S, R>
        : Takes<M, S, WithBatch<S, R>> extends true
          ? WithBatch<S, R>
          : R
      : never;

/** Whether a module takes one shape to another. */
type Takes<M, S extends Shape, R extends Shape> = M extends {
  readonly forward: (x: Tensor<S>) => Tensor<R>;
}
  ? true
  : false;

/** `S` with the channels of `R`, where both are images. */
type WithChannels<S extends Shape, R extends Shape> = [S, R] extends [
  readonly [infer N extends number, unknown, infer H extends number, infer W extends number],
  readonly [unknown, infer C extends number, unknown, unknown],
]
  ? [N, C, H, W]
  : R;

/** `R` with the batch of `S`. */
type WithBatch<S extends Shape, R extends Shape> = [S, R] extends [
  readonly [infer N extends number, ...unknown[]],
  readonly [unknown, ...infer Rest extends readonly number[]],
]
  ? [N, ...Rest]
  : R;

/** The shape at the end of a list of modules. */
type Flow<Members extends readonly unknown[], S> = Members extends readonly [infer M, ...infer Rest]
  ? Flow<Rest, Result<M, S>>
  : S;

/** Stands in a list of members where one is that cannot read what the one before it gives. */
export interface ModuleThatReads<S> extends Module {
  readonly reads: S;
}

/** The members, the first one that does not fit its place replaced by one that would. */
type Chained<Members extends readonly unknown[], S> = Members extends readonly [infer M, ...infer Rest]
  ? [Result<M, S>] extends [never]
    ? [ModuleThatReads<S>, ...Rest]
    : [M, ...Chained<Rest, Result<M, S>>]
  : Members;

/** What the members may be. */
export type Sequence<Members extends readonly Module[]> = number extends Members['length']
  ? Members extends readonly [infer First extends Module, ...Module[]]
    ? [First, ...Preserving<ChannelsOf<First>>[]]
    : []
  : Chained<Members, InputOf<Members[0]>>;

/** What `Sequential` does with a member. */
interface Runs {
  forward(x: never): unknown;
}

/** Members that all say by a rule what they do. */
type Ruled = readonly { readonly rule: Rule }[];

interface Composes<Members extends readonly unknown[]> extends Rule {
  readonly members: Members;
  readonly output: Flow<Members, this['input']>;
}

/** The signature of the whole: the first member's where the others keep its shape, or else all of them in turn. */
export type SequenceForward<Members extends readonly Module[]> = number extends Members['length']
  ? SignatureOfFirst<Members>
  : Members extends Ruled
    ? InTurn<Members>
    : Members extends readonly [infer First extends Module, ...infer Rest]
      ? Rest extends readonly Preserving<ChannelsOf<First>>[]
        ? First['forward']
        : InTurn<Members>
      : never;

type SignatureOfFirst<Members extends readonly Module[]> = Members extends readonly [
  infer First extends Module,
  ...Module[],
]
  ? First['forward']
  : never;

type InTurn<Members extends readonly unknown[]> = <S extends Shape>(
  x: Tensor<S> & Readable<AsShape<Flow<Members, S>>>,
) => Tensor<AsShape<Flow<Members, S>>>;

/** As `Fitting`, for the result of several members. */
type Readable<Result extends Shape> = [Shape] extends [Result]
  ? unknown
  : [Result] extends [never]
    ? { readonly error: 'one of the members cannot read what it is given' }
    : Fitting<Result>;

/**
 * Members named `0`, `1`, …, run in turn. Members listed one by one may each change the shape. Where their number is
 * only known at run time, as in `new Sequential(first, ...rest)`, the first one may change it and the rest keep it.
 * Sizes after a module of one's own that changes them among others are `number`, unless it declares a `Rule`.
 * Without members it is the identity, and its type argument says what it stands in for; the graph's own checks find
 * where it does not fit.
 */
export class Sequential<const Members extends readonly Module[] = []> extends Module {
  declare readonly rule: Members extends Ruled ? Composes<Members> : undefined;
  declare readonly forward: SequenceForward<Members>;

  constructor();
  /** Members one by one, or in a list. */
  constructor(members: Sequence<Members>);
  constructor(...members: Sequence<Members>);
  constructor(...given: readonly unknown[]) {
    super();
    const members = readMembers('Sequential', given) as readonly (Module & Runs)[];
    Object.assign(this, members);
    bracket(this, (...inputs: never[]) => {
      let [x]: readonly unknown[] = inputs;
      for (const member of members) x = member.forward(x as never);
      return x;
    });
  }
}
