/** The report for people: every table with its unit, and a line for what its columns mean. */

import { median, quantile } from '../report/statistics.mjs';
import { digits, table } from '../report/table.mjs';
import { modes } from './rounds.mjs';

/** @import { CudaResult, LayerTiming, Mode, RaceResult, Ratio, Timing } from './types.ts' */

/** @param {CudaResult} result @returns {string} */
export function printResult(result) {
  const { races, skipped } = result;
  return [
    printHead(result),
    ...races.map(race => printRace(race, result.floors)),
    ['skipped', ...skipped.map(({ what, why }) => `  ${what}: ${why.replaceAll('\n', '\n  ')}`)].join('\n'),
  ].join('\n\n');
}

/** @param {CudaResult} result */
function printHead({ command, device, compiler, peers, floors, spec, settings }) {
  const set = Object.entries(settings).map(([name, value]) => ` ${name}=${value}`);
  return [
    `${spec}${set.join('')}, synthetic weights, on ${device.name} (driver ${device.driver}, compute capability ${device.capability})`,
    `command  ${command}`,
    `nvcc     ${compiler}; tiles for ${device.architecture}`,
    `peers    ${peers ?? 'none'}`,
    `floors   ${floors ? `of an ${floors}: test/bench/cuda/gpus.mjs` : `unknown: test/bench/cuda/gpus.mjs has no ${device.name}`}`,
    'warm, cold: milliseconds of a run on the device, by events; of peers, with the waiting for the host that is in them.',
    "  cold: after the L2 cache was filled with something else. Netwright's take float32 NCHW in and give float32;",
    '  what peers take is in their own type and layout before their time starts.',
    'host: from float32 in memory of the host to logits there, by its clock.',
    'All are medians of all rounds. deviation: largest difference of a logit, over the largest logit.',
  ].join('\n');
}

/**
 * @param {RaceResult} race
 * @param {string | null} floors
 */
function printRace({ numbers, batch, reference, timings, ratios }, floors) {
  return [
    [
      printTimes(`${numbers}, batch ${batch}`, batch, timings),
      `  logits held to: ${reference ?? 'NOTHING, for there is neither PyTorch nor a golden'}`,
    ].join('\n'),
    ...(ratios.length > 0 ? [printRatios(ratios)] : []),
    ...timings.flatMap(timing => (timing.layers ? [printLayers(timing, timing.layers, floors)] : [])),
  ].join('\n\n');
}

/**
 * @param {string} title
 * @param {number} batch
 * @param {readonly Timing[]} timings
 */
function printTimes(title, batch, timings) {
  const head = [title, ...modes.flatMap(mode => [`${mode} ms`, 'q1', 'q3']), 'images/s', 'deviation'];
  const rows = timings.map(timing => [
    timing.name,
    ...modes.flatMap(mode =>
      [0.5, 0.25, 0.75].map(share => digits(quantile(timing.rounds[mode].flat(), share))),
    ),
    digits((1e3 * batch) / medianOf(timing, 'warm')),
    printDeviation(timing),
  ]);
  return table(head, rows);
}

/** @param {Timing} timing @param {Mode} mode */
const medianOf = ({ rounds }, mode) => median(rounds[mode].flat());

/** @param {Timing} timing */
function printDeviation({ deviation, tolerance }) {
  if (deviation === null) return 'unchecked';
  const text = deviation === 0 ? '0' : deviation.toExponential(1);
  return deviation <= tolerance ? text : `${text} WRONG`;
}

/** @param {readonly Ratio[]} ratios */
function printRatios(ratios) {
  const pairs = ratios.filter(({ mode }) => mode === 'warm');
  const head = ['times as fast', ...modes.flatMap(mode => [mode, 'q1', 'q3'])];
  const rows = pairs.map(({ name, other }) => [
    `${name} against ${other}`,
    ...modes.flatMap(mode => {
      const ratio = ratios.find(each => each.name === name && each.other === other && each.mode === mode);
      return ratio ? [ratio.median, ...ratio.quartiles].map(digits) : ['', '', ''];
    }),
  ]);
  return `${table(head, rows)}\n  median and quartiles of the ratios of each round`;
}

/**
 * Layers of one kernel stand in one line: they have the same shapes.
 *
 * @param {Timing} timing
 * @param {readonly LayerTiming[]} layers
 * @param {string | null} floors
 */
function printLayers(timing, layers, floors) {
  /** @type {Map<string, LayerTiming[]>} */
  const groups = new Map();
  for (const layer of layers) groups.set(layer.kernel, [...(groups.get(layer.kernel) ?? []), layer]);
  const rows = [...groups.values()].map(group => {
    const [first] = group;
    const name = group.length > 1 ? `${first?.name} and ${group.length - 1} like it` : `${first?.name}`;
    return [name, ...costs(group), floors ? (first?.bound ?? '') : '', first?.kernel ?? ''];
  });
  const warm = 1e3 * medianOf(timing, 'warm');
  const least = sumOf(layers, 'floor');
  const whole = floors
    ? `; the floor is ${digits((100 * least) / warm)} % of the ${digits(warm)} us of a warm run`
    : '';
  return [
    table(
      [`${timing.name}: layers`, 'us', 'floor', '%', 'bound by', 'kernel'],
      [...rows, ['all', ...costs(layers)]],
    ),
    `  us: median inside the graph, with an event after each launch, which takes time too; %: share of the floor${whole}`,
  ].join('\n');
}

/** @param {readonly LayerTiming[]} layers */
function costs(layers) {
  const [time, floor] = [sumOf(layers, 'microseconds'), sumOf(layers, 'floor')];
  return [time, floor, (100 * floor) / time].map(digits);
}

/** @param {readonly LayerTiming[]} layers @param {'microseconds' | 'floor'} what */
const sumOf = (layers, what) => layers.reduce((sum, layer) => sum + (layer[what] ?? Number.NaN), 0);
