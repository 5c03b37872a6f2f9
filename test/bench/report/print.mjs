/** The report for people: every table with its unit, and a line for what its columns mean. */

import { tolerance } from './bounds.mjs';
import { cpus, median, quantile, samplesOf, walls } from './statistics.mjs';
import { digits, table } from './table.mjs';

/** @import { Bound, CommandTiming, Ratio, Result, Sizes, Timing } from '../types.ts' */

/** Above this many cores in the hands of others, absolute times mean little. */
const quiet = 0.25;

/** @param {Result} result @returns {string} */
export function printResult(result) {
  const { network, timings, ratios, sizes, commands, bounds } = result;
  return [
    printHead(result),
    printTimes(timings, network.macs),
    ...(ratios.length > 0 ? [printRatios(ratios)] : []),
    printMemory(timings),
    printSizes(sizes),
    ...(commands.length > 0 ? [printCommands(commands)] : []),
    ...(bounds.length > 0 ? [printBounds(bounds)] : []),
  ].join('\n\n');
}

/** @param {Result} result */
function printHead({ command, machine, spec, settings, network, timings }) {
  const set = Object.entries(settings).map(([name, value]) => ` ${name}=${value}`);
  const work = `${digits(network.macs / 1e9)} GMACs, ${digits(network.parameters / 1e6)} M parameters`;
  const { cpu, cores, memory, platform, node, v8, load } = machine;
  return [
    `${spec}${set.join('')}: input [${network.input.join(', ')}], ${work}, synthetic weights`,
    `command  ${command}`,
    `machine  ${cpu}, ${cores} cores, ${digits(memory / 2 ** 30)} GiB, ${platform}, Node ${node} (V8 ${v8})`,
    `load     ${load.map(digits).join(' ')} (1, 5, 15 minutes); others used ${digits(machine.busy)} cores just before`,
    ...warning(Math.max(machine.busy, median(othersOf(timings)))),
  ].join('\n');
}

/** Cores in the hands of others, turn by turn. @param {readonly Timing[]} timings */
const othersOf = timings => timings.flatMap(({ turns }) => turns.map(turn => turn.others));

/** @param {number} busy */
const warning = busy =>
  busy > quiet
    ? ['WARNING  others kept the machine busy: trust ratios and processor times, not wall times']
    : [];

/**
 * @param {readonly Timing[]} timings
 * @param {number} macs
 */
function printTimes(timings, macs) {
  const head = [
    'one inference, ms',
    'threads',
    'runs',
    'median',
    'min',
    'q1',
    'q3',
    'cpu',
    'first',
    'load',
    'GMAC/s',
  ];
  const rows = timings.map(timing => {
    const samples = samplesOf(timing);
    const times = walls(samples);
    const cells = [
      median(times),
      Math.min(...times),
      quantile(times, 0.25),
      quantile(times, 0.75),
      median(cpus(samples)),
      timing.first.wall,
      timing.load,
      macs / median(times) / 1e6,
    ];
    const [name, counts] = [`${timing.name} ${timing.version}`, [timing.threads, samples.length]];
    return [name, ...counts.map(String), ...cells.map(digits)];
  });
  const others = othersOf(timings);
  return [
    table(
      [...head, 'deviation'],
      rows.map((row, i) => [...row, deviationOf(timings[i])]),
    ),
    '  median, min, q1, q3: wall time, of all runs after the first turn; contestants take turns, each in a process of its own',
    '  cpu: processor time of all threads, median; first: the first run; load: from import to ready, weights from disk',
    '  deviation: largest difference of a logit from the first line, over the largest logit',
    `  others used ${digits(quantile(others, 0))} to ${digits(quantile(others, 1))} cores in the turns, median ${digits(median(others))}`,
  ].join('\n');
}

/** @param {Timing | undefined} timing */
function deviationOf(timing) {
  const deviation = timing?.deviation ?? Number.NaN;
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

/** @param {readonly Timing[]} timings */
function printMemory(timings) {
  const rows = timings.map(({ name, memory: { baseline, loaded, peak } }) => [
    name,
    ...[peak - baseline, loaded - baseline, baseline].map(bytes => digits(bytes / 1e6)),
  ]);
  return [
    table(['peak memory, MB', 'whole', 'loaded', 'Node'], rows),
    '  resident set of its process. whole: peak at the end, above Node; loaded: peak when ready to run; Node: before its code was imported',
  ].join('\n');
}

/** @param {readonly Sizes[]} sizes */
function printSizes(sizes) {
  const rows = sizes.map(({ name, bundle, package: files }) => [
    name,
    ...[bundle, files?.sources, files?.scripts, files?.tarball, files?.weights].map(bytes =>
      digits((bytes ?? Number.NaN) / 1e3),
    ),
  ]);
  return [
    table(['size, KB', 'bundle', 'src gz', 'dist gz', 'npm', 'weights.bin'], rows),
    '  bundle: what runs this network in a browser, minified by esbuild, gzipped, without weights; of a peer, its library',
    '  src gz, dist gz: all of src/*.ts, all of dist/*.js, gzipped; npm: the tarball without weights; KB are 1,000 bytes',
  ].join('\n');
}

/** @param {readonly CommandTiming[]} commands */
function printCommands(commands) {
  const rows = commands.map(({ name, compile, pack }) => {
    const times = compile.map(({ milliseconds }) => milliseconds);
    const peak = Math.max(...compile.map(run => run.peak));
    const cpu = median(compile.map(run => run.cpu));
    const cells = [median(times), Math.min(...times), Math.max(...times), cpu].map(time => time / 1e3);
    return [name, ...[...cells, peak / 1e6, pack.milliseconds / 1e3, pack.peak / 1e6].map(digits)];
  });
  return [
    table(['netwright CLI', 'compile s', 'min', 'max', 'cpu', 'peak MB', 'pack s', 'peak MB'], rows),
    '  compile: the whole process, no weights, median of 5 after one; pack: a safetensors file into the package; peak: resident set',
  ].join('\n');
}

/** @param {readonly Bound[]} bounds */
function printBounds(bounds) {
  const rows = bounds.map(({ what, value, bound, unit, isMet }) => [
    what,
    `${digits(value)} ${unit}`,
    `${digits(bound)} ${unit}`,
    isMet ? 'met' : 'MISSED',
  ]);
  return table(['bounds', 'measured', 'bound', ''], rows);
}
