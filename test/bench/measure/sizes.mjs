/** What has to be shipped, in bytes. */

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { BenchError, reason } from '../errors.mjs';

/** @import { Contestant, Sizes } from '../types.ts' */

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
    bundle: await bundle(`export { load } from './dist/index.js'`, folder),
    package: {
      sources: gzipped(folder, 'src', '.ts'),
      scripts: gzipped(folder, 'dist', '.js'),
      tarball,
      weights: statSync(join(folder, 'weights.bin')).size,
    },
  };
}

/**
 * The size of a peer: of its file in `peers/`, which uses what this network needs, and all that it imports.
 *
 * @param {Contestant} contestant
 * @returns {Promise<Sizes>}
 */
export async function sizesOfPeer({ name, peer }) {
  const folder = fileURLToPath(new URL('../peers/', import.meta.url));
  return { name, bundle: await bundle(`export { peer } from './${peer}'`, folder) };
}

/**
 * @param {string} contents
 * @param {string} resolveDir
 * @returns {Promise<number>} minified and gzipped
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
    return outputFiles.reduce((sum, { contents: bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0);
  } catch (error) {
    throw new BenchError(`${reason(error)}\n  fix: install the peers: npm ci --prefix test/bench`);
  }
}

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
  return gzipSync(Buffer.concat(paths.map(path => readFileSync(join(folder, part, path)))), { level: 9 })
    .length;
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
