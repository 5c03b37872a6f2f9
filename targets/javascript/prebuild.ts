/** A step of `npm run build`: transpiles the runtime files once, which takes a quarter of compiling ResNet-50. */

import { rmSync, writeFileSync } from 'node:fs';
import { ts } from 'ts-morph';
import { prebuilt, runtimeScripts } from './runtime-files.ts';

rmSync(prebuilt, { force: true });
writeFileSync(prebuilt, JSON.stringify(runtimeScripts(ts)));
