/** Files of the checkout that this bench reads and writes. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../network/folder.mjs';

export const filesOf = {
  driver: fileURLToPath(new URL('driver.cu', import.meta.url)),
  peers: fileURLToPath(new URL('peers.py', import.meta.url)),
  target: join(root, 'targets', 'cuda'),
  fragments: {
    source: join(root, 'test', 'support', 'cuda', 'kernels', 'fragments.cu'),
    golden: join(root, 'test', 'golden', 'cuda', 'fragments.json'),
  },
  /** What PyTorch said of a network, once. @param {string} spec */
  golden: spec => join(root, 'test', 'golden', 'networks', `${spec}.json`),
};
