/** A Netwright package, made to look like a peer, wherever it runs. */

/** @import { Peer, Runner } from '../types.ts' */
/** @typedef {{ load(options: { weights: string, threads?: number }): Promise<Omit<Runner, 'threads'>> }} PackageCode */

/**
 * @param {object} given
 * @param {string} given.name
 * @param {string} given.version - netwright's own
 * @param {string} given.code - the URL of its entry
 * @param {string} given.weights - the URL of `weights.bin`, or its path
 * @returns {Peer}
 */
export const packageAsPeer = ({ name, version, code, weights }) => ({
  name,
  version,
  async prepare(_, threads) {
    /** @type {PackageCode} */
    const { load } = await import(code);
    // One thread is the caller's, which needs no worker.
    const model = await load(threads === 1 ? { weights } : { weights, threads });
    return { threads, run: input => model.run(input), dispose: () => model.dispose() };
  },
});
