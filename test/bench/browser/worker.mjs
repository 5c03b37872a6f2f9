/** The worker in which a contestant works: does what its page asks. */

import { reason } from '../errors.mjs';
import { bench } from './bench.mjs';

/** @import { WorkerAnswer, WorkerRequest } from '../types.ts' */

globalThis.addEventListener('message', async ({ data }) => {
  const request = /** @type {WorkerRequest} */ (data);
  const method = /** @type {(...given: readonly unknown[]) => unknown} */ (
    /** @type {unknown} */ (bench[request.method])
  );
  /** @type {WorkerAnswer} */
  let answer;
  try {
    answer = { id: request.id, value: await method(...request.given) };
  } catch (error) {
    answer = { id: request.id, message: reason(error) };
  }
  globalThis.postMessage(answer);
});
