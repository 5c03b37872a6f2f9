/**
 * A script: the process of one contestant, which does what the bench asks and is idle in between. Weights and input
 * come from files, so that its memory is its own.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reason } from '../errors.mjs';
import { peakMemory } from '../measure/peak.mjs';
import { filesOf, root } from '../network/folder.mjs';
import { readInput, readNetwork } from '../network/read.mjs';
import { packageAsPeer } from './netwright.mjs';

/** @import { Answer, Assignment, Loaded, Peer, Ran, Request, Runner, Sample } from '../types.ts' */

/** @type {Assignment} */
const { contestant, work } = JSON.parse(process.argv[2] ?? '');
const input = await readInput(work);
const baseline = peakMemory();
let loaded = 0;
/** @type {Runner | undefined} */
let runner;

process.on('disconnect', () => {
  runner?.dispose();
  process.exit();
});
process.on('message', async message => {
  send(await answer(/** @type {Request} */ (message)));
});

/** @param {Answer} message */
function send(message) {
  process.send?.(message);
}

/**
 * @param {Request} request
 * @returns {Promise<Answer>}
 */
async function answer(request) {
  try {
    if (request.kind === 'load') return { kind: 'loaded', value: await load() };
    return { kind: 'ran', value: await run(request.slice, request.most) };
  } catch (error) {
    return { kind: 'failed', message: explain(error) };
  }
}

/** @returns {Promise<Loaded>} */
async function load() {
  const start = performance.now();
  const { version, threads, prepare } = await openContestant();
  runner = await prepare(await readNetwork(work));
  const milliseconds = performance.now() - start;
  loaded = peakMemory();
  return { version, threads, milliseconds };
}

/** @returns {Promise<Peer>} */
async function openContestant() {
  const { name, target, peer } = contestant;
  if (target !== undefined) {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return packageAsPeer(name, version, filesOf(work).package(target));
  }
  return (await import(`../peers/${peer}`)).peer;
}

/**
 * @param {number} slice
 * @param {number} most
 * @returns {Promise<Ran>}
 */
async function run(slice, most) {
  if (!runner) throw new Error('asked to run before it was loaded');
  /** @type {Sample[]} */
  const samples = [];
  const begin = performance.now();
  let logits = new Float32Array();
  do {
    const before = process.cpuUsage();
    const start = performance.now();
    logits = Float32Array.from(await runner.run(input));
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    samples.push({ wall, cpu: (user + system) / 1000 });
  } while (samples.length < most && performance.now() - begin < slice);
  return { samples, logits, memory: { baseline, loaded, peak: peakMemory() } };
}

/** @param {unknown} error */
function explain(error) {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  if (!isMissing || contestant.peer === undefined) return reason(error);
  const [first] = reason(error).split(' imported from');
  return `${first}\n  fix: install the peers: npm ci --prefix test/bench`;
}
