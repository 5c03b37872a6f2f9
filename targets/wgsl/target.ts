/** The target `wgsl`: WebGPU shaders, for browsers and for Node with a WebGPU of its own. */

import { choose } from '../../compiler/plan/implementation.ts';
import type { Kernel } from '../../compiler/plan/kernel.ts';
import type { MemoryRules } from '../../compiler/plan/memory.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { PackageFile, Target, TextFile } from '../../compiler/target.ts';
import { demoPage } from '../javascript/demo/page.ts';
import { openJavascript } from '../javascript/open.ts';
import { javascriptPackage, type Parts } from '../javascript/package.ts';
import { contractions } from './contractions/index.ts';
import { gpu } from './gpu.ts';
import { helperNames, printHelper } from './helpers.ts';
import { hostOptions } from './host.ts';
import { printKernel } from './kernels/index.ts';
import { shaderFile, shaderScript, shaderTypes } from './modules.ts';
import { readme } from './readme.ts';

/**
 * Offsets of bindings are multiples of 256 bytes (WebGPU's default for `minStorageBufferOffsetAlignment`), of float16
 * too. A buffer has at most 256 MiB (its default for `maxBufferSize`).
 */
const memory: MemoryRules = { alignment: 128, largest: 2 ** 26, binds: true };

const kernelFile = (kernel: Kernel, plan: Plan): TextFile =>
  shaderFile(kernel.name, printKernel(kernel, plan).text);

export const wgsl: Target = {
  name: 'wgsl',
  summary: 'WebGPU shaders, for browsers, and for Node with the npm package `webgpu`; float32 or float16',
  implementations: contractions,
  schedule: contraction => choose(contractions, contraction),
  memory,
  // Where the means of an image fit into workgroup memory beside the sums of 256 threads.
  meansIntoLinear: ([, channels = 1]) => 4 * channels <= gpu.memory - 16 * 256,
  joins: () => false,
  kernel: kernelFile,
  open: openJavascript(hostOptions),
  halves: () => ({ holds: () => true, when: "in which `load({ precision: 'f16' })` stores it" }),
  files: filesOf,
  // The page comes before what takes time: it may refuse.
  filesWithDemo: (plan, settings) => filesOf(plan, demoPage(plan, settings, { language: 'WebGPU' })),
};

async function filesOf(plan: Plan, page?: TextFile): Promise<readonly PackageFile[]> {
  // Imported when it is needed, for it imports ts-morph.
  const { wgslEntry } = await import('./entry.ts');
  const shaders = plan.kernels.map(kernel => printKernel(kernel, plan));
  const sources = [
    ...plan.kernels.map(({ name }, i) => shaderFile(name, shaders[i]?.text ?? '')),
    ...helperNames(plan).map(name => shaderFile(name, printHelper(name, plan))),
  ];
  const parts = {
    sources: [...sources, shaderTypes],
    scripts: sources.map(shaderScript),
    runtime: [
      'javascript/arguments',
      'javascript/batch',
      'javascript/builtin',
      'javascript/classify',
      'javascript/globals',
      'javascript/header',
      'javascript/images',
      'javascript/interface',
      'javascript/preprocess',
      'javascript/source',
      'javascript/together',
      'javascript/values',
      'javascript/weights',
      'wgsl/blame',
      'wgsl/check',
      'wgsl/device',
      'wgsl/dispatch',
      'wgsl/errors',
      'wgsl/float16',
      'wgsl/gpu',
      'wgsl/image-input',
      'wgsl/inputs',
      'wgsl/life',
      'wgsl/load',
      'wgsl/memory',
      'wgsl/model',
      'wgsl/options',
      'wgsl/profile',
      'wgsl/program',
      'wgsl/readback',
      'wgsl/resources',
      'wgsl/session',
      'wgsl/shaders',
      'wgsl/trace',
      'wgsl/upload',
    ],
    entry: wgslEntry(plan, shaders),
    readme: readme(plan),
  } satisfies Parts;
  return javascriptPackage(plan, parts, page);
}
