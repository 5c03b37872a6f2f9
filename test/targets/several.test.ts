/** Packages of several inputs and outputs: objects by name go in and come out, in threads and on GPUs too. */

import { afterAll, describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { wgsl } from '../../targets/wgsl/target.ts';
import { describeOnGpu, requestDevice } from '../support/webgpu.ts';
import { PackageFolder } from './packages.ts';
import { expectedOf, expectValues, stereo, views } from './several.ts';
import { packSynthetic } from './specs.ts';

/** What `import` of such a package gives. */
interface Package {
  load(options: object): Promise<{
    run(inputs: unknown): Promise<Record<string, Float32Array>>;
    trace(
      inputs: unknown,
      visit: (step: { readonly layer: string }) => void,
    ): Promise<Record<string, Float32Array>>;
    profile(options?: object): Promise<readonly object[]>;
    classify(image: unknown): Promise<unknown>;
    dispose(): void;
  }>;
}

const folder = new PackageFolder();
afterAll(() => folder.remove());
const configured = stereo();

describe.each([typescript, wasm])('$name', target => {
  const { plan } = compile(configured, target);
  const open = async (options: object = {}) => {
    const { load } = await folder.importAs<Package>(`stereo-${target.name}`, await target.files(plan));
    return load({ weights: await packSynthetic(plan), ...options });
  };

  test.each([{}, { threads: 1 }, { threads: 2 }])('runs with %o', async options => {
    const model = await open(options);
    try {
      const expected = await expectedOf(configured);
      expectValues(await model.run(views()), expected);
      const layers: string[] = [];
      expectValues(await model.trace(views(), ({ layer }) => layers.push(layer)), expected);
      expect(layers).toHaveLength(plan.steps.length);
      expect(await model.profile({ runs: 1 })).toHaveLength(plan.steps.length);
      expect(await model.profile({ runs: 1, input: views() })).toHaveLength(plan.steps.length);
      // Each output is an array of its own.
      const { scores, maps } = await model.run(views());
      expect(scores?.buffer).not.toBe(maps?.buffer);
    } finally {
      model.dispose();
    }
  });

  test.each<[string, unknown, RegExp]>([
    ['an array', views().left, /^stereo: run has no option "0"; it has left, right$/],
    ['nothing', undefined, /^stereo: run takes an object with left, right, got undefined$/],
    [
      'one of two',
      { left: views().left },
      /^stereo: the input right must be a Float32Array of 1 x 3 x 6 x 5 = 90 numbers, got undefined/,
    ],
    [
      'one of another name',
      { ...views(), middle: views().left },
      /run has no option "middle"; it has left, right/,
    ],
    [
      'one of another length',
      { ...views(), right: new Float32Array(5) },
      /the input right has 5 elements, expected 1 x 3 x 6 x 5 = 90/,
    ],
  ])('refuses %s', async (_, given, message) => {
    const model = await open();
    await expect(model.run(given)).rejects.toThrow(message);
    model.dispose();
  });

  test('its types say inputs and outputs by name', async () => {
    const files = await target.files(plan);
    const program = files.find(({ path }) => path === 'dist/program.d.ts')?.text;
    expect(program).toContain('readonly left: readonly [1, 3, 6, 5];');
    expect(program).toContain('readonly features: readonly [1, 16];');
    const readme = files.find(({ path }) => path === 'README.md')?.text;
    expect(readme).toContain(
      'const { scores, maps, features, untouched } = await model.run({ left, right }); // each a Float32Array',
    );
    expect(readme).toContain('| output `maps` | [1, 16, 6, 5] |');
  });
});

describeOnGpu('wgsl', gpu => {
  test.for(['f32', 'f16'] as const)('runs in %s, of numbers and of buffers', async (precision, context) => {
    const adapter = await gpu().requestAdapter();
    const isReal = precision === 'f32' || adapter?.features.has('shader-f16') === true;
    if (!isReal) context.skip('the GPU has no shader-f16');
    const device = await requestDevice(
      gpu(),
      precision === 'f16' ? { requiredFeatures: ['shader-f16'] } : {},
    );
    const { plan } = compile(configured, wgsl);
    const { load } = await folder.importAs<Package>('stereo-wgsl', await wgsl.files(plan));
    const model = await load({ weights: await packSynthetic(plan), device, precision });
    const expected = await expectedOf(configured);
    const tolerance = precision === 'f16' ? 1e-2 : 1e-5;
    expectValues(await model.run(views()), expected, tolerance);
    const { left, right } = views();
    const buffer = device.createBuffer({ size: 4 * right.length, usage: 0x0c });
    device.queue.writeBuffer(buffer, 0, right);
    expectValues(await model.run({ left, right: buffer }), expected, tolerance);
    expectValues(await model.trace(views(), () => {}), expected, tolerance);
    expect(await model.profile({ runs: 1 })).toHaveLength(plan.steps.length);
    await expect(model.run({ left })).rejects.toThrow(
      'stereo: the input right must be a Float32Array of 1 x 3 x 6 x 5 = 90 numbers or a GPUBuffer, got undefined',
    );
    model.dispose();
  });
});
