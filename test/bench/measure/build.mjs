/** Makes what contestants run, and times it where it is Netwright's work: the CLI's `compile` and `pack`. */

import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.mjs';
import { filesOf, root } from '../network/folder.mjs';
import { runCommand } from './command.mjs';
import { sizesOfPackage, sizesOfPeer, tarballOf } from './sizes.mjs';

/** @import { CommandRun, CommandTiming, Contestant, Options, Sizes } from '../types.ts' */

const netwright = join(root, 'dist', 'compiler', 'cli', 'main.js');
const compileRuns = 5;

/**
 * The network for the peers, a checkpoint, an input.
 *
 * @param {string} work
 * @param {Options} options
 */
export async function exportNetwork(work, { spec, settings }) {
  if (!existsSync(netwright)) {
    throw new BenchError('there is no dist/compiler/cli/main.js\n  fix: build it: npm run build');
  }
  const script = fileURLToPath(new URL('../network/export.mjs', import.meta.url));
  await runCommand(script, [work, spec, JSON.stringify(settings)]);
}

/**
 * @param {Contestant} contestant
 * @param {string} work
 * @param {Options} options
 * @param {(text: string) => void} onProgress
 * @returns {Promise<{ sizes: Sizes, command?: CommandTiming }>}
 */
export async function buildContestant(contestant, work, options, onProgress) {
  const { name, target } = contestant;
  onProgress(`${name}: building`);
  if (target === undefined) return { sizes: await sizesOfPeer(contestant) };
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
