/** The target `cuda`: a library in CUDA C for NVIDIA GPUs, with a C API, that `nvcc` alone builds. */

import type { Choices } from '../../compiler/plan/contract.ts';
import { choose } from '../../compiler/plan/implementation.ts';
import { printPlan } from '../../compiler/plan/json.ts';
import type { Kernel } from '../../compiler/plan/kernel.ts';
import type { MemoryRules } from '../../compiler/plan/memory.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { Halves, PackageFile, Target, TextFile } from '../../compiler/target.ts';
import { contractionsFor } from './contractions/index.ts';
import { takesMeans } from './contractions/vector.ts';
import { headersOf } from './headers.ts';
import { openCuda } from './host/open.ts';
import { hostFiles } from './host-files.ts';
import { deepest } from './igemms.ts';
import { printKernel } from './kernels/index.ts';
import { prefixOf } from './names.ts';
import { printNetwork } from './network.ts';
import { type CudaOptions, cudaOptions, optionsOf, type Precision } from './options.ts';
import { placementsOf } from './placements.ts';
import { precisions } from './precisions.ts';
import { toleranceOf } from './tolerance.ts';

/** Buffers begin at multiples of 256 bytes, of float16 too: what memory is read by. */
const memoryFor = (precision: Precision): MemoryRules => ({
  alignment: 128,
  largest: Number.POSITIVE_INFINITY,
  binds: false,
  ...(precisions[precision].bytes !== 4 && { elementBytes: precisions[precision].bytes }),
});

/** The target's choices. */
export function choicesFor(options: CudaOptions): Choices {
  const { precision } = options;
  const implementations = contractionsFor(options);
  return {
    implementations,
    schedule: contraction => choose(implementations, contraction),
    memory: memoryFor(precision),
    meansIntoLinear: takesMeans,
    // Every step has to be of one of them, however deep it is.
    joins: (first, second) =>
      first.groups === 1 &&
      second.groups === 1 &&
      [first, second].every(
        ({ x: [, channels = 1] }) => (channels * precisions[precision].bytes) % deepest === 0,
      ),
  };
}

/** The target with what is chosen of it. */
function cudaWith(chosen: Readonly<Record<string, string>>): Target {
  const options = optionsOf({ options: chosen });
  return {
    name: 'cuda',
    summary: 'a library in CUDA C for NVIDIA GPUs, with a C API; float32, TF32 or float16',
    ...choicesFor(options),
    choosable: cudaOptions,
    options: { ...options },
    choose: cudaWith,
    kernel: kernelFile,
    open: openCuda,
    tolerance: toleranceOf,
    halves: halvesOf,
    files,
  };
}

/** One kernel: its constants, with the template that they are for. */
function kernelFile(kernel: Kernel, plan: Plan): TextFile {
  const { text, file } = printKernel(kernel, plan);
  const template = headersOf([`device/kernels/${file}.cuh`]).find(({ path }) =>
    path.endsWith(`/${file}.cuh`),
  );
  return { path: `${prefixOf(plan)}.cu`, text: `${text}\n${template?.text ?? ''}` };
}

function halvesOf(plan: Plan): Halves {
  const stored = placementsOf(plan).list.filter(each => each.stored === 'f16');
  const offsets = new Set(stored.map(({ from }) => from));
  return { holds: ({ offset }) => offsets.has(offset), when: 'in which the package stores it' };
}

async function files(plan: Plan): Promise<readonly PackageFile[]> {
  const { text, headers, memory } = printNetwork(plan);
  return [
    ...headersOf(headers),
    ...hostFiles(plan, memory),
    { path: `${prefixOf(plan)}.cu`, text },
    { path: 'plan.json', text: printPlan(plan) },
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

export const cuda: Target = cudaWith({});
