/** What the README of a WebAssembly package says beside what all packages' do. */

import type { Plan } from '../../compiler/plan/plan.ts';
import { megabytes } from '../../compiler/quantities.ts';
import { inComment } from '../escape.ts';
import { packageName, type Readme } from '../javascript/package.ts';
import { aboutOutliers } from '../winograd.ts';
import type { MemoryMap } from './memory-map.ts';

/** See `Readme`. */
export const readme = (plan: Plan, { roomBytes }: MemoryMap): Readme => ({
  about:
    "WebAssembly with SIMD and threads: in browsers (Chrome 91, Firefox 89, Safari 16.4 or later), in workers, in Node, Deno and Bun. Of a strict Content-Security-Policy it asks for `script-src 'wasm-unsafe-eval'` and no more.",
  memory: [
    `weights ${megabytes(4 * plan.recipe.elements)}`,
    `prepared weights ${megabytes(4 * plan.prepared)}`,
    `activation memory ${megabytes(4 * plan.arena.elements)} (lower bound for this order ${megabytes(4 * plan.arena.lowerBound)})`,
    `room for the kernels of a thread ${megabytes(roomBytes)}`,
  ].join(', '),
  language: 'TypeScript and WebAssembly text',
  kernels:
    '`kernels.wat` is what `dist/kernels.wasm` is assembled from, and by the rule at its head `dist/kernels-relaxed.wasm`, a function for each shape, headed by the layers that use it;',
  notes: [
    '- **Weights** stream into the memory that they are used from; nothing is copied twice. Kernels are compiled and warmed up meanwhile, so that the first run is as fast as later ones. Where an engine lacks SIMD, `load` says so before anything is fetched.\n- **Two builds:** `kernels-relaxed.wasm` adds a product in one instruction where the CPU has it; it is fetched where the engine has relaxed SIMD (from Chrome 114 and Node 22 on), else `kernels.wasm`. Its last bits go by the CPU. Where every machine must give the same bits: `load({ weights, relaxed: false })`.\n- **Both** lie beside the scripts and are fetched from there; bundlers that know `new URL(..., import.meta.url)`, as Vite and webpack do, carry them along. For others, tell `load` where one is:',
    [
      '```ts',
      `import kernels from '${inComment(packageName(plan))}/kernels.wasm?url'; // as the bundler spells it; or copy the file and give its address`,
      '',
      "const model = await load({ weights: 'weights.bin', kernels }); // a URL, a Response, bytes, a WebAssembly.Module",
      '```',
    ].join('\n'),
    '- **Vectors of 256 bits** V8 makes of two of 128 by an experimental flag, in Node from 24 on; measured, it takes 0.6 of the time (ResNet-50, Intel Xeon, Node 26: 107 ms, against 150 ms by `kernels-relaxed.wasm` and 176 ms by `kernels.wasm` without the flag). Give `relaxed: false` with it: few sums are under way at once then, and wait for each other longer where product and sum are one instruction (126 ms). The bits stay the same.',
    [
      '```sh',
      "node --experimental-wasm-revectorize app.mjs # or, before load: v8.setFlagsFromString('--experimental-wasm-revectorize')",
      '```',
    ].join('\n'),
    ...aboutOutliers(plan),
  ].join('\n\n'),
});
