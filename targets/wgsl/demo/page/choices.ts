/** Where the network can run on this machine, and in which precision. */

import type { Program } from '../../../javascript/runtime/interface.ts';
import type { Check } from '../../runtime/check.ts';
import { typescriptFolder } from '../data.ts';
import { findTypescript, openCpu, typescriptWeights } from './cpu.ts';
import type { Engine, Loading } from './engine.ts';
import { megabytes } from './format.ts';
import { type GpuPackage, openGpu } from './gpu.ts';

/** One of them. */
export interface Choice {
  readonly id: 'f32' | 'f16' | 'cpu';
  readonly label: string;
  /** A few words on what it takes, or why it cannot be had. */
  readonly detail: string;
  readonly isPossible: boolean;
  /** Bytes to download, and from where; of the CPU, once it is known. */
  readonly download: number | undefined;
  readonly weights: string;
  open(loading: Loading): Promise<Engine>;
}

/** What this machine's GPU says. */
export interface Machine {
  /** What the GPU calls itself. */
  readonly gpu: string | undefined;
  /** Why it cannot run the network. */
  readonly reasons: readonly string[];
  readonly choices: readonly Choice[];
}

/** Asks the GPU. Nothing is fetched. */
export async function askMachine(code: GpuPackage): Promise<Machine> {
  const single = await code.check({ precision: 'f32' });
  const half = await code.check({ precision: 'f16' });
  const { reasons, gpu } = single;
  return {
    gpu,
    reasons,
    choices: [
      gpuChoice(code, single, 'not here'),
      gpuChoice(code, half, single.ok ? 'this GPU has no shader-f16' : 'not here'),
      cpuChoice(),
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

/** @param program - what the TypeScript package says of itself, once it was asked */
export function cpuChoice(program?: Program): Choice {
  const label = 'CPU';
  return {
    id: 'cpu',
    label,
    detail: program ? `${megabytes(memoryOf(program))} of memory` : `the package in ${typescriptFolder}/`,
    isPossible: true,
    download: program?.bytes.download,
    weights: typescriptWeights(),
    open: loading => openCpu('CPU, one thread of TypeScript', loading),
  };
}

const memoryOf = ({ bytes }: Program): number =>
  bytes.weights + bytes.prepared + bytes.activations + bytes.scratch;

/** What is wrong with the TypeScript package: it is missing, or of another network. */
export async function askTypescript(code: GpuPackage): Promise<Program | 'missing' | 'another'> {
  const program = await findTypescript();
  if (!program) return 'missing';
  const isSame =
    program.name === code.program.name && String(program.input.shape) === String(code.program.input.shape);
  return isSame ? program : 'another';
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
