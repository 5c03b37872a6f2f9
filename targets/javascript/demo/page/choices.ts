/** Where the network can run on this machine, and in which precision. */

import type { Check } from '../../../wgsl/runtime/check.ts';
import type { Program } from '../../runtime/interface.ts';
import { canShare } from '../../runtime/threads.ts';
import { type DemoData, typescriptFolder } from '../data.ts';
import { type CpuPackage, findTypescript, openCpu, typescriptWeights } from './cpu.ts';
import type { Engine, Loading } from './engine.ts';
import { megabytes } from './format.ts';
import { type GpuPackage, openGpu } from './gpu.ts';
import { isOfGpu, type Package } from './package.ts';

/** One of them. */
export interface Choice {
  readonly id: 'f32' | 'f16' | 'cpu' | 'threads';
  readonly label: string;
  /** A few words on what it takes, or why it cannot be had. */
  readonly detail: string;
  readonly isPossible: boolean;
  /** Bytes to download; of a package that was not asked yet, not known. */
  readonly download: number | undefined;
  /** Where they come from. */
  readonly weights: string;
  open(loading: Loading): Promise<Engine>;
}

/** What this machine says. */
export interface Machine {
  /** What the GPU calls itself, where there is one. */
  readonly gpu: string | undefined;
  /** Why it cannot run the network. */
  readonly reasons: readonly string[];
  /** The first is the best where it is possible. */
  readonly choices: readonly Choice[];
}

/** Asks what there is. Nothing is fetched. */
export const askMachine = (code: Package, data: DemoData): Promise<Machine> =>
  isOfGpu(code) ? askGpu(code) : Promise.resolve(cpuMachine(code, data));

async function askGpu(code: GpuPackage): Promise<Machine> {
  const single = await code.check({ precision: 'f32' });
  const half = await code.check({ precision: 'f16' });
  const { reasons, gpu } = single;
  return {
    gpu,
    reasons,
    choices: [
      gpuChoice(code, single, 'not here'),
      gpuChoice(code, half, single.ok ? 'this GPU has no shader-f16' : 'not here'),
      typescriptChoice(),
    ],
  };
}

/** @param lack - why it cannot be had, if so */
function gpuChoice(code: GpuPackage, { ok, precision, bytes }: Check, lack: string): Choice {
  const label = `GPU, ${precision === 'f16' ? 'float16' : 'float32'}`;
  return {
    id: precision,
    label,
    detail: ok ? `${megabytes(bytes.gpu)} on the GPU` : lack,
    isPossible: ok,
    download: bytes.download,
    weights: 'weights.bin',
    open: loading => openGpu(code, precision, label, loading),
  };
}

function cpuMachine(code: CpuPackage, { language }: DemoData): Machine {
  const { program } = code;
  const most = navigator.hardwareConcurrency;
  const choice = (id: 'cpu' | 'threads', threads: number, isPossible: boolean): Choice => {
    const count = threads === 1 ? 'one thread' : `${threads} threads`;
    const place = `CPU, ${count} of ${language}`;
    return {
      id,
      label: `CPU, ${count}`,
      detail: isPossible ? `${megabytes(memoryOf(program))} of memory` : 'the server isolates no pages',
      isPossible,
      download: program.bytes.download,
      weights: 'weights.bin',
      open: loading => openCpu({ code, weights: 'weights.bin', threads, place }, loading),
    };
  };
  const single = choice('cpu', 1, true);
  return {
    gpu: undefined,
    reasons: [],
    choices: most > 1 ? [single, choice('threads', most, canShare())] : [single],
  };
}

/** @param code - of the TypeScript package, once it was asked for */
export function typescriptChoice(code?: CpuPackage): Choice {
  const place = 'CPU, one thread of TypeScript';
  return {
    id: 'cpu',
    label: 'CPU',
    detail: code ? `${megabytes(memoryOf(code.program))} of memory` : `the package in ${typescriptFolder}/`,
    isPossible: true,
    download: code?.program.bytes.download,
    weights: typescriptWeights(),
    async open(loading) {
      if (!code) throw new Error('the TypeScript package was not asked for yet');
      return openCpu({ code, weights: typescriptWeights(), threads: 1, place }, loading);
    },
  };
}

const memoryOf = ({ bytes }: Program): number =>
  bytes.weights + bytes.prepared + bytes.activations + bytes.scratch;

/** The TypeScript package beside this one, or what is wrong with it: it is missing, or of another network. */
export async function askTypescript(code: Package): Promise<CpuPackage | 'missing' | 'another'> {
  const found = await findTypescript();
  if (!found) return 'missing';
  const { name, inputs } = found.program;
  const isSame =
    name === code.program.name && String(inputs[0]?.shape) === String(code.program.inputs[0]?.shape);
  return isSame ? found : 'another';
}

/** Whether there are weights, as far as can be told without fetching them. */
export async function hasWeights({ weights }: Choice): Promise<boolean> {
  try {
    const { status } = await fetch(weights, { method: 'HEAD' });
    return status !== 404 && status !== 410;
  } catch {
    // Whatever it is, fetching them will say it.
    return true;
  }
}
