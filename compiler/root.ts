/** Where this package lies: templates and data are read from it, whether it runs from its sources or from dist/. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of netwright's own package.json. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  // dist/ holds no package.json, so the nearest one upwards is the package's.
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
