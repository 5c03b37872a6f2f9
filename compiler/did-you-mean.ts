/** What someone may have meant by a name that is none. */

import { distance } from 'fastest-levenshtein';
import { printName } from './names.ts';

/** The known name that is most like a given one; none where none is like it. Capitals and hyphens do not count. */
export function nearestOf(given: string, known: readonly string[]): string | undefined {
  const wanted = plain(given);
  let best: { readonly name: string; readonly away: number } | undefined;
  for (const name of known) {
    const away = awayFrom(wanted, plain(name));
    if (away < (best?.away ?? Number.POSITIVE_INFINITY)) best = { name, away };
  }
  return best?.name;
}

/** `; did you mean resnet50?`, or nothing where no name is like it. */
export function didYouMean(given: string, known: readonly string[]): string {
  const nearest = nearestOf(given, known);
  return nearest === undefined ? '' : `; did you mean ${printName(nearest)}?`;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** How far a name is from what was written; infinitely, where it is not like it. */
function awayFrom(wanted: string, candidate: string): number {
  const away = distance(wanted, candidate);
  if (away === 0) return 0;
  // A word cut short comes before one that is spelt otherwise.
  if (wanted.length >= 3 && candidate.startsWith(wanted)) return 0.5 + away / 1000;
  const length = Math.max(wanted.length, candidate.length);
  const isSlip = away <= Math.max(3, length / 4) && (length - away) / length > 0.4;
  return isSlip || hasSameStart(wanted, candidate) ? away : Number.POSITIVE_INFINITY;
}

/** `params` of `parameters`. */
function hasSameStart(wanted: string, candidate: string): boolean {
  let same = 0;
  while (same < wanted.length && wanted[same] === candidate[same]) same++;
  return same >= Math.max(4, 0.75 * wanted.length);
}
