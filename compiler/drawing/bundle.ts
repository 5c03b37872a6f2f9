/** The scripts and styles of pages, from `page/`: bundled by `npm run build`, or on the fly from the sources. */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Esbuild from 'esbuild';
import { packageRoot } from '../root.ts';

/** What a page holds beside its data. */
export interface Bundle {
  readonly script: string;
  readonly style: string;
  /** Of the libraries in the script. */
  readonly licences: string;
}

/** Where `prebuild.ts` keeps the bundle: beside this file in dist/, nowhere among the sources. */
export const prebuilt: string = fileURLToPath(new URL('./page.json', import.meta.url));

let known: Bundle | undefined;

/** The bundle. */
export function bundle(): Bundle {
  known ??= existsSync(prebuilt) ? (JSON.parse(readFileSync(prebuilt, 'utf8')) as Bundle) : makeBundle();
  return known;
}

/** Bundles the sources. */
export function makeBundle(): Bundle {
  // A tool of development, which an installed netwright does not have.
  const esbuild = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  const root = packageRoot();
  const folder = join(root, 'compiler', 'drawing', 'page');
  const { outputFiles, metafile } = esbuild.buildSync({
    absWorkingDir: root,
    entryPoints: [join(folder, 'main.ts'), join(folder, 'style.css')],
    outdir: 'page',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const text = (extension: string): string =>
    outputFiles.find(({ path }) => path.endsWith(extension))?.text.trim() ?? '';
  return {
    script: text('.js'),
    style: text('.css'),
    licences: licencesOf(root, Object.keys(metafile.inputs)),
  };
}

/** The licences of the packages that these files are from, each text once. */
function licencesOf(root: string, files: readonly string[]): string {
  const packages = new Set(
    files.flatMap(file => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  const holders = new Map<string, string[]>();
  for (const name of [...packages].sort()) {
    const text = readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim();
    holders.set(text, [...(holders.get(text) ?? []), name]);
  }
  return [
    'This page contains:',
    ...[...holders].map(([text, names]) => `${names.join(', ')}\n\n${text}`),
  ].join('\n\n');
}
