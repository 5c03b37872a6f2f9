/** The most memory that this process has held. */

import { readFileSync } from 'node:fs';

/**
 * Bytes. On Linux, the kernel's `VmHWM`: there, what `getrusage` says begins with the peak of the parent process at
 * the time it started this one, which `exec` does not reset.
 *
 * @returns {number}
 */
export function peakMemory() {
  if (process.platform === 'linux') {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
