/** Makes a model: weights stream into their buffers while shaders are compiled. */

import { checkLoad } from './arguments.ts';
import type { Shapes } from './interface.ts';
import { gpuOptions, type OpenDevice, openDevice } from './device.ts';
import { dispatchesOf } from './dispatch.ts';
import { watch } from './errors.ts';
import { ImageInput } from './image-input.ts';
import { Inputs } from './inputs.ts';
import { Life } from './life.ts';
import { Memory } from './memory.ts';
import { GpuModel, type Model } from './model.ts';
import type { LoadOptions } from './options.ts';
import type { Code, Program } from './program.ts';
import { Resources } from './resources.ts';
import type { Session } from './session.ts';
import { Compiler, type Pipeline } from './shaders.ts';
import { uploadWeights } from './upload.ts';

/**
 * Finds a GPU, fetches weights, checks them, and makes a model. What fails leaves nothing on the GPU.
 *
 * @throws Error that says what was expected, what was got and how to mend it
 */
export async function loadModel<Input extends Shapes, Output extends Shapes>(
  program: Program,
  code: Code,
  options: LoadOptions,
): Promise<Model<Input, Output>> {
  checkLoad(program.name, options, gpuOptions);
  options.signal?.throwIfAborted();
  const open = await openDevice(program, options);
  const { device, isGiven } = open;
  const resources = new Resources(device);
  const release = (): void => {
    resources.destroy();
    if (!isGiven) device.destroy();
  };
  const life = new Life(program.name, device);
  try {
    return await build(program, code, options, open, resources, life, release);
  } catch (error) {
    // A device that is destroyed below is not lost.
    life.end(error instanceof Error ? error : new Error(String(error)));
    release();
    throw error;
  }
}

async function build<Input extends Shapes, Output extends Shapes>(
  program: Program,
  code: Code,
  { weights, onProgress, signal }: LoadOptions,
  { device, precision }: OpenDevice,
  resources: Resources,
  life: Life,
  release: () => void,
): Promise<Model<Input, Output>> {
  const memory = new Memory(device, program, code.steps, precision, resources);
  const compiler = new Compiler(device, program.name, precision, life);
  let loaded = 0;
  life.doing = () => describe(loaded, program.bytes.download, compiler);
  await life.until(memory.ready);
  const control = new AbortController();
  const uploading = uploadWeights(
    weights,
    {
      bytes: program.bytes.download,
      plan: program.plan,
      onProgress(bytes, total) {
        loaded = bytes;
        onProgress?.(bytes, total);
      },
      signal: signal ? AbortSignal.any([signal, control.signal]) : control.signal,
    },
    device,
    memory,
  );
  const compiling = compileAll(compiler, code, precision === 'f16');
  const [header, pipelines] = await life
    .until(Promise.all([uploading, compiling]), 0)
    .catch(async (error: unknown) => {
      // The download ends, and nothing is written any more once the buffers are destroyed.
      control.abort(error);
      await uploading.catch(() => {});
      throw error;
    });
  const { value: dispatches, complaint } = watch(device, () =>
    dispatchesOf(device, code, pipelines.steps, memory),
  );
  const refusal = await life.until(complaint);
  if (refusal) throw new Error(`${program.name}: buffers cannot be bound: ${refusal.message}; report it`);
  const session: Session = { program, device, precision, life, resources, memory, dispatches };
  const { preprocessing } = program;
  const images =
    preprocessing && pipelines.preprocess
      ? new ImageInput(session, preprocessing, pipelines.preprocess)
      : undefined;
  life.doing = () => 'running';
  return new GpuModel(session, new Inputs(session, pipelines.convert, images), header.origin, release);
}

/** What is going on, for the error of a device that is lost meanwhile. */
function describe(loaded: number, total: number, { pending }: Compiler): string {
  const [first] = pending;
  const compiling = first === undefined ? '' : `, compiling the shader of ${first}`;
  return `loading (${Math.floor((100 * loaded) / total)}% of the weights are there${compiling})`;
}

interface Pipelines {
  readonly steps: ReadonlyMap<string, Pipeline>;
  readonly preprocess?: Pipeline;
  readonly convert?: Pipeline;
}

async function compileAll(compiler: Compiler, code: Code, isHalf: boolean): Promise<Pipelines> {
  const { preprocess: text, convert } = code;
  const helpers = [
    text === undefined
      ? undefined
      : compiler.pipeline('preprocess', text, ['texture', 'read', 'read', 'read', 'write'], 'images'),
    isHalf ? compiler.pipeline('convert', convert, ['read', 'write'], 'the input') : undefined,
  ] as const;
  const [steps, preprocess, made] = await Promise.all([compiler.compile(code), ...helpers]);
  return { steps, ...(preprocess && { preprocess }), ...(made && { convert: made }) };
}
