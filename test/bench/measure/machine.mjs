/** The machine, and how busy others keep it. */

import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** @import { Machine } from '../types.ts' */

/** @returns {Promise<Machine>} */
export async function describeMachine() {
  const stop = watchOthers();
  await setTimeout(1000);
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    platform: `${platform()} ${arch()}`,
    node: process.versions.node,
    v8: process.versions.v8,
    load: loadavg(),
    busy: stop(0),
  };
}

/**
 * Watches all cores from now on.
 *
 * @returns {(own: number) => number} given our own processor time in milliseconds, how many cores others used
 */
export function watchOthers() {
  const before = busyMilliseconds();
  const start = performance.now();
  return own => Math.max(0, (busyMilliseconds() - before - own) / (performance.now() - start));
}

function busyMilliseconds() {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
