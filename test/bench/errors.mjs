/** Failures that the reader can mend. */

/** Printed as one message, without a stack. */
export class BenchError extends Error {
  /** @override */
  name = 'BenchError';
}

/** This machine lacks what a race needs, or a contestant cannot run there: skipped with its reason, unless asked for. */
export class Unavailable extends BenchError {
  /** @override */
  name = 'Unavailable';
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function reason(error) {
  return error instanceof Error ? error.message : String(error);
}
