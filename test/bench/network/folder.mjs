/** What lies where in the folder that the parts of one bench share. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The command line of Netwright, built. */
export const netwright = join(root, 'dist', 'compiler', 'driver', 'cli', 'main.js');

/** @param {string} work */
export const filesOf = work => ({
  description: join(work, 'network.json'),
  numbers: join(work, 'network.bin'),
  input: join(work, 'input.f32'),
  onnx: join(work, 'network.onnx'),
  checkpoint: join(work, 'checkpoint.safetensors'),
  /** @param {string} target */
  package: target => join(work, 'packages', target),
  /** A peer's code, as a page loads it; files that it fetches lie beside it. @param {string} name */
  bundle: name => join(work, 'bundles', `${name}.mjs`),
});
