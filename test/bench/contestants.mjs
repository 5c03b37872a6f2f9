/**
 * Everyone who runs. A new peer is a file in `peers/`, its packages in this folder's package.json, and a record here;
 * a new target of Netwright is a record.
 */

/** @import { Contestant } from './types.ts' */

/** @type {readonly Contestant[]} */
export const contestants = [
  { name: 'netwright-typescript', target: 'typescript', timesAsFast: { 'tfjs-cpu': 5 } },
  { name: 'tfjs-cpu', peer: 'tfjs-cpu.mjs' },
];
