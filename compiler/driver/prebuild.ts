/** A step of `npm run build`: bundles the scripts and styles of pages, so that an installed netwright needs no bundler. */

import { rmSync, writeFileSync } from 'node:fs';
import { demoBundle } from '../../targets/javascript/demo/bundle.ts';
import { pageBundle } from '../drawing/bundle.ts';

for (const bundle of [pageBundle, demoBundle]) {
  rmSync(bundle.prebuilt, { force: true });
  writeFileSync(bundle.prebuilt, JSON.stringify(bundle.make()));
}
