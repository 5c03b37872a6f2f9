/** The judges of WGSL accept what is right and refuse what is wrong. */

import { expect, test } from 'vitest';
import { askNaga, askTint, validateWgsl } from './wgsl.ts';

/** A shader that stores an expression's value. */
const storing = (type: string, expression: string, head = ''): string => `${head}
  // @compute fn none() {}
  @group(0) @binding(0) var<storage, read_write> y: array<${type}>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] = ${expression}; }`;

test('both accept a good shader', async () => {
  expect(await validateWgsl(storing('f32', 'exp(y[id.x])'))).toBeUndefined();
});

test('both refuse a broken one, and say where', async () => {
  const complaint = await validateWgsl(storing('f32', 'id.x'));
  expect(complaint).toMatch(/^Tint: 4:\d+ .*u32/m);
  expect(complaint).toMatch(/^naga: .*\n[\s\S]*wgsl:4:/m);
});

test('both accept half precision where it is enabled', async () => {
  const code = storing('f16', 'y[id.x] * 2.0h + f16(exp(1.5f))', 'enable f16;');
  expect(await validateWgsl(code, { features: ['shader-f16'] })).toBeUndefined();
  expect(await askTint(code)).toContain('f16');
  expect(await validateWgsl(code.replace('enable f16;', ''), { features: ['shader-f16'] })).toMatch(
    /^Tint: [\s\S]*^naga: /m,
  );
});

test('both accept subgroups, with and without half precision', async () => {
  const code = storing('f32', 'subgroupAdd(y[id.x])', 'enable subgroups;');
  expect(await validateWgsl(code, { features: ['subgroups'] })).toBeUndefined();
  const half = storing('f16', 'subgroupAdd(y[id.x])', 'enable f16, subgroups;');
  expect(await validateWgsl(half, { features: ['shader-f16', 'subgroups'] })).toBeUndefined();
  expect(await askTint(half, { features: ['shader-f16'] })).toContain('subgroups');
  expect(askNaga(storing('f32', 'subgroupSum(y[id.x])', 'enable subgroups;'))).toContain('subgroupSum');
});

test('Tint refuses pipelines that go beyond limits, or diverge at barriers', async () => {
  const large = 'override size: u32;\nvar<workgroup> tile: array<f32, size>;';
  const code = storing('f32', 'tile[0]', large);
  expect(await askTint(code, { constants: { size: 4096 } })).toBeUndefined();
  expect(await askTint(code, { constants: { size: 4097 } })).toMatch(/^main: .*workgroup/);
  const diverging = 'fn stop(x: u32) -> f32 { if (x > 3) { workgroupBarrier(); } return 0; }';
  expect(await askTint(storing('f32', 'stop(id.x)', diverging))).toContain('uniform');
});
