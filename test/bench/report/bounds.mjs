/** What Netwright promises of ResNet-50 as it comes, batch 1; of other networks nothing is promised. */

import { median } from './statistics.mjs';

/** @import { Bound, CommandTiming, Contestant, Options, Ratio, Sizes, Timing } from '../types.ts' */

/** Of every float32 target: largest difference of a logit, over the largest logit's magnitude. */
export const tolerance = 1e-4;

/**
 * @param {Options} options
 * @param {readonly Contestant[]} contestants
 * @param {{ ratios: readonly Ratio[], sizes: readonly Sizes[], commands: readonly CommandTiming[] }} measured
 * @returns {readonly Bound[]}
 */
export function boundsOf({ spec, settings }, contestants, { ratios, sizes, commands }) {
  if (spec !== 'resnet50' || Object.keys(settings).length > 0) return [];
  return [
    ...ratios.flatMap(({ name, other, median: value }) => {
      const bound = contestants.find(each => each.name === name)?.timesAsFast?.[other];
      return bound === undefined ? [] : [atLeast(`${name} against ${other}`, value, bound, 'times')];
    }),
    ...commands.flatMap(({ name, compile, pack }) => [
      atMost(`${name}: compile`, median(compile.map(run => run.milliseconds)) / 1000, 2, 's'),
      atMost(`${name}: pack, peak memory`, pack.peak / 1e6, 400, 'MB'),
    ]),
    ...sizes.flatMap(({ name, package: files }) =>
      files
        ? [
            atMost(`${name}: sources, gzipped`, files.sources / 1e3, 60, 'KB'),
            atMost(`${name}: scripts, gzipped`, files.scripts / 1e3, 60, 'KB'),
          ]
        : [],
    ),
  ];
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
