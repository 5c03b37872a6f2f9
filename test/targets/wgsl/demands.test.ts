/** What programs demand of a GPU: counted as WebGPU counts, and no more than every GPU has. */

import { expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { demandsOf, workgroupBytes, workgroupSize } from '../../../targets/wgsl/demands.ts';
import { printHelper } from '../../../targets/wgsl/helpers.ts';
import { printKernel } from '../../../targets/wgsl/kernels/index.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { specNames } from '../../support/specs.ts';
import { validateWgsl, validationDevice } from '../../support/wgsl.ts';
import { importSpec } from '../specs.ts';

/** What every GPU has (https://www.w3.org/TR/webgpu/#limits). */
const defaults: Readonly<Record<string, number>> = {
  maxBufferSize: 2 ** 28,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupSizeZ: 64,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBufferBindingSize: 2 ** 27,
  maxStorageBuffersPerShaderStage: 8,
};

test.each(specNames)('%s runs within the limits that every GPU has', async name => {
  const { plan } = compile((await importSpec(name)).configure({}), wgsl);
  const { limits, features } = demandsOf(
    plan,
    plan.kernels.map(kernel => printKernel(kernel, plan)),
  );
  expect(Object.keys(limits).sort()).toEqual(Object.keys(defaults).sort());
  for (const [limit, value] of Object.entries(limits)) {
    expect(value, limit).toBeGreaterThan(0);
    expect(value, limit).toBeLessThanOrEqual(defaults[limit] ?? 0);
  }
  expect(features).toEqual([]);
});

test.each([
  ['array<vec4f, 100>', 1600],
  ['array<f32, 3>', 16],
  ['array<vec3f, 3>', 48],
  ['vec3<u32>', 16],
  ['array<array<vec2f, 5>, 3u>', 128],
  ['array<real, 5>', 32],
  ['atomic<u32>', 16],
])('workgroup memory of %s takes %i bytes, as the driver counts', async (type, bytes) => {
  const use = type.startsWith('atomic') ? 'atomicStore(&tile, 1u)' : `tile = ${type}()`;
  const code = `alias real = f32;\nvar<workgroup> tile: ${type};\n@compute @workgroup_size(1) fn main() { ${use}; }`;
  expect(workgroupBytes(code)).toBe(bytes);
  // As much again as fills up the limit passes, and not a byte more.
  const padded = (more: number): string =>
    code
      .replace('@compute', `var<workgroup> rest: array<f32, ${(16_384 - bytes + more) / 4}>;\n@compute`)
      .replace('() {', '() { rest[0] = 1;');
  expect(workgroupBytes(padded(0))).toBe(16_384);
  const device = await validationDevice();
  const refusal = async (text: string): Promise<string> => {
    const module = device.createShaderModule({ code: text });
    return device.createComputePipelineAsync({ layout: 'auto', compute: { module } }).then(
      () => '',
      error => String(error),
    );
  };
  expect(await refusal(padded(0))).toBe('');
  expect(await refusal(padded(16))).toContain('workgroup storage');
  device.destroy();
});

test('a type that is not known is refused', () => {
  expect(() => workgroupBytes('var<workgroup> tile: Thing;')).toThrow('the size of Thing');
});

test('threads of a workgroup are read', () => {
  expect(workgroupSize('@compute @workgroup_size(64) fn')).toEqual([64, 1, 1]);
  expect(workgroupSize('@workgroup_size(8, 4, 2)')).toEqual([8, 4, 2]);
});

test.each(['preprocess', 'convert'] as const)('the shader %s is right, in both precisions', async helper => {
  const { plan } = compile((await importSpec('resnet50')).configure({}), wgsl);
  const text = printHelper(helper, plan);
  expect(await validateWgsl(text)).toBeUndefined();
  const half = `enable f16;\n${text.replace('alias real = f32;', 'alias real = f16;')}`;
  expect(half).not.toBe(text);
  expect(await validateWgsl(half, { features: ['shader-f16'] })).toBeUndefined();
});
