/** One race for people: what it ran on, then times, ratios, memory. */

import { tolerance } from './bounds.mjs';
import { cpus, median, quantile, samplesOf, walls } from './statistics.mjs';
import { digits, table } from './table.mjs';

/** @import { Adapter, Home, Memory, RaceResult, Timing } from '../types.ts' */

/**
 * @param {RaceResult} race
 * @param {number} macs
 */
export function printRace(race, macs) {
  const { title, engine, adapter, timings, ratios } = race;
  return [
    [`${title}: ${engine}`, ...(adapter ? printAdapter(adapter) : [])].join('\n'),
    ...(timings.length > 0 ? [printTimes(race, macs)] : []),
    ...(ratios.length > 0 ? [printRatios(race)] : []),
    ...printMemory(race),
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

/** What the columns mean, by where contestants live. @type {Readonly<Record<Home, { turns: string, cpu: string, load: string }>>} */
const notes = {
  'a process': {
    turns: 'each in a process of its own',
    cpu: 'of all threads',
    load: 'weights from disk',
  },
  'a page': {
    turns: 'each in a page of its own',
    cpu: "of the browser's processes",
    load: 'weights from a server on this machine',
  },
  'the page of all': {
    turns: 'all in one page',
    cpu: "of the browser's processes",
    load: 'weights from a server on this machine',
  },
};

/**
 * @param {RaceResult} race
 * @param {number} macs
 */
function printTimes({ timings, adapter, home }, macs) {
  const columns = columnsOf(macs).filter(({ title }) => title !== 'threads' || !adapter);
  const head = ['one inference, ms', ...columns.map(({ title }) => title)];
  const rows = timings.map(timing => [
    `${labelOf(timing)} ${timing.version}`,
    ...columns.map(({ cell }) => cell(timing, walls(samplesOf(timing)))),
  ]);
  const others = othersOf(timings);
  const { turns, cpu, load } = notes[home];
  return [
    table(head, rows),
    `  median, min, q1, q3: wall time, of all runs after the first turn; contestants take turns, ${turns}`,
    `  cpu: processor time ${cpu}, median; first: the first run; load: from import to ready, ${load}; result: both`,
    '  deviation: largest difference of a logit from the first contestant of the first race, over the largest logit',
    ...(timings.some(({ isNative }) => isNative)
      ? ['  native: neither JavaScript nor WebAssembly, shown as what the machine can do']
      : []),
    `  others used ${digits(quantile(others, 0))} to ${digits(quantile(others, 1))} cores in the turns, median ${digits(median(others))}`,
  ].join('\n');
}

/** @param {Timing} timing */
const labelOf = ({ name, isNative }) => (isNative ? `${name} (native)` : name);

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

/** @param {Timing} timing */
function deviationOf({ deviation }) {
  const text = deviation === 0 ? '0' : deviation.toExponential(1);
  return deviation <= tolerance ? text : `${text} WRONG`;
}

/** @param {RaceResult} race */
function printRatios({ ratios, timings, adapter }) {
  /** @param {string} name */
  const label = name => {
    const timing = timings.find(each => each.name === name);
    return timing ? labelOf(timing) : name;
  };
  const rows = ratios.map(({ name, threads, other, otherThreads, ...ratio }) => [
    `${name} against ${label(other)}`,
    ...(adapter ? [] : [threads === otherThreads ? String(threads) : `${threads} : ${otherThreads}`]),
    ...[ratio.median, ...ratio.quartiles, ratio.fastest, ratio.cpu].map(digits),
  ]);
  return [
    table(['times as fast', ...(adapter ? [] : ['threads']), 'median', 'q1', 'q3', 'fastest', 'cpu'], rows),
    '  median, q1, q3: of the ratios of each round; fastest: fastest run against fastest run; cpu: median processor times',
  ].join('\n');
}

/**
 * @param {RaceResult} race
 * @returns {readonly string[]} nothing, where it was not measured
 */
function printMemory({ timings, home }) {
  const rows = timings.flatMap(timing => {
    const { memory, threads } = timing;
    return memory ? [[labelOf(timing), String(threads), ...memoryOf(memory)]] : [];
  });
  if (rows.length === 0) return [];
  const owner = home === 'a page' ? "the page's process" : 'its process';
  return [
    [
      table(['peak memory, MB', 'threads', 'whole', 'loaded', 'empty'], rows),
      `  resident set of ${owner}. whole: peak at the end, above empty; loaded: peak when ready to run; empty: before its code was imported`,
    ].join('\n'),
  ];
}

/** @param {Memory} memory */
const memoryOf = ({ baseline, loaded, peak }) =>
  [peak - baseline, loaded - baseline, baseline].map(bytes => digits(bytes / 1e6));
