/** A step of `npm run build`: bundles the scripts and styles of pages, so that an installed netwright needs no bundler. */

import { rmSync, writeFileSync } from 'node:fs';
import { makeBundle, prebuilt } from './bundle.ts';

rmSync(prebuilt, { force: true });
writeFileSync(prebuilt, JSON.stringify(makeBundle()));
