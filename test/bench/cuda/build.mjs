/** Makes packages, and the programs that time them. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { syntheticInput } from '../../../dist/compiler/checkpoint/synthetic.js';
import { BenchError } from '../errors.mjs';
import { netwright } from '../network/folder.mjs';
import { execute } from './execute.mjs';
import { filesOf } from './files.mjs';
import { nvcc } from './toolchain.mjs';

/** @import { Architecture, Built, CudaOptions, Precision } from './types.ts' */

/** How many packages are compiled at once: one takes a core and a gigabyte. */
export const builders = Math.max(1, Math.floor(availableParallelism() / 2));

/**
 * Compiles the network by Netwright's command line, and builds it.
 *
 * @param {string} work
 * @param {CudaOptions} options
 * @param {{ precision: Precision, batch: number, architecture: Architecture }} chosen
 * @returns {Promise<Built>}
 */
export async function buildNetwork(work, { spec, settings }, { precision, batch, architecture }) {
  const folder = join(work, `${precision}-${batch}`);
  const set = Object.entries({ ...settings, batch }).flatMap(([name, value]) => [
    '--set',
    `${name}=${value}`,
  ]);
  await execute(process.execPath, [
    ...[netwright, 'compile', spec, '--target', 'cuda', '--precision', precision],
    ...['--architecture', architecture, ...set, '--weights', 'synthetic', '--out', folder],
  ]);
  return buildPackage(work, folder);
}

/**
 * Builds a package by its Makefile, for the GPU at hand, and the driver with it.
 *
 * @param {string} work
 * @param {string} folder
 * @returns {Promise<Built>}
 */
export async function buildPackage(work, folder) {
  const source = readdirSync(folder).find(name => name.endsWith('.cu'));
  if (source === undefined) throw new BenchError(`${folder} is no CUDA package`);
  const prefix = basename(source, '.cu');
  const library = `lib${prefix}.a`;
  await execute('make', ['-C', folder, `NVCC=${nvcc}`, 'ARCHS=native', library]);
  const program = join(folder, 'driver');
  await execute(nvcc, [
    ...['-std=c++17', '-O2', '-arch=native', '-I', folder, `-DNETWORK=${prefix}`],
    ...[`-DNETWORK_CAPITALS=${prefix.toUpperCase()}`, `-DNETWORK_HEADER="${prefix}.h"`],
    ...[filesOf.driver, join(folder, library), '-o', program],
  ]);
  return { program, weights: join(folder, 'weights.bin'), input: await inputFor(work, folder) };
}

/**
 * The input that all of one batch are given.
 *
 * @param {string} work
 * @param {string} folder
 */
async function inputFor(work, folder) {
  /** @type {readonly number[]} */
  const shape = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')).inputs[0].shape;
  const path = join(work, `input-${shape.join('x')}.f32`);
  if (!existsSync(path)) await writeFile(path, syntheticInput(shape));
  return path;
}
