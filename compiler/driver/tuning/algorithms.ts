/** Algorithms compared and told of. */

import { algorithmSchema } from '../../plan/json.ts';
import type { Algorithm } from '../../plan/kernel.ts';

/** A text that equal algorithms share, whatever the order of their fields. */
const textOf = (algorithm: Algorithm): string => JSON.stringify(algorithmSchema.parse(algorithm));

export const isSameAlgorithm = (a: Algorithm, b: Algorithm): boolean => textOf(a) === textOf(b);

/** Each once. */
export const distinctAlgorithms = (all: readonly Algorithm[]): readonly Algorithm[] => [
  ...new Map(all.map(each => [textOf(each), each])).values(),
];

/** Its name, and the size of its tiles where it is Winograd's: `winograd-band F(4x4)`. */
export const nameAlgorithm = (algorithm: Algorithm): string =>
  'output' in algorithm ? `${algorithm.name} F(${algorithm.output}x${algorithm.output})` : algorithm.name;

/** In a few words: `band 4x8, strip 7`. */
export function describeAlgorithm(algorithm: Algorithm): string {
  const { name: _, tile, ...rest } = algorithm;
  const sizes = Object.entries(rest)
    .filter(([name]) => name !== 'output')
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value : JSON.stringify(value)}`);
  return [`${nameAlgorithm(algorithm)} ${tile.rows}x${tile.columns}`, ...sizes].join(', ');
}
