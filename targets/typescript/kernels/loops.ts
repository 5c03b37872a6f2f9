/** Loops over all elements of a result, as text. */

import type { Loop } from '../../loops.ts';

/** The loops around a body. */
export function nest(loops: readonly Loop[], body: string): string {
  const heads = loops.map(
    ({ variable, size }) => `for (let ${variable} = 0; ${variable} < ${size}; ${variable}++) {`,
  );
  return [...heads, body, ...loops.map(() => '}')].join('\n');
}
