/** Runs a Node script as a process of its own, and says what it took, from its start to its end. */

import { spawn } from 'node:child_process';
import { BenchError } from '../errors.mjs';
import { collect } from './collect.mjs';

/** @import { CommandRun } from '../types.ts' */

const reporter = new URL('report-usage.mjs', import.meta.url).href;

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<CommandRun>}
 * @throws {BenchError} with what it wrote to stderr, where it fails
 */
export async function runCommand(script, args) {
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', reporter, script, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const errors = collect(child.stdio[2]);
  const usage = collect(child.stdio[3]);
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const milliseconds = performance.now() - start;
  if (code === 0) return { milliseconds, ...JSON.parse(await usage) };
  throw new BenchError((await errors).trim() || `${script} ended with ${code}`);
}
