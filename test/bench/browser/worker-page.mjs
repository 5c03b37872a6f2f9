/** What runs in the page of a contestant that works in a worker: hands on what is asked. */

/** @import { PageBench, WorkerAnswer, WorkerRequest } from '../types.ts' */

const worker = new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' });

/** Who waits for an answer, by the number of the request. @type {Map<number, (answer: WorkerAnswer) => void>} */
const waiting = new Map();
let requests = 0;

worker.addEventListener('message', ({ data }) => {
  const answer = /** @type {WorkerAnswer} */ (data);
  waiting.get(answer.id)?.(answer);
  waiting.delete(answer.id);
});
// One that cannot start answers nobody.
worker.addEventListener('error', ({ message }) => {
  for (const [id, tell] of waiting) tell({ id, message: `the worker failed: ${message}` });
  waiting.clear();
});

/**
 * @param {WorkerRequest['method']} method
 * @returns {(...given: readonly unknown[]) => Promise<unknown>}
 */
const remote =
  method =>
  async (...given) => {
    const id = requests++;
    /** @type {WorkerAnswer} */
    const answer = await new Promise(resolve => {
      waiting.set(id, resolve);
      /** @type {WorkerRequest} */
      const request = { id, method, given };
      worker.postMessage(request);
    });
    if ('message' in answer) throw new Error(answer.message);
    return answer.value;
  };

const bench = /** @type {PageBench} */ (
  /** @type {unknown} */ ({
    load: remote('load'),
    run: remote('run'),
    dispose: remote('dispose'),
  })
);
Object.assign(globalThis, { bench });
