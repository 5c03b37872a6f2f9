/**
 * The first 256 bytes of `weights.bin`: one line of JSON, filled up with spaces. It says which plan the numbers after
 * it are packed for, and their hash.
 */
/** Bytes before the first number. */
export const headerBytes = 256;
/** Bytes that are hashed at a time. */
export const pieceBytes = 4 * 1024 * 1024;
/**
 * Reads the header.
 *
 * @param plan - the layout that the caller's kernels read
 * @param name - how errors call the source
 * @throws Error where the bytes are no packed weights, or are packed for another plan
 */
export function readHeader(data, plan, name) {
    const header = parse(data);
    if (header?.format !== 'netwright weights 1') {
        throw new Error(`weights: ${name} does not begin with the header of packed weights; pack a checkpoint for this package with \`netwright pack\``);
    }
    if (header.plan !== plan) {
        throw new Error(`weights: ${name} is packed for plan ${header.plan}, this package is of plan ${plan}; pack the checkpoint again with \`netwright pack\``);
    }
    return {
        plan,
        sha256: String(header.sha256),
        origin: header.origin === 'synthetic' ? 'synthetic' : 'checkpoint',
    };
}
function parse(data) {
    const text = String.fromCharCode(...data.subarray(0, headerBytes));
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/**
 * Checks everything after the header against its hash. A page that is served over plain HTTP by another machine has
 * no `crypto.subtle`: there, nothing is checked.
 *
 * @throws Error naming the source where they differ
 */
export async function checkHash(data, { sha256 }, name) {
    const subtle = globalThis.crypto?.subtle;
    if (subtle === undefined)
        return;
    const pieces = Math.ceil((data.length - headerBytes) / pieceBytes);
    const digests = new Uint8Array(32 * pieces);
    for (let i = 0; i < pieces; i++) {
        const start = headerBytes + i * pieceBytes;
        // A copy: memory that is shared cannot be hashed where it is.
        const piece = data.slice(start, start + pieceBytes);
        digests.set(new Uint8Array(await subtle.digest('SHA-256', piece)), 32 * i);
    }
    const digest = new Uint8Array(await subtle.digest('SHA-256', digests));
    const got = Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
    if (got === sha256)
        return;
    throw new Error(`weights: ${name} has hash ${got}, its header says ${sha256}; it is damaged: fetch it again, or pack it again with \`netwright pack\``);
}
