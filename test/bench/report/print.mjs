/** The report for people: every table with its unit, and a line for what its columns mean. */

import { othersOf, printRace } from './print-race.mjs';
import { median } from './statistics.mjs';
import { digits, table } from './table.mjs';

/** @import { Bound, CommandTiming, Result, Sizes, Skipped } from '../types.ts' */

/** Above this many cores in the hands of others, absolute times mean little. */
const quiet = 0.25;

/** @param {Result} result @returns {string} */
export function printResult(result) {
  const { network, races, skipped, sizes, commands, bounds } = result;
  return [
    printHead(result),
    ...races.map(race => printRace(race, network.macs)),
    printSizes(sizes),
    ...(commands.length > 0 ? [printCommands(commands)] : []),
    ...(bounds.length > 0 ? [printBounds(bounds)] : []),
    ...(skipped.length > 0 ? [printSkipped(skipped)] : []),
  ].join('\n\n');
}

/** @param {Result} result */
function printHead({ command, machine, spec, settings, network, races }) {
  const set = Object.entries(settings).map(([name, value]) => ` ${name}=${value}`);
  const work = `${digits(network.macs / 1e9)} GMACs, ${digits(network.parameters / 1e6)} M parameters`;
  const { cpu, cores, memory, platform, node, v8, load } = machine;
  const others = races.flatMap(({ timings }) => (timings.length > 0 ? [median(othersOf(timings))] : []));
  return [
    `${spec}${set.join('')}: input [${network.input.join(', ')}], ${work}, synthetic weights`,
    `command  ${command}`,
    `machine  ${cpu}, ${cores} cores, ${digits(memory / 2 ** 30)} GiB, ${platform}, Node ${node} (V8 ${v8})`,
    `load     ${load.map(digits).join(' ')} (1, 5, 15 minutes); others used ${digits(machine.busy)} cores just before`,
    ...warning(Math.max(machine.busy, ...others)),
  ].join('\n');
}

/** @param {number} busy */
const warning = busy =>
  busy > quiet
    ? ['WARNING  others kept the machine busy: trust ratios and processor times, not wall times']
    : [];

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
    '  bundle: what runs this network in a browser, minified by esbuild, gzipped, without weights, its worker too; of a peer, its library, WebAssembly too',
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

/** @param {readonly Skipped[]} skipped */
const printSkipped = skipped =>
  ['skipped', ...skipped.map(({ what, why }) => `  ${what}: ${why.replaceAll('\n', '\n  ')}`)].join('\n');
