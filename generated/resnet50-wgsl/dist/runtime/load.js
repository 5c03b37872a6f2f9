/** Makes a model: weights stream into their buffers while shaders are compiled. */
import { checkLoad } from './arguments.js';
import { gpuOptions, openDevice } from './device.js';
import { dispatchesOf } from './dispatch.js';
import { watch } from './errors.js';
import { ImageInput } from './image-input.js';
import { Inputs } from './inputs.js';
import { Life } from './life.js';
import { Memory } from './memory.js';
import { GpuModel } from './model.js';
import { Resources } from './resources.js';
import { Compiler } from './shaders.js';
import { uploadWeights } from './upload.js';
/**
 * Finds a GPU, fetches weights, checks them, and makes a model. What fails leaves nothing on the GPU.
 *
 * @throws Error that says what was expected, what was got and how to mend it
 */
export async function loadModel(program, code, options) {
    checkLoad(program.name, options, gpuOptions);
    options.signal?.throwIfAborted();
    const open = await openDevice(program, options);
    const { device, isGiven } = open;
    const resources = new Resources(device);
    const release = () => {
        resources.destroy();
        if (!isGiven)
            device.destroy();
    };
    const life = new Life(program.name, device);
    try {
        return await build(program, code, options, open, resources, life, release);
    }
    catch (error) {
        // A device that is destroyed below is not lost.
        life.end(error instanceof Error ? error : new Error(String(error)));
        release();
        throw error;
    }
}
async function build(program, code, { weights, onProgress, signal }, { device, precision }, resources, life, release) {
    const memory = new Memory(device, program, code.steps, precision, resources);
    const compiler = new Compiler(device, program.name, precision, life);
    let loaded = 0;
    life.doing = () => describe(loaded, program.bytes.download, compiler);
    await life.until(memory.ready);
    const control = new AbortController();
    const uploading = uploadWeights(weights, {
        bytes: program.bytes.download,
        plan: program.plan,
        onProgress(bytes, total) {
            loaded = bytes;
            onProgress?.(bytes, total);
        },
        signal: signal ? AbortSignal.any([signal, control.signal]) : control.signal,
    }, device, memory);
    const compiling = compileAll(compiler, code, precision === 'f16');
    const [header, pipelines] = await life
        .until(Promise.all([uploading, compiling]), 0)
        .catch(async (error) => {
        // The download ends, and nothing is written any more once the buffers are destroyed.
        control.abort(error);
        await uploading.catch(() => { });
        throw error;
    });
    const { value: dispatches, complaint } = watch(device, () => dispatchesOf(device, code, pipelines.steps, memory));
    const refusal = await life.until(complaint);
    if (refusal)
        throw new Error(`${program.name}: buffers cannot be bound: ${refusal.message}; report it`);
    const session = { program, device, precision, life, resources, memory, dispatches };
    const { preprocessing } = program;
    const images = preprocessing && pipelines.preprocess
        ? new ImageInput(session, preprocessing, pipelines.preprocess)
        : undefined;
    life.doing = () => 'running';
    return new GpuModel(session, new Inputs(session, pipelines.convert, images), header.origin, release);
}
/** What is going on, for the error of a device that is lost meanwhile. */
function describe(loaded, total, { pending }) {
    const [first] = pending;
    const compiling = first === undefined ? '' : `, compiling the shader of ${first}`;
    return `loading (${Math.floor((100 * loaded) / total)}% of the weights are there${compiling})`;
}
async function compileAll(compiler, code, isHalf) {
    const { preprocess: text, convert } = code;
    const helpers = [
        text === undefined
            ? undefined
            : compiler.pipeline('preprocess', text, ['texture', 'read', 'read', 'read', 'write'], 'images'),
        isHalf ? compiler.pipeline('convert', convert, ['read', 'write'], 'the input') : undefined,
    ];
    const [steps, preprocess, made] = await Promise.all([compiler.compile(code), ...helpers]);
    return { steps, ...(preprocess && { preprocess }), ...(made && { convert: made }) };
}
