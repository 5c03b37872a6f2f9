/** A contestant that falls back to fewer threads than its lane has would be shown as what it is not. */

/**
 * @param {number} got
 * @param {number} expected
 * @throws {Error} where they differ
 */
export function checkThreads(got, expected) {
  if (got === expected) return;
  throw new Error(`expected ${expected} threads, it has ${got}`);
}
