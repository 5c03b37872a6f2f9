/**
 * `npm run golden`: compiles the packages of `generated/` anew, as committed.json lists them. A whole one has its trained
 * weights and a page.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const committed = JSON.parse(readFileSync(new URL('committed.json', import.meta.url), 'utf8'));

for (const { folder, spec, target, options = {}, isWhole } of committed) {
  const args = ['compile', spec, '--target', target, '--out', `generated/${folder}`];
  for (const [name, value] of Object.entries(options)) args.push(`--${name}`, value);
  if (isWhole) args.push('--weights', 'pretrained', '--demo');
  execFileSync(process.execPath, ['dist/compiler/driver/cli/main.js', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
}
