/** The package that the page lies in. */

import type { CpuPackage } from './cpu.ts';
import type { GpuPackage } from './gpu.ts';

/** What its code exports. */
export type Package = CpuPackage | GpuPackage;

/** Whether it runs on the GPU: then it can say whether there is one. */
export const isOfGpu = (code: Package): code is GpuPackage => 'check' in code;

/** Its code. Relative to the page: bundlers and the policy see no other address. */
export function importPackage(): Promise<Package> {
  const path = './dist/index.js';
  return import(path);
}
