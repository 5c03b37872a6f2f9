/**
 * Weights from wherever they are into one array, checked: a URL, a file in Node, or bytes already at hand. No
 * dependency; it runs wherever JavaScript does.
 */

/**
 * Where weights come from:
 *
 * - a string or `URL`: fetched; in Node a string without a scheme is a path, and a path or `file:` URL is read
 * - a `Response`, or the promise that `fetch` gives; a `ReadableStream` of bytes; a `Blob` or `File`
 * - a buffer or a view of one. It is **not copied** if it begins at a multiple of 4 bytes: the model then keeps
 *   using the caller's memory, so leave it unchanged.
 */
export type WeightsSource =
  | string
  | URL
  | Response
  | PromiseLike<Response>
  | ReadableStream<Uint8Array>
  | Blob
  | ArrayBufferLike
  | ArrayBufferView;

/** What the weights must be, and how to follow their way. */
export interface LoadWeightsOptions {
  /** How many bytes the weights have: a multiple of 4, for they are float32, little-endian. */
  readonly bytes: number;
  /** Checks the bytes once all are there; what it throws ends the loading. `name` is how errors call the source. */
  readonly verify?: ((data: Uint8Array, name: string) => void | Promise<void>) | undefined;
  /** Called as bytes arrive; once, at the end, for a buffer. An error that it throws ends the loading. */
  readonly onProgress?: ((loaded: number, total: number) => void) | undefined;
  /** Ends the loading, download included; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Loads weights into one array, which takes `bytes` of memory and no more.
 *
 * @throws Error that says what was expected, what was got and how to mend it: nothing found, an HTTP status, a wrong
 *   size, a wrong hash
 */
export async function loadWeights(source: WeightsSource, options: LoadWeightsOptions): Promise<Float32Array> {
  const { bytes, verify, onProgress, signal } = options;
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes % 4 !== 0) {
    throw new RangeError(`weights: their size must be a multiple of 4 bytes, got ${bytes}`);
  }
  signal?.throwIfAborted();
  let name = 'the given buffer';
  let data: Uint8Array;
  if (isBuffer(source)) {
    data = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    if (data.length !== bytes) throw wrongSize(name, bytes, printBytes(data.length), data);
    onProgress?.(bytes, bytes);
  } else {
    const opened = await open(source, signal);
    name = opened.name;
    data = await collect(opened, options);
  }
  await verify?.(data, name);
  signal?.throwIfAborted();
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, bytes / 4);
}

/** Weights on their way. */
interface Opened {
  /** How errors call the source. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

async function open(
  source: Exclude<WeightsSource, ArrayBufferLike | ArrayBufferView>,
  signal?: AbortSignal,
): Promise<Opened> {
  if (typeof source === 'string' || source instanceof URL) {
    const file = fileInNode(source);
    if (file !== undefined) return { name: String(source), chunks: readFile(file, signal) };
    return openResponse(await request(String(source), signal), signal);
  }
  const given: unknown = await source;
  if (given instanceof Response) return openResponse(given, signal);
  if (given instanceof Blob) return { name: 'the given Blob', chunks: readStream(given.stream(), signal) };
  if (given instanceof ReadableStream) return { name: 'the given stream', chunks: readStream(given, signal) };
  const got = Object.prototype.toString.call(given);
  throw new TypeError(
    `weights: expected a URL, a path (in Node), a Response, a ReadableStream, a Blob or a buffer, got ${got}`,
  );
}

async function request(url: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, signal === undefined ? {} : { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error(
      `weights: cannot fetch ${url}: ${reason(cause)}; check the address and the connection, and on another origin the server's CORS headers`,
      { cause },
    );
  }
}

function openResponse(response: Response, signal?: AbortSignal): Opened {
  const name = response.url || 'the given Response';
  if (response.type === 'opaque') {
    throw new Error(`weights: the response is opaque: fetch ${name} without mode: 'no-cors'`);
  }
  if (!response.ok) {
    response.body?.cancel().catch(() => {});
    const status = `HTTP ${response.status} ${response.statusText}`.trim();
    throw new Error(`weights: ${name} answered ${status}; check the address and who may read it`);
  }
  if (response.bodyUsed) {
    throw new Error(
      `weights: the response of ${name} has been read already; pass response.clone(), or fetch it again`,
    );
  }
  return { name, chunks: readStream(response.body ?? new Blob().stream(), signal) };
}

/** Copies the chunks one after the other into one array of the right size. */
async function collect({ name, chunks }: Opened, options: LoadWeightsOptions): Promise<Uint8Array> {
  const { bytes, onProgress, signal } = options;
  const data = new Uint8Array(bytes);
  let loaded = 0;
  for await (const chunk of failuresNamed(name, chunks, signal)) {
    if (loaded + chunk.length > bytes) {
      throw wrongSize(name, bytes, 'more', loaded === 0 ? chunk : data.subarray(0, loaded));
    }
    data.set(chunk, loaded);
    loaded += chunk.length;
    onProgress?.(loaded, bytes);
  }
  signal?.throwIfAborted();
  if (loaded !== bytes) throw wrongSize(name, bytes, printBytes(loaded), data.subarray(0, loaded));
  return data;
}

async function* failuresNamed(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* chunks;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error(`weights: cannot read ${name}: ${reason(cause)}`, { cause });
  }
}

/** The chunks of a stream. Safari's streams cannot be iterated, so a reader it is. */
async function* readStream(
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  // Ends a read that waits, and the download under it.
  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}

/** The path or `file:` URL of a source that is a file, where this is Node (or Deno, or Bun). */
function fileInNode(source: string | URL): string | URL | undefined {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  if (process?.versions?.node === undefined) return undefined;
  const text = String(source);
  if (/^file:/i.test(text)) return new URL(text);
  // One letter and a colon is a drive of Windows, not a scheme.
  return /^[a-z][a-z\d+.-]+:/i.test(text) ? undefined : text;
}

/** The one function of `node:fs` that is used; spelt out, for a browser's project has no types of Node. */
interface NodeFileSystem {
  createReadStream(path: string | URL, options: { highWaterMark: number }): AsyncIterable<Uint8Array>;
}

async function* readFile(
  path: string | URL,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Marked, and no literal, so that bundlers for browsers leave it alone: there it is never reached. Joined, so that
  // most minifiers do not make it a literal, which a second bundler would try to resolve.
  const builtin: string = ['node', 'fs'].join(':');
  const fs: NodeFileSystem = await import(/* webpackIgnore: true */ /* @vite-ignore */ builtin);
  for await (const chunk of fs.createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal?.throwIfAborted();
    yield chunk;
  }
}

/** @param start - the first bytes that were got, which may tell what they are */
function wrongSize(name: string, expected: number, got: string, start: Uint8Array): Error {
  const text = String.fromCharCode(...start.subarray(0, 64)).trimStart();
  let hint =
    'was it packed for another plan, or cut short? Pack the checkpoint for this package with `netwright pack`';
  if (text.startsWith('<')) hint = 'it is an HTML page, not weights: check the address';
  if (text.startsWith('version https://git-lfs'))
    hint = 'it is a Git LFS pointer: get the file with `git lfs pull`';
  return new Error(`weights: ${name} should have ${printBytes(expected)}, got ${got}; ${hint}`);
}

function printBytes(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's fetch hides what went wrong in the cause of a "fetch failed".
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

function isBuffer(source: WeightsSource): source is ArrayBufferLike | ArrayBufferView {
  // By name, not instanceof: Jest and frames bring buffers of another realm.
  return (
    ArrayBuffer.isView(source) ||
    /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(source))
  );
}
