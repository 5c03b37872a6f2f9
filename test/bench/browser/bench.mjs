/** What a page or a worker does for the bench: loads contestants, each a module, and lets them run. */

import { checkThreads } from '../measure/threads.mjs';
import { takeTurn } from '../measure/turn.mjs';
import { packageAsPeer } from '../peers/netwright.mjs';
import { fetchInput, fetchNetwork } from './network.mjs';

/** @import { Loaded, PageAssignment, PageBench, Peer, Runner } from '../types.ts' */

/** @type {Map<string, Runner>} */
const runners = new Map();
/** @type {Promise<Float32Array> | undefined} */
let input;

/** @type {PageBench} */
export const bench = {
  async load(assignment) {
    input ??= fetchInput();
    await input;
    return load(assignment);
  },
  async run(name, turns) {
    const runner = runners.get(name);
    if (!runner || !input) throw new Error('asked to run before it was loaded');
    const { samples, logits } = await takeTurn(runner, await input, turns, () => () => 0);
    return { walls: samples.map(({ wall }) => wall), logits: [...logits] };
  },
  dispose(name) {
    runners.get(name)?.dispose();
    runners.delete(name);
  },
};

/**
 * @param {PageAssignment} assignment
 * @returns {Promise<Loaded>}
 */
async function load(assignment) {
  const { name, threads } = assignment;
  const start = performance.now();
  const { version, prepare } = await openContestant(assignment);
  const runner = await prepare(await fetchNetwork(), threads);
  const milliseconds = performance.now() - start;
  runners.set(name, runner);
  checkThreads(runner.threads, threads);
  return { version, milliseconds };
}

/**
 * @param {PageAssignment} assignment
 * @returns {Promise<Peer>}
 */
async function openContestant(assignment) {
  if ('peer' in assignment) return (await import(assignment.peer)).peer;
  return packageAsPeer(assignment);
}
