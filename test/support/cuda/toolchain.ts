/** Compilers for the CUDA target: g++ for packages that run through the shim, nvcc for those that are only compiled. */

import { afterAll, beforeAll } from 'vitest';
import { findNvcc } from '../../../targets/cuda/host/nvcc.ts';
import { onPath } from '../programs.ts';
import { describeRequiring } from '../requiring.ts';
import { type Optimization, Shim } from './shim.ts';

/** How compilers are found, by the names of `NETWRIGHT_REQUIRE`, and how to get them. */
const compilers = {
  'g++': { find: () => onPath('g++'), advice: 'apt-get install g++' },
  nvcc: { find: findNvcc, advice: 'install the CUDA toolkit' },
} as const;

/**
 * Tests that need a compiler.
 *
 * @param body - is given a function that gives the compiler's path, once tests run
 */
export function describeWithCompiler(
  compiler: keyof typeof compilers,
  title: string,
  body: (path: () => string) => void,
): void {
  const { find, advice } = compilers[compiler];
  const found = find();
  const lack = found === undefined ? `there is no ${compiler} (${advice})` : undefined;
  describeRequiring(title, [{ name: compiler, lack }], () =>
    body(() => {
      if (found === undefined) throw new Error(`there is no ${compiler}`);
      return found;
    }),
  );
}

/**
 * Tests that run CUDA programs on the CPU.
 *
 * @param optimization - of the programs: many small ones take longer to compile than to run
 * @param body - is given a function that gives the shim, once tests run
 */
export function describeWithShim(
  title: string,
  optimization: Optimization,
  body: (shim: () => Shim) => void,
): void {
  describeWithCompiler('g++', title, path => {
    let shim: Shim | undefined;
    beforeAll(async () => {
      shim = new Shim(path(), optimization);
      await shim.prepare();
    });
    afterAll(() => shim?.remove());
    body(() => {
      if (!shim) throw new Error('the shim is there only while tests run');
      return shim;
    });
  });
}
