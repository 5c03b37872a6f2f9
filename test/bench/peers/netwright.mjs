/** A Netwright package, made to look like a peer, wherever it runs. */

/** @import { Peer, Runner } from '../types.ts' */
/** @typedef {{ load(options: { weights: string }): Promise<Runner> }} PackageCode */

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
  threads: 1,
  async prepare() {
    /** @type {PackageCode} */
    const { load } = await import(code);
    return load({ weights });
  },
});
