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
    if (!header) {
        const hint = recognise(data) ?? 'pack a checkpoint for this package with `netwright pack`';
        throw new Error(`weights: ${name} does not begin with the header of packed weights; ${hint}`);
    }
    if (header.plan !== plan) {
        throw new Error(`weights: ${name} is packed for plan ${header.plan}, this package is of plan ${plan}; pack the checkpoint again with \`netwright pack\``);
    }
    return header;
}
/** What a header says; nothing where it is none, or one that no `netwright pack` writes. */
function parse(data) {
    const text = String.fromCharCode(...data.subarray(0, headerBytes));
    try {
        const { format, plan, sha256, origin } = JSON.parse(text);
        if (format !== 'netwright weights 1')
            return undefined;
        // Errors print them.
        if (typeof plan !== 'string' || !/^\w{1,64}$/.test(plan))
            return undefined;
        if (typeof sha256 !== 'string' || !/^[\da-f]{64}$/.test(sha256))
            return undefined;
        if (origin !== 'checkpoint' && origin !== 'synthetic')
            return undefined;
        return { plan, sha256, origin };
    }
    catch {
        return undefined;
    }
}
/** What bytes that are no weights are, by their beginning, and what to do. */
export function recognise(start) {
    const text = String.fromCharCode(...start.subarray(0, 64)).trimStart();
    if (text.startsWith('<'))
        return 'it is an HTML page, not weights: check the address';
    if (text.startsWith('version https://git-lfs')) {
        return 'it is a Git LFS pointer: get the file with `git lfs pull`';
    }
    return undefined;
}
/**
 * The header's hash, of pieces as they come. A page that is served over plain HTTP by another machine has no
 * `crypto.subtle`: there, nothing is checked.
 */
export class HashCheck {
    #subtle = globalThis.crypto?.subtle;
    #digests = [];
    #last = Promise.resolve();
    /**
     * Takes the next piece: `pieceBytes`, or fewer if it is the last, in memory that is not shared. They are read before
     * this returns; the promise waits for the piece before, so that no more than two are in the works.
     */
    async add(piece) {
        const before = this.#last;
        const digest = this.#subtle?.digest('SHA-256', piece);
        this.#last = Promise.all([digest, before]).then(([result]) => {
            if (result)
                this.#digests.push(result);
        });
        await before;
    }
    /** @throws Error naming the source where the pieces have another hash than the header says */
    async end({ sha256 }, name) {
        await this.#last;
        if (!this.#subtle)
            return;
        const digests = new Uint8Array(32 * this.#digests.length);
        for (const [i, each] of this.#digests.entries())
            digests.set(new Uint8Array(each), 32 * i);
        const digest = await this.#subtle.digest('SHA-256', digests);
        const got = Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
        if (got === sha256)
            return;
        throw new Error(`weights: ${name} has hash ${got}, its header says ${sha256}; it is damaged: fetch it again, or pack it again with \`netwright pack\``);
    }
}
