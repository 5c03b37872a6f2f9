/** A Netwright package, made to look like a peer. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @import { Peer, Runner } from '../types.ts' */
/** @typedef {{ load(options: { weights: string }): Promise<Runner> }} PackageCode */

/**
 * @param {string} name
 * @param {string} version - netwright's own
 * @param {string} folder - with `weights.bin`
 * @returns {Peer}
 */
export const packageAsPeer = (name, version, folder) => ({
  name,
  version,
  threads: 1,
  async prepare() {
    const { exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    /** @type {PackageCode} */
    const code = await import(pathToFileURL(join(folder, exports['.'].default)).href);
    return code.load({ weights: join(folder, 'weights.bin') });
  },
});
