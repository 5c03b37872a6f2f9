/** A JavaScript package as its user has it: what runs promise beside the right numbers. */

import { theInput, theOutput } from '../support/borders.ts';
import './memo.ts';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../compiler/compile.ts';
import { decodeImage } from '../../compiler/image/decode.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { elementCount } from '../../compiler/shape.ts';
import { softmax, topK } from '../../targets/javascript/runtime/classify.ts';
import type { Model } from '../../targets/javascript/runtime/interface.ts';
import { preprocess } from '../../targets/javascript/runtime/preprocess.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { countingArrays } from './allocations.ts';
import { type ImportedPackage, PackageFolder } from './packages.ts';
import { importSpec, packSynthetic } from './specs.ts';

type AnyModel = Model<readonly number[], readonly number[]>;

/** Small enough to run in a moment, with all that takes images and names classes. */
const settings = { height: 64, width: 64 };
const chelsea = fileURLToPath(new URL('../../specs/data/chelsea.png', import.meta.url));

/** The bits of numbers: NaN equals itself, and 0 is not -0. */
const bits = (values: Float32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

describe.each([typescript, wasm])('$name', target => {
  const folder = new PackageFolder();
  let plan: Plan;
  let imported: ImportedPackage;
  let weights: Uint8Array;
  let model: AnyModel;

  beforeAll(async () => {
    ({ plan } = compile((await importSpec('resnet18')).configure(settings), target));
    imported = await folder.import('resnet18', await target.files(plan));
    weights = await packSynthetic(plan);
    model = await imported.load({ weights });
  });
  afterAll(() => folder.remove());

  describe('runs', () => {
    test('give the same bits again, whatever ran between', async () => {
      const [a, b] = [syntheticInput(theInput(plan).shape, 1), syntheticInput(theInput(plan).shape, 2)];
      const [first, other] = [await model.run(a), await model.run(b)];
      expect(bits(other).equals(bits(first))).toBe(false);
      expect(bits(await model.run(a)).equals(bits(first))).toBe(true);
      await model.classify(await decodeImage(chelsea));
      await model.profile({ runs: 1 });
      expect(bits(await model.run(b)).equals(bits(other))).toBe(true);
      // The results are the caller's: later runs have left them alone.
      expect(bits(await model.run(a)).equals(bits(first))).toBe(true);
    });

    test('leave the input as it was', async () => {
      const input = syntheticInput(theInput(plan).shape);
      await model.run(input);
      expect(bits(input).equals(bits(syntheticInput(theInput(plan).shape)))).toBe(true);
    });

    test('at the same time do not mix', async () => {
      const inputs = [3, 4, 5].map(seed => syntheticInput(theInput(plan).shape, seed));
      const together = await Promise.all(inputs.map(input => model.run(input)));
      for (const [i, input] of inputs.entries()) {
        expect(bits(await model.run(input)).equals(bits(together[i] ?? new Float32Array()))).toBe(true);
      }
    });

    test('allocate one array: the result', async () => {
      await countingArrays(async made => {
        const counted = await folder.import('resnet18-counted', await target.files(plan));
        const fresh = await counted.load({ weights });
        const input = syntheticInput(theInput(plan).shape);
        for (let i = 0; i < 2; i++) {
          made.length = 0;
          await fresh.run(input);
          expect(made).toEqual([`Float32Array(${elementCount(theOutput(plan).shape)})`]);
        }
      });
    });

    test.each([0, 1, 3 * 64 * 64 - 1, 3 * 64 * 64 + 1])('refuse an input of %i numbers', async length => {
      await expect(model.run(new Float32Array(length))).rejects.toThrow(
        `resnet18: the input has ${length} elements, expected 1 x 3 x 64 x 64 = 12288`,
      );
    });

    test('end with dispose', async () => {
      const disposed = await imported.load({ weights });
      disposed.dispose();
      disposed.dispose();
      const gone = 'resnet18: the model has been disposed of';
      await expect(disposed.run(syntheticInput(theInput(plan).shape))).rejects.toThrow(gone);
      await expect(disposed.classify(await decodeImage(chelsea))).rejects.toThrow(gone);
      await expect(disposed.profile()).rejects.toThrow(gone);
      await expect(disposed.trace(syntheticInput(theInput(plan).shape), () => {})).rejects.toThrow(gone);
    });
  });

  describe('looking inside', () => {
    const layers = (): readonly string[] => plan.steps.map(({ layer }) => layer);

    test('profile has a time for each step', async () => {
      const times = await model.profile({ runs: 2 });
      expect(times.map(({ layer }) => layer)).toEqual(layers());
      for (const { milliseconds } of times) expect(milliseconds).toBeGreaterThanOrEqual(0);
    });

    test('trace visits each step, and the last one leaves the output', async () => {
      const input = syntheticInput(theInput(plan).shape);
      const visited: string[] = [];
      let last = new Float32Array();
      const result = await model.trace(input, ({ layer }, index, arena) => {
        expect(index).toBe(visited.length);
        visited.push(layer);
        const { offset, shape } = theOutput(plan);
        last = arena.slice(offset, offset + elementCount(shape));
      });
      expect(visited).toEqual(layers());
      expect(bits(result).equals(bits(last))).toBe(true);
      expect(bits(await model.run(input)).equals(bits(result))).toBe(true);
    });

    test('classify is preprocess, run, softmax and the likeliest classes', async () => {
      const { preprocessing, labels } = imported.program;
      if (!preprocessing || !labels) throw new Error('resnet18 takes images and names classes');
      const image = await decodeImage(chelsea);
      const logits = await model.run(preprocess(image, preprocessing));
      const likeliest = topK(softmax(logits), 5, labels);
      expect(await model.classify(image)).toEqual(likeliest);
      expect(await model.classify(image, { k: 3 })).toEqual(likeliest.slice(0, 3));
    });
  });

  describe('models', () => {
    test('of one package and of two, loaded together, are all right', async () => {
      const other = (await importSpec('resnet18')).configure({ ...settings, classes: 7, batch: 2 });
      const { plan: otherPlan } = compile(other, target);
      const { load } = await folder.import('resnet18-other', await target.files(otherPlan));
      const otherInput = syntheticInput(theInput(otherPlan).shape);
      const input = syntheticInput(theInput(plan).shape);
      const [alone, aloneOther] = [
        await model.run(input),
        await (await load({ weights: await packSynthetic(otherPlan) })).run(otherInput),
      ];
      const [a, b, c] = [
        await imported.load({ weights: new Uint8Array(weights) }),
        await load({ weights: await packSynthetic(otherPlan) }),
        await imported.load({ weights }),
      ];
      for (let i = 0; i < 2; i++) {
        expect(bits(await a.run(input)).equals(bits(alone))).toBe(true);
        expect(bits(await b.run(otherInput)).equals(bits(aloneOther))).toBe(true);
        expect(bits(await c.run(input)).equals(bits(alone))).toBe(true);
      }
      a.dispose();
      expect(bits(await c.run(input)).equals(bits(alone))).toBe(true);
    });

    test('say where their weights come from', () => {
      expect(model.origin).toBe('synthetic');
    });
  });

  describe('loading', () => {
    const damaged = (change: (bytes: Uint8Array) => void): Uint8Array => {
      const copy = new Uint8Array(weights);
      change(copy);
      return copy;
    };

    test('refuses weights for another plan, naming both', async () => {
      const other = (await importSpec('resnet18')).configure({ ...settings, height: 33, width: 224 });
      const { plan: otherPlan } = compile(other, target);
      const otherWeights = await packSynthetic(otherPlan);
      // Another algorithm wants the same numbers in another order: the size alone tells nothing.
      expect(otherWeights.length).toBe(weights.length);
      await expect(imported.load({ weights: otherWeights })).rejects.toThrow(
        /the given buffer is packed for plan [0-9a-f]{16}, this package is of plan [0-9a-f]{16}; .*netwright pack/,
      );
    });

    test('refuses weights that are cut short, naming both sizes', async () => {
      await expect(imported.load({ weights: weights.subarray(0, weights.length - 4) })).rejects.toThrow(
        /should have [\d,]+ bytes, got [\d,]+ bytes; .*cut short/,
      );
    });

    test('refuses weights with a changed bit', async () => {
      const changed = damaged(bytes => {
        const place = bytes.length - 5;
        bytes[place] = (bytes[place] ?? 0) ^ 1;
      });
      await expect(imported.load({ weights: changed })).rejects.toThrow(
        /the given buffer has hash .* damaged: fetch it again/,
      );
    });

    test('refuses what is no weights at all', async () => {
      const zeros = damaged(bytes => bytes.fill(0));
      await expect(imported.load({ weights: zeros })).rejects.toThrow(
        'does not begin with the header of packed weights',
      );
    });

    test('takes a file, and reports its progress', async () => {
      const { writeFile } = await import('node:fs/promises');
      const path = `${folder.path}/weights.bin`;
      await writeFile(path, weights);
      const seen: number[] = [];
      const loaded = await imported.load({ weights: path, onProgress: done => seen.push(done) });
      expect(seen.at(-1)).toBe(weights.length);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      const input = syntheticInput(theInput(plan).shape);
      expect(bits(await loaded.run(input)).equals(bits(await model.run(input)))).toBe(true);
    });
  });

  test('the same plan gives the same bytes', async () => {
    const again = compile((await importSpec('resnet18')).configure(settings), target).plan;
    const files = await target.files(plan);
    expect(await target.files(plan)).toEqual(files);
    expect(await target.files(again)).toEqual(files);
  });
});
