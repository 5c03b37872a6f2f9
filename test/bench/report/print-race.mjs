/** One race for people: what it ran on, then times, ratios, memory. */

import { tolerance } from './bounds.mjs';
import { cpus, median, quantile, samplesOf, walls } from './statistics.mjs';
import { digits, table } from './table.mjs';

/** @import { Adapter, Memory, RaceResult, Ratio, Timing } from '../types.ts' */

/**
 * @param {RaceResult} race
 * @param {number} macs
 */
export function printRace({ title, engine, adapter, timings, ratios }, macs) {
  return [
    [`${title}: ${engine}`, ...(adapter ? printAdapter(adapter) : [])].join('\n'),
    ...(timings.length > 0 ? [printTimes(timings, macs, adapter)] : []),
    ...(ratios.length > 0 ? [printRatios(ratios)] : []),
    ...printMemory(timings),
  ].join('\n\n');
}

/** Cores in the hands of others, turn by turn. @param {readonly Timing[]} timings */
export const othersOf = timings => timings.flatMap(({ turns }) => turns.map(turn => turn.others));

/** @param {Adapter} adapter */
function printAdapter({ vendor, architecture, device, description, kind }) {
  const names = [vendor, architecture, device, description].filter(name => name !== '');
  return [
    `adapter  ${names.join(', ')}`,
    ...(kind === 'software'
      ? ['SOFTWARE this adapter runs on the CPU: what is cheap and dear there is not what is on a GPU']
      : []),
  ];
}

/**
 * @param {readonly Timing[]} timings
 * @param {number} macs
 * @param {Adapter | undefined} adapter
 */
function printTimes(timings, macs, adapter) {
  const columns = columnsOf(macs).filter(({ title }) => title !== 'threads' || !adapter);
  const head = ['one inference, ms', ...columns.map(({ title }) => title)];
  const rows = timings.map(timing => [
    `${timing.name} ${timing.version}`,
    ...columns.map(({ cell }) => cell(timing, walls(samplesOf(timing)))),
  ]);
  const others = othersOf(timings);
  return [
    table(head, rows),
    `  median, min, q1, q3: wall time, of all runs after the first turn; contestants take turns, ${isShared(timings) ? 'all in one page' : 'each in a process of its own'}`,
    `  cpu: processor time of all threads${isShared(timings) ? ' of the browser' : ''}, median; first: the first run; load: from import to ready, weights ${isShared(timings) ? 'from a server on this machine' : 'from disk'}; result: both`,
    '  deviation: largest difference of a logit from the first contestant of the first race, over the largest logit',
    `  others used ${digits(quantile(others, 0))} to ${digits(quantile(others, 1))} cores in the turns, median ${digits(median(others))}`,
  ].join('\n');
}

/**
 * @param {number} macs
 * @returns {readonly { title: string, cell: (timing: Timing, times: readonly number[]) => string }[]}
 */
const columnsOf = macs => [
  { title: 'threads', cell: ({ threads }) => String(threads) },
  { title: 'runs', cell: (_, times) => String(times.length) },
  { title: 'median', cell: (_, times) => digits(median(times)) },
  { title: 'min', cell: (_, times) => digits(Math.min(...times)) },
  { title: 'q1', cell: (_, times) => digits(quantile(times, 0.25)) },
  { title: 'q3', cell: (_, times) => digits(quantile(times, 0.75)) },
  { title: 'cpu', cell: timing => digits(median(cpus(samplesOf(timing)))) },
  { title: 'first', cell: ({ first }) => digits(first.wall) },
  { title: 'load', cell: ({ load }) => digits(load) },
  { title: 'result', cell: ({ load, first }) => digits(load + first.wall) },
  { title: 'GMAC/s', cell: (_, times) => digits(macs / median(times) / 1e6) },
  { title: 'deviation', cell: deviationOf },
];

/** Whether they share a process. @param {readonly Timing[]} timings */
const isShared = timings => timings.every(({ memory }) => memory === undefined);

/** @param {Timing} timing */
function deviationOf({ deviation }) {
  const text = deviation === 0 ? '0' : deviation.toExponential(1);
  return deviation <= tolerance ? text : `${text} WRONG`;
}

/** @param {readonly Ratio[]} ratios */
function printRatios(ratios) {
  const rows = ratios.map(({ name, other, median: middle, quartiles, fastest, cpu }) => [
    `${name} against ${other}`,
    ...[middle, ...quartiles, fastest, cpu].map(digits),
  ]);
  return [
    table(['times as fast', 'median', 'q1', 'q3', 'fastest', 'cpu'], rows),
    '  median, q1, q3: of the ratios of each round; fastest: fastest run against fastest run; cpu: median processor times',
  ].join('\n');
}

/**
 * @param {readonly Timing[]} timings
 * @returns {readonly string[]} nothing, where they share a process
 */
function printMemory(timings) {
  const rows = timings.flatMap(({ name, memory }) => (memory ? [[name, ...memoryOf(memory)]] : []));
  if (rows.length === 0) return [];
  return [
    [
      table(['peak memory, MB', 'whole', 'loaded', 'Node'], rows),
      '  resident set of its process. whole: peak at the end, above Node; loaded: peak when ready to run; Node: before its code was imported',
    ].join('\n'),
  ];
}

/** @param {Memory} memory */
const memoryOf = ({ baseline, loaded, peak }) =>
  [peak - baseline, loaded - baseline, baseline].map(bytes => digits(bytes / 1e6));
