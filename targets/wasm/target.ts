/** The target `wasm`: WebAssembly with SIMD, on one thread, for browsers and Node. */

import { openJavascript } from '../javascript/open.ts';
import { javascriptPackage } from '../javascript/package.ts';
import type { Target } from '../target.ts';
import { choices } from './algorithm.ts';
import { assemble } from './assemble.ts';
import { printKernel } from './kernels/index.ts';
import { memoryMapOf } from './memory-map.ts';
import { printNetwork } from './network.ts';
import { readme } from './readme.ts';
import { tuning } from './tuning.ts';

export const wasm: Target = {
  name: 'wasm',
  summary: 'WebAssembly with SIMD, on one thread, for browsers and Node: the fast one on CPUs',
  ...choices,
  tuning,
  scratchBytes: plan => memoryMapOf(plan).roomBytes,
  kernel: (kernel, plan) => ({ path: 'src/kernels.wat', text: printKernel(kernel, plan).text }),
  open: openJavascript(),
  async files(plan) {
    // Imported when it is needed, for it imports ts-morph.
    const { wasmEntry } = await import('./entry.ts');
    const map = memoryMapOf(plan);
    const { text, units } = printNetwork(plan, map);
    return javascriptPackage(plan, {
      sources: [{ path: 'src/kernels.wat', text }],
      scripts: [],
      assets: [{ path: 'dist/kernels.wasm', bytes: await assemble(text) }],
      runtime: [
        'javascript/classify',
        'javascript/cpu-model',
        'javascript/header',
        'javascript/interface',
        'javascript/preprocess',
        'javascript/source',
        'javascript/weights',
        'wasm/kernels',
        'wasm/model',
        'wasm/options',
        'wasm/program',
        'wasm/run-step',
      ],
      entry: wasmEntry(plan, map, units),
      readme: readme(plan, map),
    });
  },
};
