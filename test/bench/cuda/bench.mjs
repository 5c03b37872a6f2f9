/** `npm run bench -- cuda`: builds packages, lets them run in turns with PyTorch, prints the report. */

import { writeFile } from 'node:fs/promises';
import { BenchError, reason } from '../errors.mjs';
import { progress } from '../report/progress.mjs';
import { deviate } from '../report/statistics.mjs';
import { makeWork } from '../work.mjs';
import { builders, buildNetwork } from './build.mjs';
import { inParallel } from './execute.mjs';
import { withFloors } from './floors.mjs';
import { takeFragments } from './fragments.mjs';
import { knownGpu } from './gpus.mjs';
import { goldenLogits, numbersOf } from './numbers.mjs';
import { help, parseOptions } from './options.mjs';
import { Package } from './packages.mjs';
import { Peers, peerNames } from './peers.mjs';
import { printResult } from './print.mjs';
import { compare, takeTurns } from './rounds.mjs';
import { findCompiler, findDevice } from './toolchain.mjs';

/** @import { Built, CudaOptions, CudaResult, Device, Entrant, Numbers, Precision, RaceResult, Timing } from './types.ts' */

/** @param {readonly string[]} args - what follows `cuda` */
export async function bench(args) {
  const options = parseOptions(args);
  if (options === 'help') {
    process.stdout.write(`${help}\n`);
    return;
  }
  const device = await findDevice();
  const compiler = await findCompiler();
  const work = makeWork();
  if (options.task === 'fragments') return takeFragments(work, device, options.out);
  const result = await race(work, options, device, compiler);
  progress('');
  process.stdout.write(`${printResult(result)}\n`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
  if (!result.races.every(({ timings }) => timings.every(isRight))) process.exitCode = 1;
}

/** Where there is nothing to hold it to, too. @param {Pick<Timing, 'deviation' | 'tolerance'>} timing */
const isRight = ({ deviation, tolerance }) => deviation === null || deviation <= tolerance;

/**
 * @param {string} work
 * @param {CudaOptions} options
 * @param {Device} device
 * @param {string} compiler
 * @returns {Promise<CudaResult>}
 */
async function race(work, options, device, compiler) {
  const { spec, settings, precisions, batches, only } = options;
  const started = new Date().toISOString();
  /** @type {{ what: string, why: string }[]} */
  const skipped = [{ what: 'jax', why: "not measured: XLA's stream takes no events of ours" }];
  const asked = peerNames.filter(name => only.includes(name));
  let peers = asked.length > 0 ? new Peers(work, spec, settings) : undefined;
  try {
    const version = (await peers?.load()) ?? null;
    if (peers && version === null) {
      skipped.push({ what: asked.join(', '), why: `PyTorch is given no ${spec}` });
      peers = peers.close();
    }
    const chosen = batches.flatMap(batch => precisions.map(precision => ({ batch, precision })));
    const isOurs = only.includes('netwright');
    const builds = await inParallel(isOurs ? chosen : [], builders, async each => {
      progress(`${each.precision}, batch ${each.batch}: building`);
      return {
        ...each,
        built: await buildNetwork(work, options, { ...each, architecture: device.architecture }),
      };
    });
    /** @type {RaceResult[]} */
    const races = [];
    for (const batch of batches) {
      for (const numbers of new Set(precisions.map(precision => numbersOf[precision]))) {
        const ours = builds.filter(each => each.batch === batch && numbersOf[each.precision] === numbers);
        races.push(await raceOne({ work, options, device, peers, asked, skipped }, numbers, batch, ours));
      }
    }
    return {
      version: 1,
      command: ['node test/bench/main.mjs', ...process.argv.slice(2)].join(' '),
      started,
      device,
      compiler,
      peers: version,
      floors: knownGpu(options.gpu ?? device.name)?.title ?? null,
      spec,
      settings,
      races,
      skipped,
    };
  } finally {
    peers?.close();
  }
}

/**
 * All who compute in the same numbers, on one batch.
 *
 * @param {object} given
 * @param {string} given.work
 * @param {CudaOptions} given.options
 * @param {Device} given.device
 * @param {Peers | undefined} given.peers
 * @param {readonly string[]} given.asked - of the peers
 * @param {{ what: string, why: string }[]} given.skipped
 * @param {Numbers} numbers
 * @param {number} batch
 * @param {readonly { precision: Precision, built: Built }[]} ours
 * @returns {Promise<RaceResult>}
 */
async function raceOne({ work, options, device, peers, asked, skipped }, numbers, batch, ours) {
  const title = `${numbers}, batch ${batch}`;
  /** @param {string} text */
  const onProgress = text => progress(`${title}: ${text}`);
  /** @type {Package[]} */
  const packages = [];
  try {
    onProgress('loading');
    await peers?.open(numbers, batch);
    const golden = goldenLogits(options.spec, options.settings, batch);
    const reference = (await peers?.reference()) ?? golden;
    for (const { precision, built } of ours) {
      const one = new Package(work, `netwright-${precision}`, precision, built);
      packages.push(one);
      await one.load();
    }
    /** @type {Entrant[]} */
    const entrants = [...packages];
    for (const name of peers ? asked : []) {
      onProgress(`${name}: loading`);
      try {
        const entrant = await peers?.enter(name);
        if (entrant) entrants.push(entrant);
      } catch (error) {
        // What PyTorch cannot run on some machine is no reason to lose the rest.
        if (!(error instanceof BenchError)) throw error;
        skipped.push({ what: `${title}: ${name}`, why: reason(error) });
      }
    }
    const entries = await takeTurns(entrants, options, onProgress);
    /** @type {Timing[]} */
    const timings = [];
    for (const [entrant, { runs, rounds }] of entries) {
      const { name, isOurs, tolerance } = entrant;
      const deviation = reference ? deviate(await entrant.logits(), reference) : null;
      timings.push({
        name,
        isOurs,
        rounds,
        deviation,
        tolerance,
        ...(await layersOf(entrant, runs.warm, options, device)),
      });
    }
    const right = timings.filter(isRight);
    return {
      numbers,
      batch,
      reference: peers
        ? 'PyTorch, eager, float32 without TF32, in this run'
        : golden
          ? 'PyTorch, kept as a golden'
          : null,
      timings,
      // A wrong answer may be as fast as it likes.
      ratios: right
        .filter(each => each.isOurs)
        .flatMap(one => right.filter(each => !each.isOurs).flatMap(peer => compare(one, peer))),
    };
  } finally {
    for (const each of packages) each.close();
  }
}

/**
 * @param {Entrant} entrant
 * @param {number} runs
 * @param {CudaOptions} options
 * @param {Device} device
 */
async function layersOf(entrant, runs, options, device) {
  if (!(entrant instanceof Package)) return {};
  const peak = knownGpu(options.gpu ?? device.name)?.peak;
  return { layers: withFloors(await entrant.profile(runs), peak, entrant.precision) };
}
