/** `npm run bench`: builds every contestant, lets them run in turns, prints the report. */

import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contestants } from './contestants.mjs';
import { BenchError } from './errors.mjs';
import { buildContestant, exportNetwork } from './measure/build.mjs';
import { describeMachine } from './measure/machine.mjs';
import { readDescription } from './network/read.mjs';
import { help, parseOptions } from './options.mjs';
import { race } from './processes/rounds.mjs';
import { agree, boundsOf } from './report/bounds.mjs';
import { printResult } from './report/print.mjs';
import { compare } from './report/statistics.mjs';

/** @import { Contestant, Options, Result, Timing } from './types.ts' */

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(`${help}\n`);
  else await bench(options);
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}

/** @param {Options} options */
async function bench(options) {
  const work = mkdtempSync(join(tmpdir(), 'netwright-bench-'));
  process.on('exit', () => rmSync(work, { recursive: true, force: true }));
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => process.exit(130));
  const result = await measure(options, work);
  progress('');
  process.stdout.write(`${printResult(result)}\n`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
  const isMissed = options.isStrict && result.bounds.some(({ isMet }) => !isMet);
  if (!agree(result.timings) || isMissed) process.exitCode = 1;
}

/**
 * @param {Options} options
 * @param {string} work
 * @returns {Promise<Result>}
 */
async function measure(options, work) {
  const { spec, settings, runs, only } = options;
  const started = new Date().toISOString();
  const machine = await describeMachine();
  const chosen = contestants.filter(({ name }) => only?.includes(name) ?? true);
  progress(`${spec}: weights`);
  await exportNetwork(work, options);
  const built = [];
  for (const contestant of chosen) built.push(await buildContestant(contestant, work, options, progress));
  const { input, parameters, macs } = await readDescription(work);
  const timings = await race(chosen, work, runs, progress);
  const sizes = built.map(each => each.sizes);
  const commands = built.flatMap(({ command }) => command ?? []);
  const ratios = ratiosOf(chosen, timings);
  return {
    version: 1,
    command: ['node test/bench/main.mjs', ...process.argv.slice(2)].join(' '),
    started,
    machine,
    spec,
    settings,
    network: { input, parameters, macs },
    timings,
    ratios,
    sizes,
    commands,
    bounds: boundsOf(options, chosen, { ratios, sizes, commands }),
  };
}

/**
 * Each of Netwright's targets against each peer. None where they disagree on the answer: a wrong one may be as fast
 * as it likes.
 *
 * @param {readonly Contestant[]} chosen
 * @param {readonly Timing[]} timings
 */
function ratiosOf(chosen, timings) {
  if (!agree(timings)) return [];
  const isOurs = new Set(chosen.filter(({ target }) => target !== undefined).map(({ name }) => name));
  const [ours, peers] = [true, false].map(side => timings.filter(({ name }) => isOurs.has(name) === side));
  return (ours ?? []).flatMap(one => (peers ?? []).map(other => compare(one, other)));
}

/** On a terminal, one line that is overwritten; in a pipe, nothing. @param {string} text */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
