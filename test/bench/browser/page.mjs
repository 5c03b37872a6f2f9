/**
 * What runs in the page: the contestants, each a module with a device of its own, all on one adapter. They share the
 * page, so that what the browser costs and when it is disturbed is the same for all.
 */

import { describeAdapter, pinAdapter } from '../measure/adapter.mjs';
import { takeTurn } from '../measure/turn.mjs';
import { packageAsPeer } from '../peers/netwright.mjs';
import { fetchInput, fetchNetwork } from './network.mjs';

/** @import { Loaded, PageAssignment, PageBench, Peer, Runner } from '../types.ts' */

/** @type {Map<string, Runner>} */
const runners = new Map();
/** @type {Promise<Float32Array> | undefined} */
let input;

/** @type {PageBench} */
const bench = {
  async adapter() {
    if (!navigator.gpu) return undefined;
    pinAdapter(navigator.gpu);
    const adapter = await navigator.gpu.requestAdapter();
    return adapter ? describeAdapter(adapter) : undefined;
  },
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
Object.assign(globalThis, { bench });

/**
 * @param {PageAssignment} assignment
 * @returns {Promise<Loaded>}
 */
async function load(assignment) {
  const start = performance.now();
  const { version, threads, prepare } = await openContestant(assignment);
  runners.set(assignment.name, await prepare(await fetchNetwork()));
  return { version, threads, milliseconds: performance.now() - start };
}

/**
 * @param {PageAssignment} assignment
 * @returns {Promise<Peer>}
 */
async function openContestant(assignment) {
  if ('peer' in assignment) return (await import(assignment.peer)).peer;
  return packageAsPeer(assignment);
}
