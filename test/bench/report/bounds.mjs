/** What Netwright promises of ResNet-50 as it comes, batch 1; of other networks nothing is promised. */

import { median } from './statistics.mjs';

/** @import { Bound, CommandTiming, Contestant, Options, RaceResult, Sizes, Timing } from '../types.ts' */

/** Of every float32 target: largest difference of a logit, over the largest logit's magnitude. */
export const tolerance = 1e-4;

/**
 * @param {Options} options
 * @param {readonly Contestant[]} contestants
 * @param {{ races: readonly RaceResult[], sizes: readonly Sizes[], commands: readonly CommandTiming[] }} measured
 * @returns {readonly Bound[]}
 */
export function boundsOf({ spec, settings }, contestants, { races, sizes, commands }) {
  if (spec !== 'resnet50' || Object.keys(settings).length > 0) return [];
  return [
    ...races.flatMap(race => contestants.flatMap(contestant => speedsOf(race, contestant))),
    ...commands.flatMap(({ name, compile, pack }) => [
      atMost(`${name}: compile`, median(compile.map(run => run.milliseconds)) / 1000, 2, 's'),
      atMost(`${name}: pack, peak memory`, pack.peak / 1e6, 400, 'MB'),
    ]),
    ...contestants.flatMap(contestant => sizesOf(sizes, contestant)),
  ];
}

/**
 * @param {RaceResult} race
 * @param {Contestant} contestant
 * @returns {readonly Bound[]}
 */
const speedsOf = ({ name: race, title, adapter, ratios }, { name, promises = [] }) =>
  promises
    .filter(({ races, adapter: kind }) => races.includes(race) && (kind ?? adapter?.kind) === adapter?.kind)
    .flatMap(({ other, threads = 1, times }) => {
      const ratio = ratios.find(
        each => each.name === name && each.threads === threads && each.other === other,
      );
      if (!ratio) return [];
      const on = adapter ? '' : `, ${threads === 1 ? 'one thread' : `${threads} threads`}`;
      return [atLeast(`${name} against ${other}${on} (${title})`, ratio.median, times, 'times')];
    });

/**
 * @param {readonly Sizes[]} sizes
 * @param {Contestant} contestant
 * @returns {readonly Bound[]}
 */
function sizesOf(sizes, { name, sizes: bounds }) {
  const measured = sizes.find(each => each.name === name);
  if (!bounds || !measured) return [];
  const values = [
    { part: 'bundle', value: measured.bundle, bound: bounds.bundle },
    { part: 'sources', value: measured.package?.sources, bound: bounds.sources },
    { part: 'scripts', value: measured.package?.scripts, bound: bounds.scripts },
  ];
  return values.flatMap(({ part, value, bound }) =>
    value === undefined || bound === undefined
      ? []
      : [atMost(`${name}: ${part}, gzipped`, value / 1e3, bound / 1e3, 'KB')],
  );
}

/** Whether the contestants computed the same. @param {readonly Timing[]} timings */
export const agree = timings => timings.every(({ deviation }) => deviation <= tolerance);

/**
 * @param {string} what
 * @param {number} value
 * @param {number} bound
 * @param {string} unit
 * @returns {Bound}
 */
const atMost = (what, value, bound, unit) => ({ what, value, bound, unit, isMet: value <= bound });

/**
 * @param {string} what
 * @param {number} value
 * @param {number} bound
 * @param {string} unit
 * @returns {Bound}
 */
const atLeast = (what, value, bound, unit) => ({ what, value, bound, unit, isMet: value >= bound });
