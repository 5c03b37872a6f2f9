/** `check`: whether a machine can run a network, told before anything is fetched. */

import '../memo.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { GpuLimits } from '../../../targets/wgsl/runtime/gpu.ts';
import { createGpu } from '../../support/dawn.ts';
import { PackageFolder } from '../packages.ts';
import { SpyGpu } from './spy.ts';
import { type TinyPackage, tinyPackage } from './tiny.ts';

const folder = new PackageFolder();
let tiny: TinyPackage;
let gpu: GPU;
beforeAll(async () => {
  tiny = await tinyPackage(folder);
  gpu = await createGpu('backend=null');
});
afterAll(() => {
  vi.unstubAllGlobals();
  folder.remove();
});

test('says yes, what will be downloaded and what memory it takes', async () => {
  const { download, weights, activations } = tiny.program.bytes;
  const spy = new SpyGpu(gpu);
  expect(await tiny.check({ gpu: spy })).toEqual({
    ok: true,
    reasons: [],
    precision: 'f32',
    bytes: { download, gpu: weights + activations },
  });
  expect(await tiny.check({ gpu: spy, precision: 'auto' })).toMatchObject({
    ok: true,
    precision: 'f16',
    bytes: { download, gpu: (weights + activations) / 2 },
  });
  expect(spy.asked, 'no device is made').toEqual([]);
});

test.each<[keyof GpuLimits, number]>([
  ['maxBufferSize', 10_000],
  ['maxComputeInvocationsPerWorkgroup', 32],
  ['maxComputeWorkgroupSizeX', 32],
  ['maxComputeWorkgroupSizeY', 4],
  ['maxComputeWorkgroupStorageSize', 0],
  ['maxComputeWorkgroupsPerDimension', 1],
  ['maxStorageBufferBindingSize', 1000],
  ['maxStorageBuffersPerShaderStage', 3],
])('says no where %s is %i, and what is needed', async (name, value) => {
  const { ok, reasons } = await tiny.check({ gpu: new SpyGpu(gpu, { [name]: value }) });
  expect(ok).toBe(false);
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toBe(
    `its limit ${name} is ${value.toLocaleString('en')}, needed are ${tiny.program.limits[name as keyof typeof tiny.program.limits].toLocaleString('en')}`,
  );
});

test('counts half for float16, of what is stored alone', async () => {
  const needed = tiny.program.limits.maxBufferSize;
  const spy = new SpyGpu(gpu, { maxBufferSize: needed / 2, maxStorageBufferBindingSize: needed / 2 });
  expect((await tiny.check({ gpu: spy, precision: 'f32' })).ok).toBe(false);
  expect((await tiny.check({ gpu: spy, precision: 'f16' })).ok).toBe(true);
});

test('gives all reasons', async () => {
  const spy = new SpyGpu(gpu, { maxBufferSize: 1, maxStorageBuffersPerShaderStage: 1 }, []);
  const { reasons } = await tiny.check({ gpu: spy, precision: 'f16' });
  expect(reasons).toHaveLength(3);
  expect(reasons.at(-1)).toBe(
    "it has no feature shader-f16, which precision 'f16' needs; take 'f32' or 'auto'",
  );
});

test('asks an adapter or a device that it is given', async () => {
  const adapter = await new SpyGpu(gpu, { maxBufferSize: 1 }).requestAdapter();
  if (!adapter) throw new Error('the null backend gives adapters');
  expect((await tiny.check({ adapter })).ok).toBe(false);
  const spy = new SpyGpu(gpu);
  const device = await (await spy.requestAdapter())?.requestDevice();
  if (!device) throw new Error('the null backend gives devices');
  expect(await tiny.check({ device })).toMatchObject({ ok: true });
  expect(await tiny.check({ device, precision: 'f16' })).toMatchObject({ ok: false, precision: 'f16' });
  device.destroy();
});

test('says why there is no WebGPU', async () => {
  expect((await tiny.check()).reasons).toEqual([
    'Node has no WebGPU of its own; `npm install webgpu`, and pass { gpu: create([]) } with its `create`',
  ]);
  vi.stubGlobal('process', undefined);
  expect((await tiny.check()).reasons[0]).toContain('navigator.gpu is missing');
  vi.stubGlobal('isSecureContext', false);
  expect((await tiny.check()).reasons[0]).toContain('not served over HTTPS');
  vi.unstubAllGlobals();
  const none = { requestAdapter: async () => null };
  expect(await tiny.check({ gpu: none })).toMatchObject({
    ok: false,
    reasons: [expect.stringContaining('WebGPU finds no GPU')],
  });
});

test('takes the GPU of the browser', async () => {
  vi.stubGlobal('navigator', { gpu: new SpyGpu(gpu) });
  expect((await tiny.check()).ok).toBe(true);
  vi.unstubAllGlobals();
});
