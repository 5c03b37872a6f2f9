/** The files of `runtime/`, which every JavaScript package has: as they are, and as scripts and types. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ts as TypeScript } from 'ts-morph';
import { packageRoot } from '../../compiler/root.ts';
import type { PackageFile } from '../target.ts';
import { transpile } from './transpile.ts';

const names = ['classify', 'header', 'model', 'preprocess', 'weights'];

/** Where `prebuild.ts` keeps scripts and types: beside this file in dist/, nowhere among the sources. */
export const prebuilt: string = fileURLToPath(new URL('./runtime.json', import.meta.url));

/** The sources, under `src/runtime/`. */
export const runtimeSources = (): readonly PackageFile[] =>
  names.map(name => ({
    path: `src/runtime/${name}.ts`,
    text: readFileSync(join(packageRoot(), 'targets', 'javascript', 'runtime', `${name}.ts`), 'utf8'),
  }));

/** The scripts and types, under `dist/runtime/`; transpiled where netwright runs from its sources. */
export function runtimeScripts(ts: typeof TypeScript): readonly PackageFile[] {
  if (existsSync(prebuilt)) return JSON.parse(readFileSync(prebuilt, 'utf8'));
  return transpile(ts, runtimeSources(), () => true);
}
