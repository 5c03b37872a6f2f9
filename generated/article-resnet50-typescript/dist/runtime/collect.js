/** Weights in one array, for kernels that run on the CPU. */
import { headerBytes } from './header.js';
import { bytesOf } from './source.js';
import { readWeights } from './weights.js';
/**
 * Reads weights into one array, which takes no more memory than they do. A buffer that begins at a multiple of 4 bytes
 * is **not copied**: the caller's memory stays in use.
 *
 * @throws Error as `readWeights` does
 */
export async function collectWeights(source, options) {
    const given = bytesOf(source);
    if (given && given.byteOffset % 4 === 0) {
        const { origin } = await readWeights(source, options, () => { });
        const at = given.byteOffset + headerBytes;
        return { numbers: new Float32Array(given.buffer, at, (options.bytes - headerBytes) / 4), origin };
    }
    const bytes = new Uint8Array(Math.max(0, options.bytes - headerBytes));
    const { origin } = await readWeights(source, options, (piece, at) => bytes.set(piece, at));
    return { numbers: new Float32Array(bytes.buffer), origin };
}
