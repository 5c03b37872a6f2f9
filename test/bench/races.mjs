/** Where contestants meet. A race says what it is and whether this machine can hold it. */

import { browserCpuRace, workerCpuRace } from './browser/cpu-race.mjs';
import { browserRace } from './browser/race.mjs';
import { dawnRace } from './dawn/race.mjs';
import { cpuRace } from './processes/race.mjs';

/** @import { Race } from './types.ts' */

/** In the order in which they are run. @type {readonly Race[]} */
export const races = [cpuRace, browserCpuRace, workerCpuRace, browserRace, dawnRace];
