/**
 * Starts workers: those of browsers, Deno and Bun, and Node's, alike. Types of both are spelt out, for a project has one.
 */

import { importBuiltin } from './builtin.ts';
import type { Address } from './globals.ts';
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
  onmessageerror: (() => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
  /** Bun's. */
  ref?(): void;
  unref?(): void;
}

/** What is used of Node's. */
interface NodeWorker {
  on(event: 'message' | 'error' | 'messageerror', listener: (data: unknown) => void): void;
  on(event: 'exit', listener: (code: number) => void): void;
  postMessage(message: unknown): void;
  terminate(): unknown;
  ref(): void;
  unref(): void;
}

interface NodeThreads {
  readonly Worker: new (address: URL, options: object) => NodeWorker;
}

interface NodeUrls {
  pathToFileURL(path: string): URL;
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
  /** Whether the program goes on while nothing else is to be done: while an answer is waited for. Deno's always does. */
  keepAlive(isAwaited: boolean): void;
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
  address: string | Address | undefined,
  listener: Listener,
): Promise<Started> {
  const { Worker } = globalThis as { Worker?: new (address: string | URL, options: object) => object };
  if (Worker) {
    const given = address === undefined ? undefined : await urlOf(address);
    const worker = given === undefined ? workers.start() : new Worker(given, { type: 'module' });
    return watch(worker as WebWorker, listener);
  }
  return startInNode(await urlOf(address ?? new URL('./worker.js', workers.base)), listener);
}

function watch(worker: WebWorker, { heard, died }: Listener): Started {
  worker.onmessage = ({ data }) => heard(data);
  worker.onerror = event => {
    event.preventDefault();
    // Of a script that they do not run, browsers say nothing more.
    died(event.message || unheard);
  };
  worker.onmessageerror = () => died(unread);
  worker.unref?.();
  return {
    post: message => worker.postMessage(message),
    keepAlive: isAwaited => (isAwaited ? worker.ref?.() : worker.unref?.()),
    end: () => worker.terminate(),
  };
}

async function startInNode(address: string | Address, { heard, died }: Listener): Promise<Started> {
  const { Worker } = await importBuiltin<NodeThreads>('worker_threads');
  // Of the arguments of this process, some, such as --input-type, are not for a file.
  const worker = new Worker(new URL(address), { execArgv: [] });
  let isWatched = true;
  const once = (why: string): void => {
    if (isWatched) died(why);
    isWatched = false;
  };
  worker.on('message', heard);
  worker.on('error', error => once(reason(error)));
  worker.on('messageerror', () => once(unread));
  worker.on('exit', code => once(`it ended with code ${code}`));
  worker.unref();
  return {
    post: message => worker.postMessage(message),
    keepAlive: isAwaited => (isAwaited ? worker.ref() : worker.unref()),
    end: () => {
      isWatched = false;
      worker.terminate();
    },
  };
}

/** A path in Node, Deno or Bun as a URL; all else as it is. */
async function urlOf(address: string | Address): Promise<string | Address> {
  const file = fileInNode(address);
  if (typeof file !== 'string') return address;
  const { pathToFileURL } = await importBuiltin<NodeUrls>('url');
  return pathToFileURL(file);
}

const unread = 'a message could not be read';
const unheard =
  "its script is not there, or has no Cross-Origin-Embedder-Policy as the page has, or the page's Content-Security-Policy forbids it (worker-src)";
