/** The target `cuda`: a library in CUDA C for NVIDIA GPUs, with a C API, that `nvcc` alone builds. */

import { printPlan } from '../../compiler/plan/json.ts';
import type { Kernel } from '../../compiler/plan/kernel.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { Halves, PackageFile, Target, TextFile } from '../../compiler/target.ts';
import { choicesFor } from './algorithm.ts';
import { headersOf } from './headers.ts';
import { openCuda } from './host/open.ts';
import { hostFiles } from './host-files.ts';
import { printKernel } from './kernels/index.ts';
import { prefixOf } from './names.ts';
import { printNetwork } from './network.ts';
import { cudaOptions, optionsOf } from './options.ts';
import { placementsOf } from './placements.ts';
import { toleranceOf } from './tolerance.ts';

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
