/** What lies where in the folder that the parts of one bench share. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** @param {string} work */
export const filesOf = work => ({
  description: join(work, 'network.json'),
  numbers: join(work, 'network.bin'),
  input: join(work, 'input.f32'),
  checkpoint: join(work, 'checkpoint.safetensors'),
  /** @param {string} target */
  package: target => join(work, 'packages', target),
});
