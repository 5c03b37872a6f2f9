/** The target `typescript`: plain TypeScript on one thread, wherever JavaScript runs. */

import { javascriptPackage } from '../javascript/package.ts';
import type { Target } from '../target.ts';
import { choices } from './algorithm.ts';
import { printKernel } from './kernels/index.ts';

export const typescript: Target = {
  name: 'typescript',
  summary: 'plain TypeScript: no WebAssembly, no eval, one thread; runs wherever JavaScript does',
  ...choices,
  files: plan =>
    javascriptPackage(
      plan,
      plan.kernels.map(kernel => ({
        path: `src/kernels/${kernel.name}.ts`,
        text: printKernel(kernel, plan),
      })),
      'Plain TypeScript on one thread: no WebAssembly and no `eval`, so a strict Content-Security-Policy is no obstacle.',
    ),
};
