/** Loads and stores of up to four numbers that lie some distance apart, as four lanes. */

import { count } from '../../indices.ts';

/** Bytes of a number. */
export const bytes = 4;

/** How many lanes count; a vector has four, whatever the others hold. */
export type Lanes = 1 | 2 | 3 | 4;

/** A place in memory: an expression, cheap enough to be repeated, and bytes behind it. */
export interface Pointer {
  readonly base: string;
  readonly offset: number;
}

/** A pointer some numbers further. */
export const ahead = ({ base, offset }: Pointer, numbers: number): Pointer => ({
  base,
  offset: offset + numbers * bytes,
});

const operands = (offset: number): string => (offset === 0 ? '' : `offset=${offset} `);

/**
 * Numbers that lie `stride` apart, as lanes; nothing beyond them is read.
 *
 * @param stride - in numbers; 0 where all lanes are one number
 * @param fill - what the lanes that do not count hold: zeros unless said
 */
export function load({ base, offset }: Pointer, stride: number, lanes: Lanes = 4, fill?: string): string {
  const at = (lane: number): string => operands(offset + lane * stride * bytes);
  if (stride === 0 && fill === undefined) return `(v128.load32_splat ${at(0)}${base})`;
  if (stride === 1 && lanes === 4) return `(v128.load ${at(0)}${base})`;
  const start = stride === 1 && lanes >= 2 ? 2 : 1;
  if (fill !== undefined) {
    return count(lanes).reduce((all, lane) => `(v128.load32_lane ${at(lane)}${lane} ${base} ${all})`, fill);
  }
  return count(lanes)
    .slice(start)
    .reduce(
      (all, lane) => `(v128.load32_lane ${at(lane)}${lane} ${base} ${all})`,
      `(v128.load${start * 32}_zero ${at(0)}${base})`,
    );
}

/**
 * Stores lanes as numbers that lie `stride` apart, and nothing beyond them.
 *
 * @param value - where not all lie side by side, an expression that is cheap enough to be repeated: a local
 */
export function store({ base, offset }: Pointer, stride: number, value: string, lanes: Lanes = 4): string {
  const at = (lane: number): string => operands(offset + lane * stride * bytes);
  if (stride === 1 && lanes === 4) return `(v128.store ${at(0)}${base} ${value})`;
  const pair = stride === 1 && lanes >= 2;
  return [
    ...(pair ? [`(v128.store64_lane ${at(0)}0 ${base} ${value})`] : []),
    ...count(lanes)
      .slice(pair ? 2 : 0)
      .map(lane => `(v128.store32_lane ${at(lane)}${lane} ${base} ${value})`),
  ].join('\n');
}

/** Whether `store` needs its value once. */
export const storesOnce = (stride: number, lanes: Lanes): boolean =>
  (stride === 1 && (lanes === 4 || lanes === 2)) || lanes === 1;
