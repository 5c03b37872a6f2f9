/** Finds a GPU, asks whether it can run a program, and gets a device that allows what the program needs and no more. */
import { printed } from './arguments.js';
import { reasonOf } from './errors.js';
/** Limits that every device has unless more is asked for (https://www.w3.org/TR/webgpu/#limits). */
const defaults = {
    maxBufferSize: 268_435_456,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupSizeX: 256,
    maxComputeWorkgroupSizeY: 256,
    maxComputeWorkgroupSizeZ: 64,
    maxComputeWorkgroupStorageSize: 16_384,
    maxComputeWorkgroupsPerDimension: 65_535,
    maxStorageBufferBindingSize: 134_217_728,
    maxStorageBuffersPerShaderStage: 8,
};
/** Node's WebGPU, Dawn, crashes where one that has devices is collected as garbage. */
const kept = new Set();
/** The adapter of a GPU. @throws Error that says why there is none, and what to do */
export async function findAdapter({ gpu = navigatorGpu(), adapter }) {
    if (adapter)
        return adapter;
    if (!gpu)
        throw new Error(missing());
    kept.add(gpu);
    const found = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (found)
        return found;
    throw new Error('WebGPU finds no GPU that it may use; update the graphics driver, and in a browser turn hardware acceleration on');
}
const navigatorGpu = () => globalThis.navigator?.gpu ?? undefined;
/** Why there is no WebGPU here. */
function missing() {
    const { isSecureContext, process } = globalThis;
    if (process?.versions?.node !== undefined) {
        return 'Node has no WebGPU of its own; `npm install webgpu`, and pass { gpu: create([]) } with its `create`';
    }
    return isSecureContext === false
        ? 'there is no WebGPU in a page that is not served over HTTPS or from localhost; serve it so'
        : 'there is no WebGPU in this browser (navigator.gpu is missing); use a current one, and on Linux see whether WebGPU must be turned on';
}
/** The precision that is meant by what was asked for. */
export const precisionOf = ({ precision = 'f32' }, { features }) => precision === 'auto' ? (features.has('shader-f16') ? 'f16' : 'f32') : precision;
/** Names of `GpuOptions`. */
export const gpuOptions = ['gpu', 'device', 'precision'];
/** @throws TypeError where options are not what their types say */
export function checkGpu({ gpu, device, precision }) {
    if (precision !== undefined && !['f32', 'f16', 'auto'].includes(precision)) {
        throw new TypeError(`precision must be "f32", "f16" or "auto", got ${printed(precision)}`);
    }
    if (gpu !== undefined && typeof gpu?.requestAdapter !== 'function') {
        throw new TypeError(`gpu must be what navigator.gpu is, got ${printed(gpu)}`);
    }
    if (device !== undefined && typeof device?.createBuffer !== 'function') {
        throw new TypeError(`device must be a GPUDevice, got ${printed(device)}`);
    }
}
/** Why a GPU cannot run a program; empty if it can. */
export function objections(program, { limits, features }, precision) {
    const needed = neededLimits(program, precision);
    return [
        ...needed
            .filter(([name, value]) => limits[name] < value)
            .map(([name, value]) => `its limit ${name} is ${limits[name].toLocaleString('en')}, needed are ${value.toLocaleString('en')}`),
        ...neededFeatures(program, precision)
            .filter(name => !features.has(name))
            .map(name => name === 'shader-f16'
            ? "it has no feature shader-f16, which precision 'f16' needs; take 'f32' or 'auto'"
            : `it has no feature ${name}, which shaders need`),
    ];
}
function neededLimits({ limits }, precision) {
    const share = precision === 'f16' ? 0.5 : 1;
    const names = Object.keys(defaults);
    return names.map(name => [
        name,
        /^max(Buffer|StorageBufferBinding)Size$/.test(name) ? limits[name] * share : limits[name],
    ]);
}
const neededFeatures = ({ features }, precision) => precision === 'f16' ? ['shader-f16', ...features] : features;
/** The caller's device, or a new one. @throws Error that says what it lacks */
export async function openDevice(program, options) {
    const { name } = program;
    try {
        checkGpu(options);
    }
    catch (cause) {
        fail(name, reasonOf(cause), cause);
    }
    const given = options.device;
    const capable = given ?? (await findAdapter(options).catch(cause => fail(name, reasonOf(cause), cause)));
    const precision = precisionOf(options, capable);
    const reasons = objections(program, capable, precision);
    if (reasons.length > 0) {
        const fix = given ? '; ask its adapter for a device with these (requiredLimits, requiredFeatures)' : '';
        fail(name, `the GPU cannot run it: ${reasons.join('; ')}${fix}`);
    }
    if (given)
        return { device: given, precision, isGiven: true };
    const device = await requestDevice(program, capable, precision).catch(cause => fail(name, `the GPU gives no device: ${reasonOf(cause)}; close what else uses it, and try again`, cause));
    return { device, precision, isGiven: false };
}
function fail(name, reason, cause) {
    throw new Error(`${name}: ${reason}`, cause === undefined ? {} : { cause });
}
const requestDevice = (program, adapter, precision) => adapter.requestDevice({
    label: program.name,
    requiredLimits: Object.fromEntries(neededLimits(program, precision).filter(([name, value]) => value > defaults[name])),
    requiredFeatures: [
        ...neededFeatures(program, precision),
        ...['timestamp-query'].filter(feature => adapter.features.has(feature)),
    ],
});
