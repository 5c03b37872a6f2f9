/** Makes what contestants run, and times it where it is Netwright's work: the CLI's `compile` and `pack`. */

import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError, reason, Unavailable } from '../errors.mjs';
import { filesOf, netwright } from '../network/folder.mjs';
import { findTorch } from '../processes/python.mjs';
import { runCommand } from './command.mjs';
import { bundlePeer, sizesOfPackage, tarballOf } from './sizes.mjs';

/** @import { CommandRun, CommandTiming, Contestant, Options, Sizes } from '../types.ts' */

const compileRuns = 5;

/**
 * The network for the peers, in the formats that they read, a checkpoint, an input.
 *
 * @param {string} work
 * @param {Options} options
 * @param {readonly Contestant[]} contestants
 */
export async function exportNetwork(work, { spec, settings }, contestants) {
  const script = fileURLToPath(new URL('../network/export.mjs', import.meta.url));
  await runCommand(script, [work, spec, JSON.stringify(settings)]);
  if (!contestants.some(({ reads }) => reads === 'onnx')) return;
  const { writeOnnx } = await import('../network/onnx.mjs').catch(error => {
    throw new BenchError(`${reason(error)}\n  fix: install the peers: npm ci --prefix test/bench`);
  });
  await writeOnnx(work);
}

/**
 * @param {Contestant} contestant
 * @param {string} work
 * @param {Options} options
 * @param {(text: string) => void} onProgress
 * @returns {Promise<{ sizes?: Sizes, command?: CommandTiming }>} sizes of what a page can load
 * @throws {Unavailable} where Netwright has no such target, or the machine no such program
 */
export async function buildContestant(contestant, work, options, onProgress) {
  const { name, target, peer, isNative } = contestant;
  onProgress(`${name}: building`);
  if (peer?.endsWith('.py') && (await findTorch()) === undefined) {
    throw new Unavailable(
      'no python3 on the path can import numpy and torch\n  fix: install them, or name their Python in PYTHON',
    );
  }
  if (isNative) return {};
  if (target === undefined) return { sizes: await bundlePeer(contestant, filesOf(work).bundle(name)) };
  const { targets } = await import('../../../dist/targets/index.js');
  if (!targets.some(each => each.name === target))
    throw new Unavailable(`netwright has no target '${target}'`);
  const folder = filesOf(work).package(target);
  await mkdir(dirname(folder), { recursive: true });
  const compile = await timeCompile(target, folder, options);
  const tarball = await tarballOf(folder);
  onProgress(`${name}: packing`);
  const pack = await runCommand(netwright, ['pack', folder, '--weights', filesOf(work).checkpoint]);
  const sizes = await sizesOfPackage(contestant, folder, tarball);
  return { sizes, command: { name, compile, pack } };
}

/**
 * Compiles without weights, once to warm the disk's cache, then for the clock.
 *
 * @param {string} target
 * @param {string} folder
 * @param {Options} options
 */
async function timeCompile(target, folder, { spec, settings }) {
  const set = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  /** @type {CommandRun[]} */
  const runs = [];
  for (let run = 0; run <= compileRuns; run++) {
    await rm(folder, { recursive: true, force: true });
    runs.push(await runCommand(netwright, ['compile', spec, '--target', target, ...set, '--out', folder]));
  }
  return runs.slice(1);
}
