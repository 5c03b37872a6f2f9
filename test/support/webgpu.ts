/**
 * A real GPU for tests, in Node: the machine's own if Dawn finds one, else SwiftShader. Where there is neither, they are
 * without `webgpu` (`requiring.ts`).
 *
 * A driver that `VK_ICD_FILENAMES` or `VK_DRIVER_FILES` names is used whatever it is: lavapipe, say, which has
 * `shader-f16` where SwiftShader has not.
 */

import { afterAll } from 'vitest';
import { createGpu } from './dawn.ts';
import { describeRequiring } from './requiring.ts';
import { driverEnvironment, findSwiftShader, hasVulkan, loadDriver } from './vulkan.ts';

interface Found {
  readonly gpu: GPU;
  /** What another program needs in its environment to find the same. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * SwiftShader compiles the initial value of workgroup memory element by element, a second or two for each shader; Tint
 * writes a loop instead.
 */
const swiftShaderOption = 'disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension';

const found: Found | string = await find().catch(error => `Dawn does not start (${error}); run npm ci`);

/** Finds a GPU. @returns it, or why there is none */
async function find(): Promise<Found | string> {
  const isNamed = Boolean(process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES);
  const own = hasVulkan() ? await createGpu() : undefined;
  const adapter = await own?.requestAdapter();
  // Dawn calls drivers in software fallbacks.
  if (own && adapter && (isNamed || !adapter.info.isFallbackAdapter)) return { gpu: own, environment: {} };
  if (isNamed)
    return 'Dawn does not accept the driver that VK_ICD_FILENAMES or VK_DRIVER_FILES names; unset it';
  const swiftShader = findSwiftShader();
  if ('folder' in swiftShader) {
    loadDriver(swiftShader.folder);
    // Dawn looks for drivers once in each.
    const gpu = await createGpu(swiftShaderOption);
    if (await gpu.requestAdapter()) return { gpu, environment: driverEnvironment(swiftShader.folder) };
  }
  if (own && adapter) return { gpu: own, environment: {} };
  return 'folder' in swiftShader
    ? `Dawn does not accept the SwiftShader of ${swiftShader.folder}; name another driver in VK_ICD_FILENAMES`
    : `Dawn finds no GPU, and ${swiftShader.reason}`;
}

/**
 * Tests that need a GPU.
 *
 * @param body - is given a function that gives the GPU, once tests run
 */
export function describeOnGpu(title: string, body: (gpu: () => GPU) => void): void {
  const lack = typeof found === 'string' ? found : undefined;
  describeRequiring(title, [{ name: 'webgpu', lack }], () => {
    afterAll(letGo);
    body(() => theFound().gpu);
  });
}

/** What other programs, such as a package's user's, need in their environment to find the same GPU. */
export function gpuEnvironment(): Readonly<Record<string, string>> {
  return theFound().environment;
}

function theFound(): Found {
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const devices = new Set<GPUDevice>();
const errors: string[] = [];

/**
 * A device, for as long as the tests of a `describeOnGpu` run. What nobody else catches of its errors fails them.
 *
 * @param descriptor - features and limits, as `GPUAdapter.requestDevice` takes them
 */
export async function requestDevice(gpu: GPU, descriptor: GPUDeviceDescriptor = {}): Promise<GPUDevice> {
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('the GPU that tests found gives no adapter any more');
  const device = await adapter.requestDevice(descriptor);
  device.addEventListener('uncapturederror', event => errors.push(event.error.message));
  devices.add(device);
  return device;
}

/** Destroys devices, or a worker may not exit. */
async function letGo(): Promise<void> {
  for (const device of devices) {
    // Errors arrive with what they were made by.
    await device.queue.onSubmittedWorkDone().catch(() => {});
    device.destroy();
  }
  devices.clear();
  const [...uncaptured] = errors.splice(0);
  if (uncaptured.length > 0) throw new Error(`errors that no test captured: ${uncaptured.join('\n')}`);
}
