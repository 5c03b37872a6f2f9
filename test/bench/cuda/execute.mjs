/** Programs that run to their end. */

import { execFile } from 'node:child_process';
import { BenchError } from '../errors.mjs';

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} what it printed
 * @throws {BenchError} with what it said, where it fails or is not there
 */
export function execute(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new BenchError(`there is no ${program}`));
      else reject(new BenchError(`${program} failed:\n${(stderr || stdout).trim() || error.message}`));
    });
  });
}

/**
 * Does all of it, so many at a time.
 *
 * @template T, Result
 * @param {readonly T[]} items
 * @param {number} most
 * @param {(item: T, index: number) => Promise<Result>} work
 * @returns {Promise<Result[]>} in the order of the items
 */
export async function inParallel(items, most, work) {
  /** @type {Result[]} */
  const results = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, item] = next;
      results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
