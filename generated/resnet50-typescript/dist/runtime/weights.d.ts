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
export type WeightsSource = string | URL | Response | PromiseLike<Response> | ReadableStream<Uint8Array> | Blob | ArrayBufferLike | ArrayBufferView;
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
export declare function loadWeights(source: WeightsSource, options: LoadWeightsOptions): Promise<Float32Array>;
