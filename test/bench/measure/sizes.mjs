/** What has to be shipped, in bytes. */

import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { BenchError, reason } from '../errors.mjs';

/** @import { Contestant, Sizes } from '../types.ts' */

const bench = fileURLToPath(new URL('../', import.meta.url));

/**
 * The sizes of a Netwright package.
 *
 * @param {Contestant} contestant
 * @param {string} folder
 * @param {number} tarball - from `tarballOf`, before there were weights
 * @returns {Promise<Sizes>}
 */
export async function sizesOfPackage({ name }, folder, tarball) {
  return {
    name,
    bundle: [...(await Promise.all(entriesOf(folder))), ...assetsOf(folder)].reduce(addGzipped, 0),
    package: {
      sources: gzipped(folder, 'src', '.ts'),
      scripts: gzipped(folder, 'dist', '.js'),
      tarball,
      weights: statSync(join(folder, 'weights.bin')).size,
    },
  };
}

/** What a page loads, and what its threads load. @param {string} folder */
const entriesOf = folder => [
  bundle(`export { load } from './dist/index.js'`, folder),
  ...(existsSync(join(folder, 'dist', 'worker.js')) ? [bundle(`import './dist/worker.js'`, folder)] : []),
];

/** What the scripts of a package fetch beside weights. @param {string} folder */
const assetsOf = folder =>
  readdirSync(join(folder, 'dist'))
    .filter(name => name.endsWith('.wasm'))
    .map(name => readFileSync(join(folder, 'dist', name)));

/**
 * Bundles a peer as a page loads it: its file in `peers/`, which uses what this network needs, and all that it
 * imports; beside it, what it fetches, which counts as its code, as on one thread.
 *
 * @param {Contestant} contestant
 * @param {string} path
 * @returns {Promise<Sizes>}
 */
export async function bundlePeer({ name, peer, fetches = [], fetchesThreaded = [] }, path) {
  const code = await bundle(`export { peer } from './${peer}'`, join(bench, 'peers'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  const files = fetches.map(fetched);
  for (const file of [...files, ...fetchesThreaded.map(fetched)]) {
    copyFileSync(file, join(dirname(path), basename(file)));
  }
  return { name, bundle: [code, ...files.map(file => readFileSync(file))].reduce(addGzipped, 0) };
}

/** @param {string} file */
const fetched = file => join(bench, 'node_modules', file);

/**
 * @param {string} contents
 * @param {string} resolveDir
 * @returns {Promise<Uint8Array>} minified
 * @throws {BenchError} where an import is missing
 */
async function bundle(contents, resolveDir) {
  try {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0]?.contents ?? new Uint8Array();
  } catch (error) {
    throw new BenchError(`${reason(error)}\n  fix: install the peers: npm ci --prefix test/bench`);
  }
}

/** @param {number} sum @param {Uint8Array} bytes */
const addGzipped = (sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length;

/**
 * All files of a kind, one after another.
 *
 * @param {string} folder
 * @param {string} part
 * @param {string} ending
 */
function gzipped(folder, part, ending) {
  const paths = readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith(ending))
    .sort();
  return addGzipped(0, Buffer.concat(paths.map(path => readFileSync(join(folder, part, path)))));
}

/**
 * What `npm pack` makes of a package.
 *
 * @param {string} folder
 * @returns {Promise<number>}
 */
export async function tarballOf(folder) {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json'], {
    cwd: folder,
    // On Windows npm is a script.
    shell: process.platform === 'win32',
  });
  const [report] = JSON.parse(stdout);
  return report.size;
}
