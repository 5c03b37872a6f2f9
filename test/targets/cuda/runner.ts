/** Runs CUDA packages on the CPU. */

import type { Program, Shim } from '../../support/cuda/shim.ts';
import { describeWithShim } from '../../support/cuda/toolchain.ts';
import type { ConformanceOptions, Job, Runner } from '../conformance.ts';

/** Packages of a program: more take less time together, but too many take much memory to compile. */
const together = 24;

/**
 * Tests that run packages through the shim.
 *
 * @param body - is given what runs a package, and `prepare` of `ConformanceOptions`, which builds many at a time
 */
export function describeWithRunner(
  title: string,
  body: (run: Runner, prepare: NonNullable<ConformanceOptions['prepare']>) => void,
): void {
  describeWithShim(title, 'compile fast', shim => {
    const built = new Map<string, Program>();
    const run: Runner = async ({ name, files, weights, input }) => {
      const program = built.get(name) ?? (await shim().buildPackage(name, files, weights));
      built.delete(name);
      return program.run(input);
    };
    body(run, jobs => buildAll(shim(), jobs, built));
  });
}

async function buildAll(shim: Shim, jobs: readonly Job[], built: Map<string, Program>): Promise<void> {
  for (let from = 0; from < jobs.length; from += together) {
    const some = jobs.slice(from, from + together);
    // Those of a program that does not compile are built one by one, so that one of them gets the blame.
    const programs = await shim.buildPackages(some).catch(() => []);
    for (const [i, program] of programs.entries()) built.set(some[i]?.name ?? '', program);
  }
}
