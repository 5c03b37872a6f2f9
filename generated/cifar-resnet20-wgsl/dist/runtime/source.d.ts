/**
 * Weights from wherever they are, chunk by chunk: a URL, a file in Node, or bytes already at hand. No dependency; it
 * runs wherever JavaScript does.
 */
import type { Address, ByteStream, FetchResponse, Global, Signal } from './globals.js';
/**
 * Where weights come from:
 *
 * - a string or `URL`: fetched; in Node a string without a scheme is a path, and a path or `file:` URL is read
 * - a `Response`, or the promise that `fetch` gives; a `ReadableStream` of bytes; a `Blob` or `File`
 * - a buffer or a view of one. Where kernels are plain TypeScript and in the caller's thread it is **not copied** if it
 *   begins at a multiple of 4 bytes: the model then keeps using the caller's memory, so leave it unchanged.
 */
export type WeightsSource = string | Address | FetchResponse | PromiseLike<FetchResponse> | ByteStream | Global<'Blob'> | ArrayBufferLike | ArrayBufferView;
/** What the weights must be, and how to follow their way. */
export interface SourceOptions {
    /** How many bytes the weights have: a multiple of 4, for they are float32, little-endian. */
    readonly bytes: number;
    /** Called as bytes arrive; once, at the end, for a buffer. An error that it throws ends the loading. */
    readonly onProgress?: ((loaded: number, total: number) => void) | undefined;
    /** Ends the loading, download included; what is going on then rejects with the signal's reason. */
    readonly signal?: Signal | undefined;
}
/** Weights on their way. */
export interface OpenedSource {
    /** How errors call the source. */
    readonly name: string;
    readonly chunks: AsyncIterable<Uint8Array>;
}
/**
 * Opens a source. Its chunks have `bytes` together, or their iteration ends in an error; the caller has dealt with
 * those that progress counts. Whoever stops early ends the download.
 *
 * @throws Error that says what was expected, what was got and how to mend it: nothing found, an HTTP status, a wrong
 *   size
 */
export declare function openSource(source: WeightsSource, options: SourceOptions): Promise<OpenedSource>;
/** The path or `file:` URL of a source that is a file, where this is Node (or Deno, or Bun). */
export declare function fileInNode(source: string | Address): string | Address | undefined;
/** The chunks of a file in Node. It is closed once they end, or whoever takes them does. */
export declare function readFile(path: string | Address, signal?: Signal): AsyncGenerator<Uint8Array, void, undefined>;
/** What went wrong, in a few words. */
export declare function reason(error: unknown): string;
/** The bytes of a source that is a buffer, where they are. @throws TypeError where they are there no longer */
export declare function bytesOf(source: unknown): Uint8Array | undefined;
