/** Failures that the reader can mend. */

/** Printed as one message, without a stack. */
export class BenchError extends Error {
  /** @override */
  name = 'BenchError';
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function reason(error) {
  return error instanceof Error ? error.message : String(error);
}
