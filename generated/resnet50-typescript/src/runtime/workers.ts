/** Starts workers: those of browsers, Deno and Bun, and Node's, alike. Types of both are spelt out, for a project has one. */

import { fileInNode, reason } from './source.ts';

/** How a package's workers are started, as its entry point says. */
export interface Workers {
  /** The address of a script beside `worker.js`. */
  readonly base: string;
  /** Starts one where there is the `Worker` of browsers, in the words that bundlers know. */
  readonly start: () => object;
}

/** What is used of the `Worker` of browsers. */
interface WebWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault(): void }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** What is used of Node's. */
interface NodeWorker {
  on(event: 'message' | 'error', listener: (data: unknown) => void): void;
  on(event: 'exit', listener: (code: number) => void): void;
  postMessage(message: unknown): void;
  terminate(): unknown;
  ref(): void;
  unref(): void;
}

/** Who hears of a worker. */
export interface Listener {
  readonly heard: (message: unknown) => void;
  /** It ended of itself. */
  readonly died: (why: string) => void;
}

/** A worker. */
export interface Started {
  /**
   * Sends a message, of copies alone: once an array is given away, V8 compiles every access to arrays in that thread to
   * see whether it still is there, and kernels of plain TypeScript take a third longer.
   */
  post(message: unknown): void;
  /** Whether its answer is waited for: else it keeps no program from ending. */
  await(isAwaited: boolean): void;
  end(): void;
}

/**
 * Starts a worker.
 *
 * @param address - of `worker.js`, where it is not the package's own
 * @throws Error of the engine, where it does not start any
 */
export async function startWorker(
  workers: Workers,
  address: string | URL | undefined,
  listener: Listener,
): Promise<Started> {
  const { Worker } = globalThis as { Worker?: new (address: string | URL, options: object) => object };
  if (Worker) {
    const worker = address === undefined ? workers.start() : new Worker(address, { type: 'module' });
    return watch(worker as WebWorker, listener);
  }
  return startInNode(address ?? new URL('./worker.js', workers.base), listener);
}

function watch(worker: WebWorker, { heard, died }: Listener): Started {
  worker.onmessage = ({ data }) => heard(data);
  worker.onerror = event => {
    event.preventDefault();
    // Where the script itself cannot be had, browsers say nothing.
    died(event.message ?? 'its script cannot be had');
  };
  return {
    post: message => worker.postMessage(message),
    await: () => {},
    end: () => worker.terminate(),
  };
}

async function startInNode(address: string | URL, { heard, died }: Listener): Promise<Started> {
  const { resolve } = await import(/* webpackIgnore: true */ /* @vite-ignore */ node('path'));
  const { Worker }: { readonly Worker: new (address: string | URL) => NodeWorker } = await import(
    /* webpackIgnore: true */ /* @vite-ignore */ node('worker_threads')
  );
  const file = fileInNode(address);
  const worker = new Worker(typeof file === 'string' ? resolve(file) : new URL(address));
  let isWatched = true;
  const once = (why: string): void => {
    if (isWatched) died(why);
    isWatched = false;
  };
  worker.on('message', heard);
  worker.on('error', error => once(reason(error)));
  worker.on('exit', code => once(`it ended with code ${code}`));
  worker.unref();
  return {
    post: message => worker.postMessage(message),
    await: isAwaited => (isAwaited ? worker.ref() : worker.unref()),
    end: () => {
      isWatched = false;
      worker.terminate();
    },
  };
}

/** No literal, so that bundlers for browsers leave it alone. */
const node = (name: string): string => ['node', name].join(':');
