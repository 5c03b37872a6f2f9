/** What was meant by a name that there is not. */

import { distance } from 'fastest-levenshtein';

/** The most similar of some names; the first of several. */
export function nearest(name: string, names: readonly string[]): string {
  const [best = ''] = names.toSorted((a, b) => distance(name, a) - distance(name, b));
  return best;
}
