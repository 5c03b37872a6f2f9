/**
 * Weights from wherever they are, chunk by chunk: a URL, a file in Node, or bytes already at hand. No dependency; it
 * runs wherever JavaScript does.
 */
import { printed } from './arguments.js';
import { importBuiltin } from './builtin.js';
import { recognise } from './header.js';
import { unlessAborted } from './together.js';
/**
 * Opens a source. Its chunks have `bytes` together, or their iteration ends in an error; the caller has dealt with
 * those that progress counts. Whoever stops early ends the download.
 *
 * @throws Error that says what was expected, what was got and how to mend it: nothing found, an HTTP status, a wrong
 *   size
 */
export async function openSource(source, options) {
    const { bytes, signal } = options;
    if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes % 4 !== 0) {
        throw new RangeError(`weights: their size must be a multiple of 4 bytes, got ${bytes}`);
    }
    signal?.throwIfAborted();
    const { name, chunks } = await open(source, signal);
    return { name, chunks: measured(name, failuresNamed(name, chunks, signal), options) };
}
/** Chunks, of a whole size that is checked. */
async function* measured(name, chunks, { bytes, onProgress, signal }) {
    let loaded = 0;
    // What tells a page or the like, where the size is wrong.
    let start = new Uint8Array();
    for await (const given of chunks) {
        const chunk = bytesOf(given);
        if (!chunk)
            throw new TypeError(`weights: ${name} gives ${printed(given)} where it should give bytes`);
        if (loaded === 0)
            start = chunk.slice(0, 64);
        if (loaded + chunk.length > bytes)
            throw wrongSize(name, bytes, 'more', start);
        yield chunk;
        signal?.throwIfAborted();
        loaded += chunk.length;
        onProgress?.(loaded, bytes);
    }
    signal?.throwIfAborted();
    if (loaded !== bytes)
        throw wrongSize(name, bytes, printBytes(loaded), start);
}
async function open(source, signal) {
    const buffer = bytesOf(source);
    if (buffer)
        return { name: 'the given buffer', chunks: whole(buffer) };
    if (typeof source === 'string' || source instanceof URL) {
        const file = fileInNode(source);
        if (file !== undefined)
            return { name: String(source), chunks: readFile(file, signal) };
        return openResponse(await request(String(source), signal), signal);
    }
    const given = isPromise(source) ? await promised(source, signal) : source;
    if (given instanceof Response)
        return openResponse(given, signal);
    if (given instanceof Blob)
        return { name: 'the given Blob', chunks: readStream(given.stream(), signal) };
    if (given instanceof ReadableStream)
        return { name: 'the given stream', chunks: readStream(given, signal) };
    throw new TypeError(`weights: expected a URL, a path (in Node), a Response, a ReadableStream, a Blob or a buffer, got ${printed(given)}`);
}
const isPromise = (source) => typeof source === 'object' && source !== null && 'then' in source;
/** What is promised, which may never come; a response that comes too late is not downloaded. */
async function promised(source, signal) {
    const coming = Promise.resolve(source);
    try {
        return await unlessAborted(signal, coming);
    }
    catch (cause) {
        coming.then(late => late?.body?.cancel()).catch(() => { });
        throw cause;
    }
}
async function request(url, signal) {
    try {
        return await fetch(url, signal === undefined ? {} : { signal });
    }
    catch (cause) {
        signal?.throwIfAborted();
        throw new Error(`weights: cannot fetch ${url}: ${reason(cause)}; check the address and the connection, and on another origin the server's CORS headers`, { cause });
    }
}
function openResponse(response, signal) {
    const name = response.url || 'the given Response';
    if (response.type === 'opaque') {
        throw new Error(`weights: the response is opaque: fetch ${name} without mode: 'no-cors'`);
    }
    if (!response.ok) {
        response.body?.cancel().catch(() => { });
        const status = `HTTP ${response.status} ${response.statusText}`.trim();
        throw new Error(`weights: ${name} answered ${status}; check the address and who may read it`);
    }
    if (response.bodyUsed) {
        throw new Error(`weights: the response of ${name} has been read already; pass response.clone(), or fetch it again`);
    }
    return { name, chunks: readStream(response.body ?? new Blob().stream(), signal) };
}
async function* whole(buffer) {
    yield buffer;
}
async function* failuresNamed(name, chunks, signal) {
    try {
        yield* chunks;
    }
    catch (cause) {
        signal?.throwIfAborted();
        throw new Error(`weights: cannot read ${name}: ${reason(cause)}`, { cause });
    }
}
/** The chunks of a stream. Safari's streams cannot be iterated, so a reader it is. */
async function* readStream(stream, signal) {
    const reader = stream.getReader();
    // Ends a read that waits, and the download under it.
    const cancel = () => void reader.cancel(signal?.reason).catch(() => { });
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted)
        cancel();
    try {
        for (;;) {
            const { done, value } = await reader.read();
            if (done)
                return;
            yield value;
        }
    }
    finally {
        signal?.removeEventListener('abort', cancel);
        cancel();
    }
}
/** The path or `file:` URL of a source that is a file, where this is Node (or Deno, or Bun). */
export function fileInNode(source) {
    const { process } = globalThis;
    if (process?.versions?.node === undefined)
        return undefined;
    const text = String(source);
    if (/^file:/i.test(text))
        return new URL(text);
    // One letter and a colon is a drive of Windows, not a scheme.
    return /^[a-z][a-z\d+.-]+:/i.test(text) ? undefined : text;
}
/** Bytes that are read at a time. */
const chunkBytes = 1 << 20;
/** The chunks of a file in Node. It is closed once they end, or whoever takes them does. */
export async function* readFile(path, signal) {
    const { open, stat } = await importBuiltin('fs/promises');
    // Opening a pipe waits until somebody writes to it, and nothing ends that.
    if (!(await stat(path)).isFile())
        throw new Error('it is no file, but a folder, a pipe or a device');
    signal?.throwIfAborted();
    const file = await open(path);
    try {
        for (;;) {
            const chunk = new Uint8Array(chunkBytes);
            const { bytesRead } = await file.read(chunk);
            signal?.throwIfAborted();
            if (bytesRead === 0)
                return;
            yield chunk.subarray(0, bytesRead);
        }
    }
    finally {
        await file.close();
    }
}
/** @param start - the first bytes that were got, which may tell what they are */
function wrongSize(name, expected, got, start) {
    const hint = recognise(start) ??
        'was it packed for another plan, or cut short? Pack the checkpoint for this package with `netwright pack`';
    return new Error(`weights: ${name} should have ${printBytes(expected)}, got ${got}; ${hint}`);
}
function printBytes(bytes) {
    return `${bytes.toLocaleString('en')} bytes`;
}
/** What went wrong, in a few words. */
export function reason(error) {
    if (!(error instanceof Error))
        return String(error);
    // Node's fetch hides what went wrong in the cause of a "fetch failed".
    return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
/** The bytes of a source that is a buffer, where they are. @throws TypeError where they are there no longer */
export function bytesOf(source) {
    try {
        if (ArrayBuffer.isView(source)) {
            return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
        }
        // By name, not instanceof: Jest and frames bring buffers of another realm.
        const isBuffer = /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(source));
        return isBuffer ? new Uint8Array(source) : undefined;
    }
    catch (cause) {
        throw new TypeError('the given buffer was transferred, and has no bytes any more: give a copy', {
            cause,
        });
    }
}
