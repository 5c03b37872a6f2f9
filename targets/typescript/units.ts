/** Units of work, as TypeScript counts them. */

import { count, index } from '../indices.ts';
import { unitsIn } from '../units.ts';

/** Units that are enough for eight threads to have nearly the same to do. */
export const enoughUnits = 24;

/** What a kernel is called with after its arrays: the units it is to do. */
export const range: readonly string[] = ['from: number', 'to: number'];

/** What differs from unit to unit: a variable, how many values it has, and how far apart they are. */
export interface Counter {
  readonly variable: string;
  readonly size: number;
  readonly step: number;
}

/** What defines the counters of `unit`: the last counts fastest. Those of one value need no definition. */
export function defineCounters(counters: readonly Counter[]): readonly string[] {
  const several = counters.filter(({ size }) => size > 1);
  return several.map(({ variable, size, step }, i) => {
    const inside = unitsIn(several.slice(i + 1));
    const quotient = inside === 1 ? 'unit' : `Math.floor(unit / ${inside})`;
    return `const ${variable} = ${index([i === 0 ? quotient : `${quotient} % ${size}`, step])};`;
  });
}

/** The parts that a loop is done in. */
export interface Parts {
  readonly parts: number;
  /** Turns of each; the last may have fewer. */
  readonly size: number;
}

/** So many parts, or more, but less than twice as many, if that makes all of one size. */
export function partsOf(total: number, wanted: number, most = total): Parts {
  const least = Math.max(1, Math.min(wanted, most));
  const equal = count(Math.min(2 * least, most + 1)).find(parts => parts >= least && total % parts === 0);
  const size = Math.ceil(total / (equal ?? least));
  return { parts: Math.ceil(total / size), size };
}

/** Where the part that begins at `first` ends: no loop goes beyond its total. */
export const endOf = (first: string, { parts, size }: Parts, total: number): string =>
  parts * size === total ? `${first} + ${size}` : `Math.min(${first} + ${size}, ${total})`;
