/** A WebAssembly package at work: one memory, into which weights stream, and kernels over it. */

import { CpuModel } from '../../javascript/runtime/cpu-model.ts';
import type { Model, Program } from '../../javascript/runtime/interface.ts';
import { readWeights } from '../../javascript/runtime/weights.ts';
import { checkEngine, compileKernels, instantiateKernels } from './kernels.ts';
import type { LoadOptions } from './options.ts';
import type { Code, WasmStep } from './program.ts';
import { type Hands, runStep } from './run-step.ts';

/**
 * Makes a model. Kernels are compiled, and warmed up, while weights are on their way.
 *
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export async function loadModel<Input extends readonly number[], Output extends readonly number[]>(
  program: Program,
  code: Code,
  { weights: source, kernels: kernelsSource, relaxed, onProgress, signal }: LoadOptions,
): Promise<Model<Input, Output>> {
  const { name, bytes, plan } = program;
  checkEngine(name);
  const memory = allocate(name, code);
  const whole = ({ kernel }: WasmStep): number => code.units[kernel] ?? 0;

  const openHands = async (ended: AbortSignal): Promise<Hands> => {
    const module = await compileKernels(name, code, kernelsSource, { shared: false, relaxed, signal: ended });
    const kernels = await instantiateKernels(name, code, module, memory);
    const hands = { kernels, room: code.memory.room };
    warmUp(hands, code);
    return hands;
  };
  const readAll = (ended: AbortSignal): Promise<Pick<Model<Input, Output>, 'origin'>> => {
    const to = new Uint8Array(memory.buffer, code.memory.weights, bytes.weights);
    const options = { bytes: bytes.download, plan, onProgress, signal: ended };
    return readWeights(source, options, (piece, at) => to.set(piece, at));
  };

  const [hands, { origin }] = await together(signal, openHands, readAll);
  for (const step of code.prepare) runStep(hands, step, 0, whole(step));
  const arena = new Float32Array(memory.buffer, code.memory.arena, bytes.activations / 4);
  const steps = code.steps.map(step => ({
    layer: step.layer,
    run: () => runStep(hands, step, 0, whole(step)),
  }));
  return new CpuModel(program, { arena, steps }, origin);
}

function allocate(name: string, { memory: { pages } }: Code): WebAssembly.Memory {
  try {
    // Kernels import memory that has a maximum; none grows.
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    const size = Math.ceil(pages / 16);
    throw new Error(`${name}: there are no ${size} MB of memory to be had; dispose of what is not needed`, {
      cause,
    });
  }
}

/** Of a kernel's units, the share after which engines have seen enough of it. */
const warmShare = 1 / 8;

/**
 * Engines compile twice: at once, and well when a kernel has worked for a while. So each works before it is needed, on
 * whatever lies in memory, and the first real run finds it compiled well.
 */
function warmUp(hands: Hands, { steps, units }: Code): void {
  const done = new Set<string>();
  for (const step of steps) {
    if (done.has(step.kernel)) continue;
    done.add(step.kernel);
    runStep(hands, step, 0, Math.ceil((units[step.kernel] ?? 0) * warmShare));
  }
}

/** Both results, once both are there; where one fails, the other is ended. */
async function together<A, B>(
  signal: AbortSignal | undefined,
  first: (ended: AbortSignal) => Promise<A>,
  second: (ended: AbortSignal) => Promise<B>,
): Promise<[A, B]> {
  const stop = new AbortController();
  const ended = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  try {
    return await Promise.all([first(ended), second(ended)]);
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}
