/** The scripts and styles of a page: bundled by `npm run build` (`prebuild.ts`), or on the fly from the sources. */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Esbuild from 'esbuild';
import { packageRoot } from '../root.ts';

/** What a page holds beside its data. */
export interface Bundle {
  /** By the names of the entries. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly style: string;
  /** Of the libraries in the scripts. */
  readonly licences: string;
}

/** Where a page's sources are, and how they are bundled. */
export interface PageSources {
  /** Their folder, from the root of the checkout: `style.css` is in it, and the entries. */
  readonly folder: string;
  /** Scripts, without `.ts`. */
  readonly entries: readonly string[];
  readonly format: 'esm' | 'iife';
  readonly minify: boolean;
}

/** A bundle that is made once. */
export class PageBundle {
  /** Where `prebuild.ts` keeps the bundle: in dist/, nowhere among the sources. */
  readonly prebuilt: string;
  readonly #sources: PageSources;
  #known: Bundle | undefined;

  /** @param module - `import.meta.url` of the module that has the page: the bundle is kept beside it */
  constructor(module: string, sources: PageSources) {
    this.prebuilt = fileURLToPath(new URL('./page.json', module));
    this.#sources = sources;
  }

  /** The bundle. */
  get(): Bundle {
    this.#known ??= existsSync(this.prebuilt)
      ? (JSON.parse(readFileSync(this.prebuilt, 'utf8')) as Bundle)
      : this.make();
    return this.#known;
  }

  /** Bundles the sources. */
  make(): Bundle {
    // A tool of development, which an installed netwright does not have.
    const esbuild = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
    const root = packageRoot();
    const { folder, entries, format, minify } = this.#sources;
    const { outputFiles, metafile } = esbuild.buildSync({
      absWorkingDir: root,
      entryPoints: [...entries.map(name => `${name}.ts`), 'style.css'].map(name => join(root, folder, name)),
      outdir: 'page',
      bundle: true,
      minify,
      format,
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    const text = (file: string): string =>
      outputFiles.find(({ path }) => path.endsWith(file))?.text.trim() ?? '';
    return {
      scripts: Object.fromEntries(entries.map(name => [name, text(`${name}.js`)])),
      style: text('style.css'),
      licences: licencesOf(root, Object.keys(metafile.inputs)),
    };
  }
}

/** The licences of the packages that these files are from, each text once; nothing where there are none. */
function licencesOf(root: string, files: readonly string[]): string {
  const packages = new Set(
    files.flatMap(file => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  if (packages.size === 0) return '';
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
