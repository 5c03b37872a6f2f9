/**
 * Arithmetic on sizes, in types. Numbers are counted as tuples, built digit by digit, and divided by long division
 * over decimal digits, so that a whole network checks in a fraction of a second. Sizes that are not literal give
 * `number`. Sums stay below 10,000, the longest tuple that TypeScript represents.
 */

import type { Multiply } from 'ts-arithmetic';

/** `[height, width]` or one number for both. */
export type Extent = number | readonly [height: number, width: number];

/** One number, `[height, width]`, or `[[top, bottom], [left, right]]`. */
export type Padding =
  | Extent
  | readonly [
      vertical: readonly [top: number, bottom: number],
      horizontal: readonly [left: number, right: number],
    ];

/** Index of an axis of an image: 0 is height, 1 is width. */
export type Axis = 0 | 1;

/** An extent along one axis. */
export type Along<E extends Extent, A extends Axis> = E extends readonly [number, number]
  ? E[A]
  : Extract<E, number>;

type Both<P extends Padding, A extends Axis> = P extends number
  ? [P, P]
  : P extends readonly [number, number]
    ? [P[A], P[A]]
    : P extends readonly [readonly [number, number], readonly [number, number]]
      ? [P[A][0], P[A][1]]
      : never;

/**
 * The sizes a window takes along an axis of size `Size`: `floor((Size + before + after - D (K - 1) - 1) / S) + 1`.
 * What a window adds to the size is worked out first, so that two windows that add the same, such as a padded 3x3
 * and a bare 1x1, give the same type even while `Size` is a type parameter.
 */
export type Slide<
  Size extends number,
  K extends Extent,
  S extends Extent,
  P extends Padding,
  D extends Extent,
  A extends Axis,
> = Step<Size, Growth<Along<K, A>, Both<P, A>, Along<D, A>>, Along<S, A>>;

/** `[added, removed]` by a window: `before + after` against `D (K - 1)`, reduced until one of them is 0. */
type Growth<K extends number, P extends [number, number], D extends number> = number extends
  | K
  | P[0]
  | P[1]
  | D
  ? number
  : Reduce<[...Count<P[0]>, ...Count<P[1]>], Reach<Count<K>, Count<D>>>;

/** `D` times `K - 1`. */
type Reach<K extends unknown[], D extends unknown[], Sum extends unknown[] = []> = K extends [
  unknown,
  unknown,
  ...infer Rest,
]
  ? Reach<[unknown, ...Rest], D, [...Sum, ...D]>
  : Sum;

type Reduce<Added extends unknown[], Removed extends unknown[]> = Added extends [unknown, ...infer A]
  ? Removed extends [unknown, ...infer R]
    ? Reduce<A, R>
    : [Added['length'], 0]
  : [0, Removed['length']];

/** The window's places, from what it adds and its stride. Adding nothing at stride 1 keeps the size as it is. */
type Step<Size extends number, G, S extends number> = [G, S] extends [[0, 0], 1]
  ? Size
  : G extends [infer Added extends number, infer Removed extends number]
    ? number extends Size | S
      ? number
      : Places<[...Count<Size>, ...Count<Added>], Count<Removed>, S>
    : number;

/**
 * As `Slide`, rounded up: a last window may end beyond the padded input if it starts before the trailing padding, so
 * there are `ceil((Size + before) / S)` places at most. At stride 1 nothing is rounded.
 */
export type SlideUp<
  Size extends number,
  K extends Extent,
  S extends Extent,
  P extends Padding,
  D extends Extent,
  A extends Axis,
> =
  Along<S, A> extends 1
    ? Slide<Size, K, S, P, D, A>
    : StepUp<Size, Growth<Along<K, A>, Both<P, A>, Along<D, A>>, Both<P, A>[0], Along<S, A>>;

type StepUp<Size extends number, G, Before extends number, S extends number> = G extends [
  infer Added extends number,
  infer Removed extends number,
]
  ? number extends Size | S
    ? number
    : [Count<S>, Places<[...Count<Size>, ...Count<Added>], Count<Removed>, S>] extends [
          [unknown, ...infer Less],
          infer Floor,
        ]
      ? [Floor] extends [never]
        ? never
        : Smaller<
            Places<[...Count<Size>, ...Count<Added>, ...Less], Count<Removed>, S>,
            Places<[...Count<Size>, ...Count<Before>], [], S>
          >
      : never
  : number;

type Smaller<A extends number, B extends number> = Count<A> extends [...Count<B>, ...unknown[]] ? B : A;

type Places<Padded extends unknown[], Removed extends unknown[], S extends number> = Padded extends [
  ...Removed,
  unknown,
  ...infer Span,
]
  ? AddOne<Divide<`${Span['length']}`, Count<S>>>
  : never;

type AddOne<N extends number> = [...Count<N>, unknown]['length'] & number;

/** Long division: the remainder so far, a digit appended, over the divisor; one digit of the quotient a turn. */
type Divide<
  Digits extends string,
  S extends unknown[],
  Remainder extends unknown[] = [],
  Quotient extends string = '',
> = Digits extends `${infer Digit extends keyof DigitTuples}${infer Rest}`
  ? Fit<[...Ten<Remainder>, ...DigitTuples[Digit]], S> extends [
      infer Q extends number,
      infer R extends unknown[],
    ]
    ? Divide<Rest, S, R, Quotient extends '0' | '' ? `${Q}` : `${Quotient}${Q}`>
    : never
  : Quotient extends `${infer Value extends number}`
    ? Value
    : never;

/** How often `S` fits into `N`, below ten times, and what is left. */
type Fit<N extends unknown[], S extends unknown[], Times extends unknown[] = []> = N extends [
  ...S,
  ...infer Rest,
]
  ? Fit<Rest, S, [...Times, unknown]>
  : [Times['length'], N];

/** A tuple of `N` elements. */
type Count<N extends number> = Build<`${N}`>;

type Build<
  Digits extends string,
  Sum extends unknown[] = [],
> = Digits extends `${infer Digit extends keyof DigitTuples}${infer Rest}`
  ? Build<Rest, [...Ten<Sum>, ...DigitTuples[Digit]]>
  : Sum;

type Ten<T extends unknown[]> = [...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T];

interface DigitTuples {
  '0': [];
  '1': [0];
  '2': [0, 0];
  '3': [0, 0, 0];
  '4': [0, 0, 0, 0];
  '5': [0, 0, 0, 0, 0];
  '6': [0, 0, 0, 0, 0, 0];
  '7': [0, 0, 0, 0, 0, 0, 0];
  '8': [0, 0, 0, 0, 0, 0, 0, 0];
  '9': [0, 0, 0, 0, 0, 0, 0, 0, 0];
}

/**
 * What a tensor must also be to be read by a layer whose result has this shape: nothing, or, where a window does not
 * fit and so has no place, something that it is not. A shape that is not known yet, in a generic `forward`, passes.
 */
export type Fitting<Result extends readonly number[]> =
  true extends HasNever<Result> ? { readonly error: 'a window is larger than its padded input' } : unknown;

/**
 * `true` where a size is `never`. The first test makes the answer `false` for the wildcard that the checker puts in
 * place of a type parameter when it asks whether the error can apply at all.
 */
type HasNever<Sizes extends readonly number[]> = {
  [I in keyof Sizes]: [number] extends [Sizes[I]] ? false : [Sizes[I]] extends [never] ? true : false;
}[number];

/** The product of sizes. Ones are left out first, so that `[C, 1, 1]` gives `C` even while `C` is a type parameter. */
export type Product<Sizes extends readonly number[], Result extends number = 1> = Sizes extends readonly [
  infer First extends number,
  ...infer Rest extends readonly number[],
]
  ? Product<Rest, Times<Result, First>>
  : Sizes extends readonly []
    ? Result
    : number;

type Times<A extends number, B extends number> = [B] extends [1]
  ? A
  : [A] extends [1]
    ? B
    : number extends A | B
      ? number
      : Multiply<A, B>;

/** The sum of sizes. */
export type Sum<Sizes extends readonly number[], Result extends number = 0> = Sizes extends readonly [
  infer First extends number,
  ...infer Rest extends readonly number[],
]
  ? Sum<Rest, number extends Result | First ? number : [...Count<Result>, ...Count<First>]['length'] & number>
  : Sizes extends readonly []
    ? Result
    : number;

/** The shape where the axes from `Start` to `End` are one; of as many axes as it may have where these are not literal. */
export type Flattened<S extends readonly number[], Start extends number, End extends number> = [
  Start,
  End,
] extends [1, -1]
  ? S extends readonly [infer N extends number, ...infer Rest extends readonly number[]]
    ? [N, Product<Rest>]
    : readonly number[]
  : number extends Start | End | S['length']
    ? readonly number[]
    : [
        ...Take<S, Counted<S, Start>>,
        Product<Drop<Take<S, AddOne<Counted<S, End>>>, Counted<S, Start>>>,
        ...Drop<S, AddOne<Counted<S, End>>>,
      ];

/** An axis from 0, of one that may be counted from the end. */
type Counted<S extends readonly number[], A extends number> = `${A}` extends `-${infer Back extends number}`
  ? DropLast<S, Back>['length'] & number
  : A;

/** All but the last `N` sizes. */
type DropLast<
  S extends readonly number[],
  N extends number,
  Dropped extends unknown[] = [],
> = Dropped['length'] extends N
  ? S
  : S extends readonly [...infer Rest extends readonly number[], number]
    ? DropLast<Rest, N, [...Dropped, unknown]>
    : [];

/** The first `N` sizes. */
type Take<
  S extends readonly number[],
  N extends number,
  Taken extends readonly number[] = [],
> = Taken['length'] extends N
  ? Taken
  : S extends readonly [infer First extends number, ...infer Rest extends readonly number[]]
    ? Take<Rest, N, [...Taken, First]>
    : Taken;

/** All but the first `N` sizes. */
type Drop<
  S extends readonly number[],
  N extends number,
  Dropped extends unknown[] = [],
> = Dropped['length'] extends N
  ? S
  : S extends readonly [number, ...infer Rest extends readonly number[]]
    ? Drop<Rest, N, [...Dropped, unknown]>
    : [];

/** Something with a shape. */
interface Shaped {
  readonly shape: readonly number[];
}

/** The shape of tensors joined along an axis: the first one's, with the sum of sizes there. */
export type SumAlong<T extends readonly [Shaped, ...Shaped[]], A extends number> = number extends A
  ? readonly number[]
  : Replaced<T[0]['shape'], Counted<T[0]['shape'], A>, Sum<SizesAlong<T, Counted<T[0]['shape'], A>>>>;

type SizesAlong<T extends readonly Shaped[], A extends number> = {
  [I in keyof T]: T[I]['shape'][A] extends infer Size extends number ? Size : number;
};

type Replaced<S extends readonly number[], A extends number, Size extends number> = [
  ...{ [I in keyof S]: I extends `${A}` ? Size : S[I] },
];
