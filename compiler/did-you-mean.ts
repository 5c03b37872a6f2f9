/** What someone may have meant by a name that is none. */

import { distance } from 'fastest-levenshtein';
import { printName } from './names.ts';

/** The known name that is most like a given one; none where none is like it. Capitals and hyphens do not count. */
export function nearestOf(given: string, known: readonly string[]): string | undefined {
  const wanted = plain(given);
  let best: { readonly name: string; readonly away: number } | undefined;
  for (const name of known) {
    const candidate = plain(name);
    const away = distance(wanted, candidate);
    if (isLike(wanted, candidate, away) && away < (best?.away ?? Number.POSITIVE_INFINITY)) {
      best = { name, away };
    }
  }
  return best?.name;
}

/** `; did you mean resnet50?`, or nothing where no name is like it. */
export function didYouMean(given: string, known: readonly string[]): string {
  const nearest = nearestOf(given, known);
  return nearest === undefined ? '' : `; did you mean ${printName(nearest)}?`;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** A slip of the keys, or a word cut short. A name of many parts may differ in more letters. */
function isLike(wanted: string, candidate: string, away: number): boolean {
  if (away === 0) return true;
  const length = Math.max(wanted.length, candidate.length);
  if (away <= Math.max(3, length / 4) && (length - away) / length > 0.4) return true;
  return wanted.length >= 3 && (candidate.startsWith(wanted) || wanted.startsWith(candidate));
}
