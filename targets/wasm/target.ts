/** The target `wasm`: WebAssembly with SIMD and threads, for browsers and Node. */

import { choose } from '../../compiler/plan/implementation.ts';
import { plainMemory } from '../../compiler/plan/memory.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { PackageFile, Target, TextFile } from '../../compiler/target.ts';
import { demoPage } from '../javascript/demo/page.ts';
import { openJavascript } from '../javascript/open.ts';
import { javascriptPackage, type Parts } from '../javascript/package.ts';
import { cpuRuntime } from '../javascript/runtime-files.ts';
import { assemble } from './assemble.ts';
import { contractions } from './contractions/index.ts';
import { printKernel } from './kernels/index.ts';
import { memoryMapOf } from './memory-map.ts';
import { printNetwork } from './network.ts';
import { readme } from './readme.ts';
import { relax } from './wat/relaxed.ts';

export const wasm: Target = {
  name: 'wasm',
  summary: 'WebAssembly with SIMD and threads, for browsers and Node: the fast one on CPUs',
  implementations: contractions,
  schedule: contraction => choose(contractions, contraction),
  memory: plainMemory,
  meansIntoLinear: () => false,
  joins: () => false,
  scratchBytes: plan => memoryMapOf(plan).roomBytes,
  kernel: (kernel, plan) => ({ path: 'src/kernels.wat', text: printKernel(kernel, plan).text }),
  hasThreads: true,
  open: openJavascript(),
  files: filesOf,
  filesWithDemo: (plan, settings) => {
    const page = demoPage(plan, settings, { language: 'WebAssembly', scriptSources: "'wasm-unsafe-eval'" });
    return filesOf(plan, page);
  },
};

async function filesOf(plan: Plan, page?: TextFile): Promise<readonly PackageFile[]> {
  // Imported when it is needed, for it imports ts-morph.
  const { wasmEntry } = await import('./entry.ts');
  const map = memoryMapOf(plan);
  const { text, units } = printNetwork(plan, map);
  const parts = {
    sources: [{ path: 'src/kernels.wat', text }],
    scripts: [],
    assets: [
      { path: 'dist/kernels.wasm', bytes: await assemble(text) },
      { path: 'dist/kernels-relaxed.wasm', bytes: await assemble(relax(text)) },
    ],
    runtime: [
      ...cpuRuntime,
      'wasm/instance',
      'wasm/kernels',
      'wasm/model',
      'wasm/options',
      'wasm/program',
      'wasm/relaxed',
      'wasm/shared-memory',
    ],
    entry: wasmEntry(plan, map, units),
    readme: readme(plan, map),
  } satisfies Parts;
  return javascriptPackage(plan, parts, page);
}
