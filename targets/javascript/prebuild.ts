/** A step of `npm run build`: transpiles the runtime files once, which takes a quarter of compiling ResNet-50. */

import { writeFileSync } from 'node:fs';
import { ts } from 'ts-morph';
import { allRuntimeFiles, prebuilt, scriptsOf } from './runtime-files.ts';

writeFileSync(
  prebuilt,
  JSON.stringify(Object.fromEntries(allRuntimeFiles().map(file => [file, scriptsOf(ts, file)]))),
);
