/**
 * Weights from wherever they are into one array, checked: a URL, a file in Node, or bytes already at hand. No
 * dependency; it runs wherever JavaScript does.
 */
/**
 * Loads weights into one array, which takes `bytes` of memory and no more.
 *
 * @throws Error that says what was expected, what was got and how to mend it: nothing found, an HTTP status, a wrong
 *   size, a wrong hash
 */
export async function loadWeights(source, options) {
    const { bytes, verify, onProgress, signal } = options;
    if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes % 4 !== 0) {
        throw new RangeError(`weights: their size must be a multiple of 4 bytes, got ${bytes}`);
    }
    signal?.throwIfAborted();
    let name = 'the given buffer';
    let data;
    if (isBuffer(source)) {
        data = ArrayBuffer.isView(source)
            ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
            : new Uint8Array(source);
        if (data.length !== bytes)
            throw wrongSize(name, bytes, printBytes(data.length), data);
        onProgress?.(bytes, bytes);
    }
    else {
        const opened = await open(source, signal);
        name = opened.name;
        data = await collect(opened, options);
    }
    await verify?.(data, name);
    signal?.throwIfAborted();
    const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
    return new Float32Array(aligned.buffer, aligned.byteOffset, bytes / 4);
}
async function open(source, signal) {
    if (typeof source === 'string' || source instanceof URL) {
        const file = fileInNode(source);
        if (file !== undefined)
            return { name: String(source), chunks: readFile(file, signal) };
        return openResponse(await request(String(source), signal), signal);
    }
    const given = await source;
    if (given instanceof Response)
        return openResponse(given, signal);
    if (given instanceof Blob)
        return { name: 'the given Blob', chunks: readStream(given.stream(), signal) };
    if (given instanceof ReadableStream)
        return { name: 'the given stream', chunks: readStream(given, signal) };
    const got = Object.prototype.toString.call(given);
    throw new TypeError(`weights: expected a URL, a path (in Node), a Response, a ReadableStream, a Blob or a buffer, got ${got}`);
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
/** Copies the chunks one after the other into one array of the right size. */
async function collect({ name, chunks }, options) {
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
    if (loaded !== bytes)
        throw wrongSize(name, bytes, printBytes(loaded), data.subarray(0, loaded));
    return data;
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
function fileInNode(source) {
    const { process } = globalThis;
    if (process?.versions?.node === undefined)
        return undefined;
    const text = String(source);
    if (/^file:/i.test(text))
        return new URL(text);
    // One letter and a colon is a drive of Windows, not a scheme.
    return /^[a-z][a-z\d+.-]+:/i.test(text) ? undefined : text;
}
async function* readFile(path, signal) {
    // Marked, and no literal, so that bundlers for browsers leave it alone: there it is never reached. Joined, so that
    // most minifiers do not make it a literal, which a second bundler would try to resolve.
    const builtin = ['node', 'fs'].join(':');
    const fs = await import(/* webpackIgnore: true */ /* @vite-ignore */ builtin);
    for await (const chunk of fs.createReadStream(path, { highWaterMark: 1 << 20 })) {
        signal?.throwIfAborted();
        yield chunk;
    }
}
/** @param start - the first bytes that were got, which may tell what they are */
function wrongSize(name, expected, got, start) {
    const text = String.fromCharCode(...start.subarray(0, 64)).trimStart();
    let hint = 'was it packed for another plan, or cut short? Pack the checkpoint for this package with `netwright pack`';
    if (text.startsWith('<'))
        hint = 'it is an HTML page, not weights: check the address';
    if (text.startsWith('version https://git-lfs'))
        hint = 'it is a Git LFS pointer: get the file with `git lfs pull`';
    return new Error(`weights: ${name} should have ${printBytes(expected)}, got ${got}; ${hint}`);
}
function printBytes(bytes) {
    return `${bytes.toLocaleString('en')} bytes`;
}
function reason(error) {
    if (!(error instanceof Error))
        return String(error);
    // Node's fetch hides what went wrong in the cause of a "fetch failed".
    return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
function isBuffer(source) {
    // By name, not instanceof: Jest and frames bring buffers of another realm.
    return (ArrayBuffer.isView(source) ||
        /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(source)));
}
