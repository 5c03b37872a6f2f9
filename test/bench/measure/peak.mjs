/** The most memory that a process has held. */

import { readFileSync } from 'node:fs';

/**
 * Of this one, in bytes. On Linux, the kernel's `VmHWM`: there, what `getrusage` says begins with the peak of the parent process at
 * the time it started this one, which `exec` does not reset.
 *
 * @returns {number}
 */
export function peakMemory() {
  return peakMemoryOf('self') ?? process.resourceUsage().maxRSS * 1024;
}

/**
 * @param {number | 'self'} id - of the process
 * @returns {number | undefined} bytes, on Linux
 */
export function peakMemoryOf(id) {
  if (process.platform !== 'linux') return undefined;
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
