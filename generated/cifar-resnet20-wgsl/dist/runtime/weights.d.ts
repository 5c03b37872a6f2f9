/**
 * `weights.bin` as it arrives, in pieces: its header is checked before the rest is downloaded, its hash piece by piece
 * on the way. Nothing is kept but the piece that is being filled.
 */
import { type WeightsHeader } from './header.js';
import { type SourceOptions, type WeightsSource } from './source.js';
/** What the weights must be, and how to follow their way. */
export interface WeightsOptions extends SourceOptions {
    /** Identifies the layout of the numbers. */
    readonly plan: string;
}
/**
 * Takes the next `pieceBytes` of the numbers, the last time what is left, and the place of the first of them. Once the
 * promise is resolved, the next piece may lie where this one did.
 */
export type TakePiece = (piece: Uint8Array, at: number) => void | Promise<void>;
/**
 * Reads weights from where they are. What `take` throws ends the reading.
 *
 * @returns the header, once all pieces are taken and their hash is right
 * @throws Error that says what was expected, what was got and how to mend it: nothing found, an HTTP status, a wrong
 *   size, another plan, a wrong hash
 */
export declare function readWeights(source: WeightsSource, options: WeightsOptions, take: TakePiece): Promise<WeightsHeader>;
