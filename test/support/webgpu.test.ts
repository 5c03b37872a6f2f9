/** What tests of WebGPU stand on: a GPU that computes, and judges of shaders that judge. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeOnGpu, gpuEnvironment, requestDevice } from './webgpu.ts';

const code = `
  @group(0) @binding(0) var<storage, read> a: array<f32>;
  @group(0) @binding(1) var<storage, read> b: array<f32>;
  @group(0) @binding(2) var<storage, read_write> sums: array<f32>;
  @compute @workgroup_size(64)
  fn add(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&sums)) { sums[id.x] = a[id.x] + b[id.x]; }
  }`;

/** lib.dom has the types of WebGPU and not these. */
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE] = [0x1, 0x4, 0x8, 0x80];

/** Adds on a device. */
async function add(device: GPUDevice, a: Float32Array<ArrayBuffer>, b: Float32Array<ArrayBuffer>) {
  const upload = (data: Float32Array<ArrayBuffer>): GPUBuffer => {
    const buffer = device.createBuffer({ size: data.byteLength, usage: STORAGE | COPY_DST });
    device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  };
  const sums = device.createBuffer({ size: a.byteLength, usage: STORAGE | COPY_SRC });
  const result = device.createBuffer({ size: a.byteLength, usage: MAP_READ | COPY_DST });
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = [upload(a), upload(b), sums].map((buffer, binding) => ({ binding, resource: { buffer } }));
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(Math.ceil(a.length / 64));
  pass.end();
  encoder.copyBufferToBuffer(sums, 0, result, 0, a.byteLength);
  device.queue.submit([encoder.finish()]);
  await result.mapAsync(MAP_READ);
  return [...new Float32Array(result.getMappedRange())];
}

describeOnGpu('the GPU of tests', gpu => {
  test('computes', async () => {
    const a = Float32Array.from({ length: 1000 }, (_, i) => i);
    const b = Float32Array.from({ length: 1000 }, (_, i) => 0.5 - 3 * i);
    const sums = await add(await requestDevice(gpu()), a, b);
    expect(sums).toEqual(Array.from({ length: 1000 }, (_, i) => 0.5 - 2 * i));
  });

  test('gives the features and limits that are asked for, and no others', async () => {
    const plain = await requestDevice(gpu());
    expect(plain.features.has('timestamp-query')).toBe(false);
    const adapter = await gpu().requestAdapter();
    const requiredFeatures = [...(adapter?.features ?? [])].filter(name => name === 'timestamp-query');
    const timed = await requestDevice(gpu(), {
      requiredFeatures,
      requiredLimits: { maxStorageBufferBindingSize: adapter?.limits.maxStorageBufferBindingSize },
    });
    expect(timed.features.has('timestamp-query')).toBe(requiredFeatures.length > 0);
    expect(timed.limits.maxStorageBufferBindingSize).toBe(adapter?.limits.maxStorageBufferBindingSize);
  });

  test('is found by other programs', () => {
    const script = `
      import { create } from 'webgpu';
      globalThis.gpu = create([]);
      const adapter = await gpu.requestAdapter();
      console.log(adapter === null ? 'none' : adapter.info.vendor);`;
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      env: { ...process.env, ...gpuEnvironment() },
      encoding: 'utf8',
    });
    expect(said.trim()).not.toBe('none');
  });
});
