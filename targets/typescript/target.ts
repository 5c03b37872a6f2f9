/** The target `typescript`: plain TypeScript on one thread, wherever JavaScript runs. */

import type { Kernel } from '../../compiler/plan/kernel.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { javascriptPackage } from '../javascript/package.ts';
import type { PackageFile, Target } from '../target.ts';
import { choices } from './algorithm.ts';
import { printKernel } from './kernels/index.ts';

const kernelFile = (kernel: Kernel, plan: Plan): PackageFile => ({
  path: `src/kernels/${kernel.name}.ts`,
  text: printKernel(kernel, plan),
});

export const typescript: Target = {
  name: 'typescript',
  summary: 'plain TypeScript: no WebAssembly, no eval, one thread; runs wherever JavaScript does',
  ...choices,
  kernel: kernelFile,
  files: plan =>
    javascriptPackage(
      plan,
      plan.kernels.map(kernel => kernelFile(kernel, plan)),
      'Plain TypeScript on one thread: no WebAssembly and no `eval`, so a strict Content-Security-Policy is no obstacle.',
    ),
};
