/** Implementations as who forces or measures them sees them, and their schedules told of. */

import {
  type Contraction,
  canonical,
  choose,
  type Implementation,
  type Schedule,
} from '../../plan/implementation.ts';
import type { Target } from '../../target.ts';

type Able = Pick<Target, 'implementations'>;

/** What forces whatever implementation forms sums as they are defined. */
const direct = { name: 'direct', about: 'all, by sums as they are defined' };

/** What may be forced. */
export const algorithmsOf = ({
  implementations,
}: Able): readonly Pick<Implementation, 'name' | 'about'>[] => [direct, ...implementations];

/** A contraction by the algorithm of a name, with the schedule that the model gives it; nothing where it has no such form. */
export function named(
  { implementations }: Able,
  name: string,
  contraction: Contraction,
): Schedule | undefined {
  const able = implementations.filter(each => each.accepts(contraction));
  if (name !== direct.name) return able.find(each => each.name === name)?.choose(contraction);
  const plain = able.filter(each => !each.weights(contraction, each.choose(contraction)).transform);
  return choose(plain, contraction);
}

/** What is worth measuring beside what is chosen: a modest list, whatever of it is chosen now. */
export const candidatesOf = ({ implementations }: Able, contraction: Contraction): readonly Schedule[] =>
  implementations.flatMap(each => (each.accepts(contraction) ? each.variants(contraction) : []));

/** Each once. */
export const distinctSchedules = (all: readonly Schedule[]): readonly Schedule[] => [
  ...new Map(all.map(each => [canonical(each), each])).values(),
];

/** In a few words: `band 4x8, strip 7`. */
export function describeSchedule({ name, ...sizes }: Schedule): string {
  const words = Object.entries<unknown>(sizes).map(([field, value]) =>
    field === 'tile' ? printSize(value) : `${field} ${printSize(value)}`,
  );
  return [[name, ...words.slice(0, 1)].join(' '), ...words.slice(1)].join(', ');
}

/** A number, or a tile as `4x8`. */
const printSize = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).join('x') : `${value}`;
