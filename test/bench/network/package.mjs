/** Where a compiled package's parts lie. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, root } from './folder.mjs';

/** Netwright's own. @type {string} */
export const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

/**
 * @param {string} work
 * @param {string} target
 */
export function entryOf(work, target) {
  const folder = filesOf(work).package(target);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { code: join(folder, exports['.'].default), weights: join(folder, 'weights.bin') };
}
