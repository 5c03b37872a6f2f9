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
    /** SHA-256, in hexadecimal, of the SHA-256 of every 4 MiB after the header: so it can be checked as they arrive. */
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
/** What bytes that are no weights are, by their beginning, and what to do. */
export declare function recognise(start: Uint8Array): string | undefined;
/**
 * The header's hash, of pieces as they come. A page that is served over plain HTTP by another machine has no
 * `crypto.subtle`: there, nothing is checked.
 */
export declare class HashCheck {
    #private;
    /**
     * Takes the next piece: `pieceBytes`, or fewer if it is the last, in memory that is not shared. They are read before
     * this returns; the promise waits for the piece before, so that no more than two are in the works.
     */
    add(piece: Uint8Array): Promise<void>;
    /** @throws Error naming the source where the pieces have another hash than the header says */
    end({ sha256 }: WeightsHeader, name: string): Promise<void>;
}
