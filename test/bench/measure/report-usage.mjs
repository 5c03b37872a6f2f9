/** Loaded into a command by `--import`: as the process ends, writes what it took to descriptor 3, as JSON. */

import { writeSync } from 'node:fs';
import { peakMemory } from './peak.mjs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ cpu: (user + system) / 1000, peak: peakMemory() }));
});
