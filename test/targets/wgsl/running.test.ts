/** What a WebGPU model does to its device in a run, what it says when that goes wrong, and what is left in the end. */

import '../memo.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGpu } from '../../support/dawn.ts';
import { PackageFolder } from '../packages.ts';
import { type Fault, type SpyDevice, SpyGpu } from './spy.ts';
import { type AnyModel, inputElements, type TinyPackage, tinyLayers, tinyPackage } from './tiny.ts';

const folder = new PackageFolder();
let tiny: TinyPackage;
/** Validates all, and copies; its shaders do nothing. */
let gpu: GPU;
beforeAll(async () => {
  tiny = await tinyPackage(folder);
  gpu = await createGpu('backend=null');
});
afterAll(() => folder.remove());

/** A model on a device that is watched; what loading did is forgotten. */
async function load(
  options: { readonly features?: readonly string[]; readonly precision?: 'f16' } = {},
): Promise<{ readonly model: AnyModel; readonly device: SpyDevice }> {
  const spy = new SpyGpu(gpu, {}, options.features ?? ['shader-f16']);
  const { precision } = options;
  const model = await tiny.load({ weights: tiny.weights, gpu: spy, precision });
  spy.device.calls.length = 0;
  return { model, device: spy.device };
}

const image = { data: new Uint8Array(4 * 30 * 20).fill(128), width: 30, height: 20 };

/** A buffer of the caller's. */
const inputBuffer = (device: AnyModel['device'], usage = 4, elements = inputElements(tiny)) =>
  device.createBuffer({ label: 'mine', size: 4 * elements, usage });

describe('a run', () => {
  test('is one pass and one submit', async () => {
    const { model, device } = await load();
    await model.run(tiny.input());
    device.calls.length = 0;
    await model.run(tiny.input());
    expect(device.calls).toEqual([
      'writeBuffer tiny activations, part 1 of 3',
      'beginComputePass tiny',
      'submit',
    ]);
    model.dispose();
  });

  test('of an image too, which a texture of its size is kept for', async () => {
    const { model, device } = await load();
    await model.run(image);
    device.calls.length = 0;
    await model.run(image);
    expect(device.calls).toEqual(['writeTexture', 'beginComputePass tiny', 'submit']);
    model.dispose();
  });

  test('of a buffer too', async () => {
    for (const precision of [undefined, 'f16'] as const) {
      const { model, device } = await load(precision ? { precision } : {});
      const buffer = inputBuffer(model.device);
      await model.run(buffer);
      device.calls.length = 0;
      await model.run(buffer);
      expect(device.calls).toEqual(['beginComputePass tiny', 'submit']);
      model.dispose();
    }
  });

  test('keeps few textures and few buffers', async () => {
    const { model, device } = await load();
    await model.run(tiny.input());
    const before = device.live.size;
    for (let side = 20; side < 30; side++) {
      await model.run({ data: new Uint8Array(4 * side * side), width: side, height: side });
    }
    // Two sizes, each a texture and two tables, and one table for all.
    expect(device.live.size).toBe(before + 2 * 3 + 1);
    await Promise.all(Array.from({ length: 20 }, () => model.run(tiny.input())));
    expect(device.live.size).toBeLessThanOrEqual(before + 2 * 3 + 1 + 3);
    model.dispose();
  });

  test.each([0, 1, 767, 769])('refuses an input of %i numbers', async length => {
    const { model } = await load();
    await expect(model.run(new Float32Array(length))).rejects.toThrow(
      `tiny: the input has ${length} elements, expected 1 x 3 x 16 x 16 = 768`,
    );
    await expect(model.run(inputBuffer(model.device, 4, length))).rejects.toThrow(
      `tiny: the input has ${length} elements`,
    );
    model.dispose();
  });

  test.each([undefined, null, 7, 'cat.jpg', [1, 2], new Float64Array(768), { width: 1, height: 1 }])(
    'refuses what is no input: %j',
    async input => {
      const { model } = await load();
      await expect(model.run(input as unknown as Float32Array)).rejects.toThrow(
        /^tiny: the input must be a Float32Array of 1 x 3 x 16 x 16 = 768 numbers, a GPUBuffer or an image, got /,
      );
      model.dispose();
    },
  );

  test.each([
    ['data of another size', { data: new Uint8Array(3), width: 1, height: 1 }, 'has 4 bytes of RGBA, got 3'],
    [
      'a video without a frame',
      { videoWidth: 3, videoHeight: 3, readyState: 1 },
      'the image has no pixels (0 x 0)',
    ],
    ['an <img> that is not loaded', { naturalWidth: 0, naturalHeight: 0, complete: false }, 'image.decode()'],
  ])('refuses images of %s', async (_, input, message) => {
    const { model } = await load();
    await expect(model.run(input)).rejects.toThrow(message);
    await expect(model.classify(input)).rejects.toThrow(message);
    model.dispose();
  });

  test('refuses images that no texture can hold, unless their pixels are at hand', async () => {
    const { model } = await load();
    const wide = { width: 9000, height: 2 };
    await model.run({ ...wide, data: new Uint8Array(4 * 9000 * 2) });
    await expect(model.run({ ...wide, close: () => {} })).rejects.toThrow(
      'the image is 9000 x 2, and the GPU takes no more than 8192 on a side; make it smaller: createImageBitmap',
    );
    model.dispose();
  });
});

describe('errors', () => {
  const at =
    (layer: string, fault: Fault): SpyDevice['fail'] =>
    (call, label) =>
      // The whole run fails, and of its parts this one.
      call === 'beginComputePass' && (label === layer || label === 'tiny') ? fault : undefined;

  test.each(tinyLayers)('of a run name the layer %s', async layer => {
    const { model, device } = await load();
    device.fail = at(layer, { kind: 'validation', message: 'too small\n - while encoding' });
    await expect(model.run(tiny.input())).rejects.toThrow(
      `tiny: ${layer} fails on the GPU: too small; load the model again`,
    );
    device.fail = () => undefined;
    expect(await model.run(tiny.input())).toHaveLength(10);
    expect(device.scopes).toBe(0);
    model.dispose();
  });

  test('of a run of an image name the layer, not the image that is there', async () => {
    const { model, device } = await load();
    device.fail = at('conv2', { kind: 'validation', message: 'too small' });
    await expect(model.run(image)).rejects.toThrow('tiny: conv2 fails on the GPU: too small');
    device.fail = () => undefined;
    expect(await model.run(image)).toHaveLength(10);
    model.dispose();
    expect(device.live.size).toBe(0);
  });

  test('of memory in a profile leave nothing that a later run trips over', async () => {
    const { model, device } = await load();
    device.fail = call =>
      call === 'createTexture' ? { kind: 'out-of-memory', message: 'no room' } : undefined;
    await expect(model.profile({ input: image, runs: 1 })).rejects.toThrow('no room');
    device.fail = () => undefined;
    expect(await model.run(image)).toHaveLength(10);
    model.dispose();
  });

  test('of profiles and traces name the layer', async () => {
    for (const features of [['timestamp-query'], []]) {
      const { model, device } = await load({ features });
      device.fail = (call, label) =>
        call === 'beginComputePass' && label === 'conv2' ? { kind: 'internal', message: 'no' } : undefined;
      const message = /tiny: (?:conv2 fails on the GPU|the run failed on the GPU): no/;
      await expect(model.trace(tiny.input(), () => {})).rejects.toThrow(message);
      await expect(model.profile()).rejects.toThrow(message);
      model.dispose();
      expect(device.live.size).toBe(0);
    }
  });

  test('of weights that are gone name the first layer that reads them', async () => {
    const { model, device } = await load();
    for (const resource of device.live) {
      if (resource.label === 'tiny weights') (resource as unknown as { destroy(): void }).destroy();
    }
    await expect(model.run(tiny.input())).rejects.toThrow(/^tiny: conv1 fails on the GPU: .*destroyed/);
    model.dispose();
  });

  test('of memory say what there is no room for', async () => {
    const { model, device } = await load();
    device.fail = call =>
      call === 'createTexture' ? { kind: 'out-of-memory', message: 'no room' } : undefined;
    await expect(model.run(image)).rejects.toThrow(
      'tiny: the GPU has no room for the image of 30 x 20: no room',
    );
    device.fail = () => undefined;
    // What failed is not kept.
    expect(await model.run(image)).toHaveLength(10);
    expect(device.calls.filter(call => call.startsWith('createTexture'))).toHaveLength(2);
    model.dispose();
  });

  test.each([
    ['of another usage', (device: AnyModel['device']) => inputBuffer(device, 8)],
    [
      'that is destroyed',
      (device: AnyModel['device']) => {
        const buffer = inputBuffer(device);
        buffer.destroy();
        return buffer;
      },
    ],
  ])('name a given buffer %s', async (_, make) => {
    const { model } = await load();
    await expect(model.run(make(model.device))).rejects.toThrow(
      /^tiny: the given buffer fails on the GPU: .*; it must be of the device .*COPY_SRC/,
    );
    expect(await model.run(tiny.input())).toHaveLength(10);
    model.dispose();
  });
});

describe('a lost device', () => {
  test('ends runs that are on their way, and every later call', async () => {
    const { model, device } = await load();
    const runs = [
      model.run(tiny.input()),
      model.run(image),
      model.profile(),
      model.trace(tiny.input(), () => {}),
    ];
    const settled = Promise.allSettled(runs);
    device.lose('the driver was updated');
    const message =
      /^tiny: the GPU device was lost while running \(unknown: the driver was updated\); load the model again/;
    for (const result of await settled) {
      expect(result.status === 'rejected' && result.reason.message).toMatch(message);
    }
    await expect(model.run(tiny.input())).rejects.toThrow(message);
    await expect(model.classify(image)).rejects.toThrow(message);
    expect((await model.lost).message).toMatch(message);
    model.dispose();
    expect(device.live.size).toBe(0);
  });

  test('is told where its owner destroys it', async () => {
    const { model, device } = await load();
    device.destroy();
    expect((await model.lost).message).toMatch(/^tiny: the GPU device was lost while running \(destroyed/);
    await expect(model.run(tiny.input())).rejects.toThrow('was lost while running');
    model.dispose();
  });
});

describe('dispose', () => {
  const gone = 'tiny: the model has been disposed of; load it again';

  test('leaves nothing behind', async () => {
    for (const precision of [undefined, 'f16'] as const) {
      const { model, device } = await load(precision ? { precision } : {});
      await model.run(tiny.input());
      await model.run(image);
      await model.run(inputBuffer(model.device));
      await model.profile();
      await model.trace(tiny.input(), () => {});
      model.dispose();
      model.dispose();
      // The caller's buffer is the caller's.
      expect([...device.live].map(({ label }) => label)).toEqual(['mine']);
      expect(device.isDestroyed).toBe(true);
    }
  });

  test('ends runs that are on their way, and every later call', async () => {
    const { model, device } = await load();
    const runs = [
      model.run(tiny.input()),
      model.run(image),
      model.profile(),
      model.trace(tiny.input(), () => {}),
    ];
    const settled = Promise.allSettled(runs);
    model.dispose();
    for (const result of await settled) expect(result).toMatchObject({ reason: { message: gone } });
    await expect(model.run(tiny.input())).rejects.toThrow(gone);
    await expect(model.classify(image)).rejects.toThrow(gone);
    await expect(model.profile()).rejects.toThrow(gone);
    await expect(model.trace(tiny.input(), () => {})).rejects.toThrow(gone);
    expect(device.live.size).toBe(0);
  });

  test('is no loss of the device', async () => {
    const { model } = await load();
    let lost = false;
    void model.lost.then(() => {
      lost = true;
    });
    model.dispose();
    await new Promise(done => setTimeout(done, 20));
    expect(lost).toBe(false);
  });
});

describe('profile', () => {
  test('reads the clock of the GPU where it has one', async () => {
    const { model, device } = await load({ features: ['timestamp-query'] });
    const before = device.live.size;
    const times = await model.profile({ runs: 2 });
    expect(times.map(({ layer, clock }) => `${layer} ${clock}`)).toEqual(
      tiny.plan.steps.map(({ layer }) => `${layer} gpu`),
    );
    for (const { milliseconds } of times) expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(device.calls.filter(call => call === 'submit')).toHaveLength(3);
    expect(device.live.size).toBe(before);
    model.dispose();
  });

  test('waits for each step where it has none, and says so', async () => {
    const { model, device } = await load({ features: [] });
    const times = await model.profile({ runs: 2, input: image });
    expect(times.map(({ layer, clock }) => `${layer} ${clock}`)).toEqual(
      tiny.plan.steps.map(({ layer }) => `${layer} submit`),
    );
    expect(device.calls.filter(call => call === 'submit')).toHaveLength(3 * (tiny.plan.steps.length + 1));
    model.dispose();
  });
});
