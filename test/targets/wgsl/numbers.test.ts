/** What a WebGPU model computes, on a real device: the same bits again, from inputs of every kind. */

import { theOutput } from '../../support/borders.ts';
import '../memo.ts';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeImage } from '../../../compiler/image/decode.ts';
import type { Interpolation } from '../../../compiler/preprocessing/preprocessing.ts';
import { elementCount } from '../../../compiler/shape.ts';
import { softmax, topK } from '../../../targets/javascript/runtime/classify.ts';
import { type Pixels, preprocess } from '../../../targets/javascript/runtime/preprocess.ts';
import { synthetic } from '../../runtime/synthetic.ts';
import { describeOnGpu, requestDevice } from '../../support/webgpu.ts';
import { expectClose } from '../conformance.ts';
import { PackageFolder } from '../packages.ts';
import { type AnyModel, bits, mirrorPackage, type TinyPackage, tinyPackage } from './tiny.ts';

const [COPY_SRC, COPY_DST] = [0x4, 0x8];

describeOnGpu('runs', gpu => {
  const folder = new PackageFolder();
  let tiny: TinyPackage;
  let model: AnyModel;
  let device: GPUDevice;
  beforeAll(async () => {
    tiny = await tinyPackage(folder);
    device = await requestDevice(gpu());
    model = await tiny.load({ weights: tiny.weights, device });
  });
  afterAll(() => {
    model?.dispose();
    folder.remove();
  });

  test('give the same bits again, whatever ran between', async () => {
    const [a, b] = [tiny.input(1), tiny.input(2)];
    const [first, other] = [await model.run(a), await model.run(b)];
    expect(bits(other).equals(bits(first))).toBe(false);
    expect(bits(await model.run(a)).equals(bits(first))).toBe(true);
    await model.classify(synthetic(40, 30));
    await model.profile({ runs: 1 });
    expect(bits(await model.run(b)).equals(bits(other))).toBe(true);
    // The results are the caller's: later runs have left them alone.
    expect(bits(await model.run(a)).equals(bits(first))).toBe(true);
  });

  test('at the same time do not mix, whatever kind they are', async () => {
    const inputs = [3, 4, 5, 6, 7, 8].map(seed => tiny.input(seed));
    const image = synthetic(40, 30);
    const alone: Float32Array[] = [];
    for (const input of inputs) alone.push(await model.run(input));
    const aloneImage = await model.run(image);
    const visited: string[] = [];
    const [traced, profiled, ofImage, ...together] = await Promise.all([
      model.trace(inputs[0] ?? tiny.input(), ({ layer }) => visited.push(layer)),
      model.profile({ runs: 1 }),
      model.run(image),
      ...inputs.map(input => model.run(input)),
    ]);
    expect(visited).toEqual(tiny.plan.steps.map(({ layer }) => layer));
    expect(profiled).toHaveLength(visited.length);
    expect(bits(traced).equals(bits(alone[0] ?? traced))).toBe(true);
    expect(bits(ofImage).equals(bits(aloneImage))).toBe(true);
    for (const [i, result] of together.entries()) {
      expect(bits(result).equals(bits(alone[i] ?? new Float32Array())), `run ${i}`).toBe(true);
    }
  });

  test('of a buffer on the GPU are those of its numbers', async () => {
    const input = tiny.input(9);
    const buffer = device.createBuffer({ size: input.byteLength, usage: COPY_SRC | COPY_DST });
    device.queue.writeBuffer(buffer, 0, Float32Array.from(input));
    const expected = await model.run(input);
    expect(bits(await model.run(buffer)).equals(bits(expected))).toBe(true);
    buffer.destroy();
  });

  test('in float16 are near those in float32, from numbers, buffers and images', async ({ skip }) => {
    const adapter = await gpu().requestAdapter();
    if (!adapter?.features.has('shader-f16')) return skip('this GPU has no shader-f16');
    const halfDevice = await requestDevice(gpu(), { requiredFeatures: ['shader-f16'] });
    const half = await tiny.load({ weights: tiny.weights, device: halfDevice, precision: 'f16' });
    const input = tiny.input(9);
    const buffer = halfDevice.createBuffer({ size: input.byteLength, usage: COPY_SRC | COPY_DST });
    halfDevice.queue.writeBuffer(buffer, 0, Float32Array.from(input));
    const image = synthetic(40, 30);
    expectClose(await half.run(input), await model.run(input), 5e-3);
    expectClose(await half.run(buffer), await model.run(input), 5e-3);
    expectClose(await half.run(image), await model.run(image), 5e-3);
    half.dispose();
    buffer.destroy();
  });

  test('leave the input as it was', async () => {
    const input = tiny.input();
    await model.run(input);
    expect(bits(input).equals(bits(tiny.input()))).toBe(true);
  });

  test('that are traced show each step, and the last one leaves the output', async () => {
    const input = tiny.input();
    let last = new Float32Array();
    const { offset, shape } = theOutput(tiny.plan);
    const result = await model.trace(input, (_, __, arena) => {
      expect(arena).toHaveLength(tiny.plan.arena.elements);
      last = arena.slice(offset, offset + elementCount(shape));
    });
    expect(bits(result).equals(bits(last))).toBe(true);
    expect(bits(await model.run(input)).equals(bits(result))).toBe(true);
  });

  test('of two models on one device do not mix, and one outlives the other', async () => {
    const other = await tiny.load({ weights: tiny.weights, device });
    const [a, b] = [tiny.input(1), tiny.input(2)];
    const [first, second] = [await model.run(a), await model.run(b)];
    const [again, others] = await Promise.all([model.run(a), other.run(b)]);
    expect(bits(again).equals(bits(first))).toBe(true);
    expect(bits(others).equals(bits(second))).toBe(true);
    other.dispose();
    expect(bits(await model.run(a)).equals(bits(first))).toBe(true);
  });

  test('that classify are preprocess, run, softmax and the likeliest classes', async () => {
    const { preprocessing, labels } = tiny.program;
    if (!preprocessing || !labels) throw new Error('the network takes images and names classes');
    const image = await decodeImage(
      fileURLToPath(new URL('../../../specs/data/chelsea.png', import.meta.url)),
    );
    const likeliest = topK(softmax(await model.run(preprocess(image, preprocessing))), 5, labels);
    expect(await model.classify(image)).toEqual(likeliest);
    expect(await model.classify(image, { k: 3 })).toEqual(likeliest.slice(0, 3));
  });
});

describeOnGpu('images', gpu => {
  const folder = new PackageFolder();
  afterAll(() => folder.remove());

  /** Sizes of a crop, what the shorter side is resized to, and the images. */
  const situations: readonly (readonly [
    title: string,
    crop: readonly [number, number],
    resize: number | readonly [number, number],
    batch: number,
    images: readonly (readonly [width: number, height: number])[],
    interpolation: Interpolation,
  ])[] = [
    [
      'that shrink and grow',
      [17, 24],
      30,
      1,
      [
        [97, 61],
        [61, 97],
        [40, 40],
        [3, 2],
        [1, 1],
        [30, 30],
        [400, 33],
      ],
      'bilinear',
    ],
    [
      'that are smaller than the crop',
      [25, 40],
      12,
      1,
      [
        [50, 41],
        [9, 30],
        [13, 12],
      ],
      'bilinear',
    ],
    ['of a batch, one for each of its places', [9, 7], 10, 3, [[20, 31]], 'bilinear'],
    [
      'by a bicubic filter',
      [17, 24],
      30,
      1,
      [
        [97, 61],
        [3, 2],
        [40, 300],
      ],
      'bicubic',
    ],
    [
      'by a Lanczos filter, to both lengths',
      [17, 24],
      [19, 24],
      1,
      [
        [97, 61],
        [5, 7],
      ],
      'lanczos',
    ],
  ];

  test.each(situations)(
    '%s are preprocessed bit for bit as on the CPU',
    async (_, crop, resize, batch, sizes, interpolation) => {
      const mirror = await mirrorPackage(folder, crop, resize, batch, interpolation);
      const model = await mirror.load({ weights: mirror.weights, device: await requestDevice(gpu()) });
      const { preprocessing } = mirror.program;
      if (!preprocessing) throw new Error('the network takes images');
      const one = 3 * crop[0] * crop[1];
      // What was there before must not show.
      await model.run(new Float32Array(batch * one).fill(7));
      for (const [width, height] of sizes) {
        const images = Array.from({ length: batch }, (_, i) => synthetic(width + i, height));
        const expected = new Float32Array(batch * one);
        for (const [i, image] of images.entries()) {
          preprocess(image, preprocessing, expected.subarray(i * one, (i + 1) * one));
        }
        expect(bits(await model.run(images)).equals(bits(expected)), `${width} x ${height}`).toBe(true);
      }
      model.dispose();
    },
  );

  test('of noise, and of extremes, are too', async () => {
    const mirror = await mirrorPackage(folder, [24, 24], 27);
    const model = await mirror.load({ weights: mirror.weights, device: await requestDevice(gpu()) });
    const { preprocessing } = mirror.program;
    if (!preprocessing) throw new Error('the network takes images');
    const [width, height] = [83, 59];
    const make = (value: (i: number) => number): Pixels => ({
      data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => value(i)),
      width,
      height,
    });
    const images = [
      make(i => (i * 2654435761) >>> 24),
      make(() => 255),
      make(() => 0),
      make(i => (((i >> 2) % width) % 2 === 0 ? 255 : 0)),
    ];
    for (const image of images) {
      const expected = preprocess(image, preprocessing);
      expect(bits(await model.run(image)).equals(bits(expected))).toBe(true);
    }
    model.dispose();
  });
});
