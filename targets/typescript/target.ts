/** The target `typescript`: plain TypeScript, wherever JavaScript runs. */

import { choose } from '../../compiler/plan/implementation.ts';
import type { Kernel } from '../../compiler/plan/kernel.ts';
import { plainMemory } from '../../compiler/plan/memory.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { megabytes } from '../../compiler/quantities.ts';
import type { PackageFile, Target, TextFile } from '../../compiler/target.ts';
import { demoPage } from '../javascript/demo/page.ts';
import { openJavascript } from '../javascript/open.ts';
import { javascriptPackage, type Parts } from '../javascript/package.ts';
import { cpuRuntime } from '../javascript/runtime-files.ts';
import { eraseTypes } from '../javascript/transpile.ts';
import type { PrintedKernel } from '../units.ts';
import { aboutOutliers } from '../winograd.ts';
import { contractions } from './contractions/index.ts';
import { printKernel } from './kernels/index.ts';

const kernelFile = ({ name }: Kernel, { text }: PrintedKernel): TextFile => ({
  path: `src/kernels/${name}.ts`,
  text,
});

export const typescript: Target = {
  name: 'typescript',
  summary:
    'plain TypeScript: no WebAssembly, no eval; runs wherever JavaScript does, with threads where you want them',
  implementations: contractions,
  schedule: contraction => choose(contractions, contraction),
  memory: plainMemory,
  meansIntoLinear: () => false,
  joins: () => false,
  kernel: (kernel, plan) => kernelFile(kernel, printKernel(kernel, plan)),
  hasThreads: true,
  open: openJavascript(),
  files: filesOf,
  filesWithDemo: (plan, settings) => filesOf(plan, demoPage(plan, settings, { language: 'TypeScript' })),
};

async function filesOf(plan: Plan, page?: TextFile): Promise<readonly PackageFile[]> {
  // Imported when it is needed, for it imports ts-morph.
  const { typescriptEntry } = await import('./entry.ts');
  const printed = plan.kernels.map(kernel => ({ kernel, ...printKernel(kernel, plan) }));
  const sources = printed.map(({ kernel, ...own }) => kernelFile(kernel, own));
  const parts = {
    sources,
    scripts: eraseTypes(sources),
    runtime: [
      ...cpuRuntime,
      'javascript/collect',
      'typescript/instance',
      'typescript/model',
      'typescript/options',
      'typescript/program',
    ],
    entry: typescriptEntry(
      plan,
      printed.map(({ units }) => units),
    ),
    readme: {
      about:
        'Plain TypeScript: no WebAssembly and no `eval`, so a strict Content-Security-Policy is no obstacle.',
      memory: memoryOf(plan),
      language: 'TypeScript',
      notes: aboutOutliers(plan).join('\n'),
    },
  } satisfies Parts;
  return javascriptPackage(plan, parts, page);
}

const memoryOf = ({ recipe, prepared, arena, scratch }: Plan): string =>
  [
    `weights ${megabytes(4 * recipe.elements)}`,
    `prepared weights ${megabytes(4 * prepared)}`,
    `activation memory ${megabytes(4 * arena.elements)} (lower bound for this order ${megabytes(4 * arena.lowerBound)})`,
    `room for the kernels of a thread ${megabytes(8 * scratch)}`,
  ].join(', ');
