/** The target `typescript`: plain TypeScript on one thread, wherever JavaScript runs. */

import type { Kernel } from '../../compiler/plan/kernel.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { openJavascript } from '../javascript/open.ts';
import { javascriptPackage } from '../javascript/package.ts';
import { eraseTypes } from '../javascript/transpile.ts';
import type { Target, TextFile } from '../target.ts';
import { megabytes } from '../text.ts';
import { choices } from './algorithm.ts';
import { printKernel } from './kernels/index.ts';
import { tuning } from './tuning.ts';

const kernelFile = (kernel: Kernel, plan: Plan): TextFile => ({
  path: `src/kernels/${kernel.name}.ts`,
  text: printKernel(kernel, plan),
});

export const typescript: Target = {
  name: 'typescript',
  summary: 'plain TypeScript: no WebAssembly, no eval, one thread; runs wherever JavaScript does',
  ...choices,
  tuning,
  kernel: kernelFile,
  open: openJavascript(),
  async files(plan) {
    // Imported when it is needed, for it imports ts-morph.
    const { typescriptEntry } = await import('./entry.ts');
    const sources = plan.kernels.map(kernel => kernelFile(kernel, plan));
    return javascriptPackage(plan, {
      sources,
      scripts: eraseTypes(sources),
      runtime: [
        'javascript/classify',
        'javascript/collect',
        'javascript/cpu-model',
        'javascript/header',
        'javascript/interface',
        'javascript/preprocess',
        'javascript/source',
        'javascript/weights',
        'typescript/model',
      ],
      entry: typescriptEntry(plan),
      readme: {
        about:
          'Plain TypeScript on one thread: no WebAssembly and no `eval`, so a strict Content-Security-Policy is no obstacle.',
        memory: memoryOf(plan),
        language: 'TypeScript',
      },
    });
  },
};

const memoryOf = ({ recipe, prepared, arena, scratch }: Plan): string =>
  [
    `weights ${megabytes(4 * recipe.elements)}`,
    `prepared weights ${megabytes(4 * prepared)}`,
    `activations ${megabytes(4 * arena.elements)} (lower bound for this order ${megabytes(4 * arena.lowerBound)})`,
    `room for kernels ${megabytes(8 * scratch)}`,
  ].join(', ');
