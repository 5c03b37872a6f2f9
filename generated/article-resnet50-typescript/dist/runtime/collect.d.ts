/** Weights in one array, for kernels that run on the CPU. */
import { type WeightsOrigin } from './header.js';
import { type WeightsSource } from './source.js';
import { type WeightsOptions } from './weights.js';
/** Weights that are there. */
export interface Collected {
    readonly numbers: Float32Array;
    readonly origin: WeightsOrigin;
}
/**
 * Reads weights into one array, which takes no more memory than they do. A buffer that begins at a multiple of 4 bytes
 * is **not copied**: the caller's memory stays in use.
 *
 * @throws Error as `readWeights` does
 */
export declare function collectWeights(source: WeightsSource, options: WeightsOptions): Promise<Collected>;
