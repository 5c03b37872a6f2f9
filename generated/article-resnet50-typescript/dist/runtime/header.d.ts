/**
 * The first 256 bytes of `weights.bin`: one line of JSON, filled up with spaces. It says which plan the numbers after
 * it are packed for, and their hash.
 */
/** Bytes before the first number. */
export declare const headerBytes: number;
/** Bytes that are hashed at a time. */
export declare const pieceBytes: number;
/** Where the numbers come from: a checkpoint, or a generator that stands in for one. */
export type WeightsOrigin = 'checkpoint' | 'synthetic';
/** What the header says. */
export interface WeightsHeader {
    /** Identifies the layout of the numbers. */
    readonly plan: string;
    /** SHA-256, in hexadecimal, of the SHA-256 of every 4 MiB after the header: pieces spare a second copy of it all. */
    readonly sha256: string;
    readonly origin: WeightsOrigin;
}
/**
 * Reads the header.
 *
 * @param plan - the layout that the caller's kernels read
 * @param name - how errors call the source
 * @throws Error where the bytes are no packed weights, or are packed for another plan
 */
export declare function readHeader(data: Uint8Array, plan: string, name: string): WeightsHeader;
/**
 * Checks everything after the header against its hash. A page that is served over plain HTTP by another machine has
 * no `crypto.subtle`: there, nothing is checked.
 *
 * @throws Error naming the source where they differ
 */
export declare function checkHash(data: Uint8Array, { sha256 }: WeightsHeader, name: string): Promise<void>;
