/**
 * A script: the process of one contestant, which does what the bench asks and is idle in between. Weights and input
 * come from files, so that its memory is its own.
 */

import { pathToFileURL } from 'node:url';
import { reason } from '../errors.mjs';
import { peakMemory } from '../measure/peak.mjs';
import { checkThreads } from '../measure/threads.mjs';
import { takeTurn } from '../measure/turn.mjs';
import { entryOf, version } from '../network/package.mjs';
import { readInput, readNetwork } from '../network/read.mjs';
import { packageAsPeer } from '../peers/netwright.mjs';

/** @import { Answer, Assignment, Loaded, Peer, Ran, Request, Runner, Turns } from '../types.ts' */

/** @type {Assignment} */
const { lane, work, onDawn = false } = JSON.parse(process.argv[2] ?? '');
const { contestant } = lane;
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
    return { kind: 'ran', value: await run(request.turns) };
  } catch (error) {
    return { kind: 'failed', message: explain(error) };
  }
}

/** @returns {Promise<Loaded>} */
async function load() {
  // What a browser has before a page begins is there before the clock starts.
  if (onDawn) (await import('../dawn/globals.mjs')).provideWebgpu();
  const start = performance.now();
  const { version, prepare } = await openContestant();
  runner = await prepare(await readNetwork(work), lane.threads);
  const milliseconds = performance.now() - start;
  checkThreads(runner.threads, lane.threads);
  loaded = peakMemory();
  return { version, milliseconds };
}

/** @returns {Promise<Peer>} */
async function openContestant() {
  const { name, target, peer } = contestant;
  if (target === undefined) return (await import(`../peers/${peer}`)).peer;
  const { code, weights } = entryOf(work, target);
  return packageAsPeer({ name, version, code: pathToFileURL(code).href, weights });
}

/**
 * @param {Turns} turns
 * @returns {Promise<Ran>}
 */
async function run(turns) {
  if (!runner) throw new Error('asked to run before it was loaded');
  const { samples, logits } = await takeTurn(runner, input, turns, startCpu);
  return { samples, logits, memory: { baseline, loaded, peak: peakMemory() } };
}

/** Counts the processor time of all threads, in milliseconds. */
function startCpu() {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

/** @param {unknown} error */
function explain(error) {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  if (!isMissing || contestant.peer === undefined) return reason(error);
  const [first] = reason(error).split(' imported from');
  return `${first}\n  fix: install the peers: npm ci --prefix test/bench`;
}
