/**
 * The files that packages run on beside their kernels: those that all JavaScript targets share, in
 * `targets/javascript/runtime/`, and each target's own, in its `runtime/`. A package has them in one folder.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ts as TypeScript } from 'ts-morph';
import { packageRoot } from '../../compiler/root.ts';
import type { TextFile } from '../../compiler/target.ts';
import { transpile } from './transpile.ts';

/** A file of a runtime: `javascript/header` is `targets/javascript/runtime/header.ts`. */
export type RuntimeFile = `${string}/${string}`;

/** What packages for the CPU run on beside their target's own. */
export const cpuRuntime: readonly RuntimeFile[] = [
  'javascript/alone',
  'javascript/arguments',
  'javascript/batch',
  'javascript/builtin',
  'javascript/classify',
  'javascript/cpu-model',
  'javascript/crew',
  'javascript/globals',
  'javascript/header',
  'javascript/images',
  'javascript/interface',
  'javascript/preprocess',
  'javascript/service',
  'javascript/sharing',
  'javascript/source',
  'javascript/task',
  'javascript/threaded-model',
  'javascript/threads',
  'javascript/together',
  'javascript/values',
  'javascript/weights',
  'javascript/workers',
];

/** Where `prebuild.ts` keeps scripts and types: beside this file in dist/, nowhere among the sources. */
export const prebuilt: string = fileURLToPath(new URL('./runtime.json', import.meta.url));

const targetsFolder = (): string => join(packageRoot(), 'targets');

/** The sources, under `src/runtime/`. */
export const runtimeSources = (files: readonly RuntimeFile[]): readonly TextFile[] => files.map(read);

function read(file: RuntimeFile): TextFile {
  const [target = '', name = ''] = file.split('/');
  const text = readFileSync(join(targetsFolder(), target, 'runtime', `${name}.ts`), 'utf8');
  return {
    path: `src/runtime/${name}.ts`,
    text: text.replaceAll(/ from '\.\.\/\.\.\/\w+\/runtime\//g, " from './"),
  };
}

/** The scripts and types, under `dist/runtime/`; transpiled where netwright runs from its sources. */
export function runtimeScripts(ts: typeof TypeScript, files: readonly RuntimeFile[]): readonly TextFile[] {
  if (!existsSync(prebuilt)) return files.flatMap(file => scriptsOf(ts, file));
  const all: Readonly<Record<RuntimeFile, readonly TextFile[]>> = JSON.parse(readFileSync(prebuilt, 'utf8'));
  return files.flatMap(file => all[file] ?? scriptsOf(ts, file));
}

/** The script and types of one file. */
export const scriptsOf = (ts: typeof TypeScript, file: RuntimeFile): readonly TextFile[] =>
  transpile(ts, [read(file)], () => true);

/** The runtime files of every target. */
export const allRuntimeFiles = (): readonly RuntimeFile[] =>
  readdirSync(targetsFolder(), { withFileTypes: true })
    .filter(entry => existsSync(join(targetsFolder(), entry.name, 'runtime')))
    .flatMap(({ name: target }) =>
      readdirSync(join(targetsFolder(), target, 'runtime'))
        .filter(name => name.endsWith('.ts'))
        .map((name): RuntimeFile => `${target}/${name.slice(0, -'.ts'.length)}`),
    )
    .sort();
