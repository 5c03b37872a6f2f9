/** The bench in JavaScript: builds every contestant, lets them run in turns, prints the report. */

import { writeFile } from 'node:fs/promises';
import { contestants } from './contestants.mjs';
import { BenchError, Unavailable } from './errors.mjs';
import { buildContestant, exportNetwork } from './measure/build.mjs';
import { describeMachine } from './measure/machine.mjs';
import { readDescription } from './network/read.mjs';
import { help, parseOptions } from './options.mjs';
import { raceAll } from './processes/season.mjs';
import { races } from './races.mjs';
import { agree, boundsOf } from './report/bounds.mjs';
import { printResult } from './report/print.mjs';
import { progress } from './report/progress.mjs';
import { makeWork } from './work.mjs';

/** @import { Contestant, Options, Result, Skipped } from './types.ts' */

/** @param {readonly string[]} args - the command line's */
export async function bench(args) {
  const options = parseOptions(args);
  if (options === 'help') {
    process.stdout.write(`${help}\n`);
    return;
  }
  const work = makeWork();
  const result = await measure(options, work);
  progress('');
  process.stdout.write(`${printResult(result)}\n`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
  const isMissed = options.isStrict && result.bounds.some(({ isMet }) => !isMet);
  const isAgreed = result.races.every(({ timings }) => agree(timings));
  if (!isAgreed || isMissed) process.exitCode = 1;
}

/**
 * @param {Options} options
 * @param {string} work
 * @returns {Promise<Result>}
 */
async function measure(options, work) {
  const { spec, settings } = options;
  const started = new Date().toISOString();
  const machine = await describeMachine();
  const asked = races.filter(({ name }) => options.race?.includes(name) ?? true);
  const chosen = contestants.filter(
    each =>
      (options.only?.includes(each.name) ?? true) && asked.some(({ name }) => each.races.includes(name)),
  );
  if (chosen.length === 0) throw new BenchError('none of the contestants of --only is in a race of --race');
  progress(`${spec}: weights`);
  await exportNetwork(work, options, chosen);
  const { built, skipped } = await buildAll(chosen, work, options);
  const ready = chosen.filter(({ name }) => skipped.every(({ what }) => what !== name));
  const raced = await raceAll(asked, ready, work, options, progress);
  const { input, parameters, macs } = await readDescription(work);
  const sizes = built.flatMap(each => each.sizes ?? []);
  const commands = built.flatMap(({ command }) => command ?? []);
  return {
    version: 3,
    command: ['node test/bench/main.mjs', ...process.argv.slice(2)].join(' '),
    started,
    machine,
    spec,
    settings,
    network: { input, parameters, macs },
    races: raced.results,
    skipped: [...skipped, ...raced.skipped],
    sizes,
    commands,
    bounds: boundsOf(options, ready, { races: raced.results, sizes, commands }),
  };
}

/**
 * @param {readonly Contestant[]} chosen
 * @param {string} work
 * @param {Options} options
 */
async function buildAll(chosen, work, options) {
  const built = [];
  /** @type {Skipped[]} */
  const skipped = [];
  for (const contestant of chosen) {
    const { name } = contestant;
    try {
      built.push(await buildContestant(contestant, work, options, progress));
    } catch (error) {
      if (!(error instanceof Unavailable) || options.only?.includes(name)) throw error;
      skipped.push({ what: name, why: error.message });
    }
  }
  return { built, skipped };
}
