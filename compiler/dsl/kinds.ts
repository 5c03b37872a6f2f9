/** The kinds of value that arguments of layers and functions may be. */

import type { Shape } from '../shape.ts';
import type { Extent, Padding } from './arithmetic.ts';
import { Tensor, Trace } from './tensor.ts';

/** A kind of value. */
export interface Kind<T> {
  /** Follows "must be": `true or false`. */
  readonly text: string;
  accepts(value: unknown): value is T;
}

function kind<T>(text: string, accepts: (value: unknown) => boolean): Kind<T> {
  return { text, accepts: (value): value is T => accepts(value) };
}

const isWhole = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
const isPair = (value: unknown, accepts: (value: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(accepts);
const isSize = (value: unknown): boolean => isWhole(value, 1);
const isExtent = (value: unknown): boolean => isSize(value) || isPair(value, isSize);
const isZeros = (value: unknown): boolean => isWhole(value, 0);
const isPadding = (value: unknown): boolean =>
  isZeros(value) || isPair(value, isZeros) || isPair(value, side => isPair(side, isZeros));

/** Channels, features, groups. */
export const size = kind<number>('a whole number from 1', isSize);
/** Of a window: height and width. */
export const extent = kind<Extent>('a whole number from 1, or [height, width] of such', isExtent);
/** Zeros around an image. */
export const padding = kind<Padding>(
  'a whole number from 0, [height, width] of such, or [[top, bottom], [left, right]]',
  isPadding,
);
/** The same, or a word of PyTorch's for it. */
export const wordedPadding = kind<Padding | 'same' | 'valid'>(
  `${padding.text}, or 'same' or 'valid'`,
  value => value === 'same' || value === 'valid' || isPadding(value),
);
export const flag = kind<boolean>('true or false', value => typeof value === 'boolean');
export const finite = kind<number>('a finite number', value => Number.isFinite(value));
export const positive = kind<number>(
  'a number above 0',
  value => typeof value === 'number' && Number.isFinite(value) && value > 0,
);
export const probability = kind<number>(
  'a number from 0 to 1',
  value => typeof value === 'number' && value >= 0 && value <= 1,
);
export const numberOrNull = kind<number | null>(
  'a finite number, or null',
  value => value === null || Number.isFinite(value),
);
/** Counted from 0, or from the end with -1. */
export const axis = kind<number>('a whole number: an axis from 0, or from the end with -1', value =>
  Number.isSafeInteger(value),
);
/** Of the network that is running: a tensor of another one has no place in it. */
const isTensor = (value: unknown): boolean =>
  value instanceof Tensor && (Trace.current === undefined || value.trace === Trace.current);

export const tensor = kind<Tensor>('a tensor of this network', isTensor);
/** At least one, in a list. */
export const tensors = kind<readonly [Tensor, ...Tensor[]]>(
  'tensors of this network, in a list of one or more',
  value => Array.isArray(value) && value.length > 0 && value.every(isTensor),
);
/** What may be added to a tensor, or multiplied with it. */
export const summand = kind<Tensor | number>(
  'a tensor of this network, or a finite number',
  value => isTensor(value) || Number.isFinite(value),
);
export const shape = kind<Shape>(
  'a list of whole numbers from 1',
  value => Array.isArray(value) && value.length > 0 && value.every(isSize),
);
/** One of some words. */
export function oneOf<const T extends string>(...words: readonly T[]): Kind<T> {
  return kind(words.map(word => `'${word}'`).join(' or '), value => words.some(word => word === value));
}

/** An object of named options, as distinct from what else an argument may be: a tensor, a module, a list. */
export function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
