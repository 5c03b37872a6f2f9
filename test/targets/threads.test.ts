/**
 * Packages whose runs are done by workers: the same bits as in the caller's thread, however many there are; and what
 * becomes of runs whose workers end.
 */

import { theInput } from '../support/borders.ts';
import './memo.ts';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../compiler/compile.ts';
import { decodeImage } from '../../compiler/image/decode.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { LoadOptions, Model } from '../../targets/javascript/runtime/interface.ts';
import type { ThreadOptions } from '../../targets/javascript/runtime/threads.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { node, root } from '../cli/run.ts';
import { PackageFolder } from './packages.ts';
import { importSpec, packSynthetic } from './specs.ts';

type AnyModel = Model<readonly number[], readonly number[]>;

interface Threaded {
  load(options: LoadOptions & ThreadOptions): Promise<AnyModel>;
}

/** Sides that divide by nothing: strips, tiles and shares all have rests. */
const odd = { height: 33, width: 47, classes: 11 };
const name = 'resnet18';
const image = join(root, 'specs/data/chelsea.png');

const bits = (values: Float32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

describe.each([typescript, wasm])('$name', target => {
  const folder = new PackageFolder();
  const models: AnyModel[] = [];
  let plan: Plan;
  let weights: Uint8Array;
  let imported: Threaded;
  let alone: AnyModel;

  beforeAll(async () => {
    ({ plan } = compile((await importSpec(name)).configure(odd), target));
    imported = await folder.importAs<Threaded>(name, await target.files(plan));
    weights = await packSynthetic(plan);
    writeFileSync(join(folder.path, name, 'weights.bin'), weights);
    alone = await imported.load({ weights });
  });
  afterEach(() => {
    for (const model of models.splice(0)) model.dispose();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  afterAll(() => folder.remove());

  /** A model with threads; it is disposed of after the test. */
  async function open(threads: number, options: Partial<LoadOptions & ThreadOptions> = {}) {
    const model = await imported.load({ weights, threads, ...options });
    models.push(model);
    return model;
  }

  const input = (seed: number): Float32Array => syntheticInput(theInput(plan).shape, seed);

  test.each([1, 2, 3, 5])('%i threads give the same bits in each of 50 runs', async threads => {
    const model = await open(threads);
    const expected = await Promise.all([0, 1].map(async seed => bits(await alone.run(input(seed)))));
    for (let run = 0; run < 50; run++) {
      const result = bits(await model.run(input(run % 2)));
      expect(result.equals(expected[run % 2] ?? Buffer.of()), `run ${run}`).toBe(true);
    }
  });

  test('a model with threads does all that one without does', async () => {
    const model = await open(2);
    expect(model.origin).toBe('synthetic');
    const pixels = await decodeImage(image);
    expect(await model.classify(pixels, { k: 3 })).toEqual(await alone.classify(pixels, { k: 3 }));
    const times = await model.profile({ runs: 1 });
    expect(times.map(({ layer }) => layer)).toEqual(plan.steps.map(({ layer }) => layer));
    // What each step writes, in both.
    const written = (step: number, arena: Float32Array): Buffer => {
      const { offset = 0, elements = 0 } = plan.steps[step]?.arguments.at(-1) ?? {};
      return bits(arena.slice(offset, offset + elements));
    };
    const seen: Buffer[] = [];
    const result = await model.trace(input(1), ({ layer }, index, arena) => {
      expect([index, layer]).toEqual([seen.length, plan.steps[index]?.layer]);
      seen.push(written(index, arena));
    });
    expect(seen).toHaveLength(plan.steps.length);
    await alone.trace(input(1), ({ layer }, index, arena) => {
      expect(seen[index]?.equals(written(index, arena)), layer).toBe(true);
    });
    expect(bits(result).equals(bits(await alone.run(input(1))))).toBe(true);
  });

  test('the input stays the caller’s', async () => {
    const model = await open(2);
    const mine = input(4);
    const running = model.run(mine);
    mine.fill(0);
    expect(bits(await running).equals(bits(await alone.run(input(4))))).toBe(true);
    expect(mine.length).toBe(3 * 33 * 47);
  });

  test('two models, and runs at once, leave each other alone', async () => {
    const [one, other] = await Promise.all([open(2), open(3)]);
    const seeds = [1, 2, 3, 4, 5, 6];
    const both = await Promise.all(
      seeds.flatMap(seed => [one.run(input(seed)), other.run(input(seed + 100))]),
    );
    for (const [i, seed] of seeds.entries()) {
      expect(bits(both[2 * i] ?? new Float32Array()).equals(bits(await alone.run(input(seed))))).toBe(true);
      expect(
        bits(both[2 * i + 1] ?? new Float32Array()).equals(bits(await alone.run(input(seed + 100)))),
      ).toBe(true);
    }
  });

  test('a trace is not mixed with a run that is begun meanwhile', async () => {
    const model = await open(2);
    let between: Promise<Float32Array> | undefined;
    const traced = await model.trace(input(1), (_, index) => {
      if (index === 3) between = model.run(input(2));
    });
    expect(bits(traced).equals(bits(await alone.run(input(1))))).toBe(true);
    expect(bits((await between) ?? new Float32Array()).equals(bits(await alone.run(input(2))))).toBe(true);
  });

  test('the caller’s thread is free while they work', async () => {
    const model = await open(1);
    let ticks = 0;
    const clock = setInterval(() => ticks++, 1);
    for (let i = 0; i < 5; i++) await model.run(input(i));
    clearInterval(clock);
    expect(ticks).toBeGreaterThan(0);
  });

  test('without memory to share, one worker does all, and that is said once', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const first = await open(3);
    const second = await open(3);
    for (const model of [first, second]) {
      expect(bits(await model.run(input(7))).equals(bits(await alone.run(input(7))))).toBe(true);
    }
    expect(await first.trace(input(7), () => {})).toEqual(await alone.run(input(7)));
    expect(warnings.mock.calls).toEqual([
      [expect.stringMatching(/^resnet18: one thread works instead of 3, .*Cross-Origin-Embedder-Policy/)],
    ]);
  });

  describe('says what is wrong with', () => {
    test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d threads', async threads => {
      await expect(imported.load({ weights, threads })).rejects.toThrow(
        new RangeError(`resnet18: threads must be a whole number from 1 to 64, got ${threads}`),
      );
    });

    test('an input of another size', async () => {
      const model = await open(2);
      await expect(model.run(new Float32Array(5))).rejects.toThrow(RangeError);
      expect(bits(await model.run(input(1))).equals(bits(await alone.run(input(1))))).toBe(true);
    });

    test('weights that are none', async () => {
      await expect(open(2, { weights: new Uint8Array(64) })).rejects.toThrow(/should have/);
    });

    test('workers that are not there', async () => {
      await expect(open(2, { worker: join(folder.path, 'none/worker.js') })).rejects.toThrow(
        /^resnet18: a worker does not start: .*none.*worker\.js must lie beside the scripts, .*worker: url/s,
      );
    });

    test("workers that are another package's", async () => {
      const { plan: other } = compile((await importSpec(name)).configure({ ...odd, width: 48 }), target);
      const at = folder.write('other', await target.files(other));
      await expect(open(2, { worker: join(at, 'dist/worker.js') })).rejects.toThrow(
        /^resnet18: worker\.js is another package's; .*cached$/,
      );
    });

    test('a promise of weights that fails while workers start', async () => {
      const weights = Promise.reject(new Error('no such server'));
      await expect(open(2, { weights })).rejects.toThrow('no such server');
    });

    test('a worker that never starts, once the load is given up', async () => {
      writeFileSync(join(folder.path, 'silent.mjs'), 'setInterval(() => {}, 1000);');
      const signal = AbortSignal.timeout(100);
      const worker = join(folder.path, 'silent.mjs');
      await expect(open(2, { worker, signal })).rejects.toThrow(/aborted due to timeout/);
    });

    test('a load that is given up when all weights are there', async () => {
      const stop = new AbortController();
      const onProgress = (loaded: number, total: number): void => {
        if (loaded === total) stop.abort('changed my mind');
      };
      await expect(open(2, { onProgress, signal: stop.signal })).rejects.toBe('changed my mind');
    });

    test('a load that is given up', async () => {
      const stop = new AbortController();
      const stream = new ReadableStream<Uint8Array>({
        pull(controller) {
          controller.enqueue(weights.subarray(0, 1000));
          stop.abort(new Error('enough'));
        },
      });
      await expect(open(2, { weights: stream, signal: stop.signal })).rejects.toThrow('enough');
    });
  });

  describe('ends', () => {
    test('with dispose: runs that wait, and later ones, are rejected', async () => {
      const model = await open(2);
      const [one, two] = [model.run(input(1)), model.run(input(2))];
      model.dispose();
      model.dispose();
      const gone = 'resnet18: the model has been disposed of';
      await expect(one).rejects.toThrow(gone);
      await expect(two).rejects.toThrow(gone);
      await expect(model.classify(await decodeImage(image))).rejects.toThrow(gone);
      await expect(model.profile()).rejects.toThrow(gone);
      await expect(model.trace(input(1), () => {})).rejects.toThrow(gone);
    });

    test('where a worker dies, with its reason', async () => {
      // The second thread fails at the first job of the second run.
      const broken = join(folder.path, 'broken');
      cpSync(join(folder.path, name), broken, { recursive: true });
      const path = join(broken, 'dist/runtime/sharing.js');
      const text = readFileSync(path, 'utf8');
      const waiting = 'waitWhile(words, word.jobs, this.#done);';
      expect(text).toContain(waiting);
      const jobs = plan.prepare.length + plan.steps.length;
      const failing = `${waiting} if (this.#done >= ${jobs}) throw new Error('planted');`;
      writeFileSync(path, text.replace(waiting, failing));
      const model = await open(2, { worker: join(broken, 'dist/worker.js') });
      await model.run(input(1));
      const died = /^resnet18: a worker has ended: planted; load the model again$/;
      const [second, third] = [model.run(input(2)), model.run(input(3))];
      await expect(second).rejects.toThrow(died);
      await expect(third).rejects.toThrow(died);
      await expect(model.run(input(1))).rejects.toThrow(died);
    });

    test('with the program that forgets it', async () => {
      writeFileSync(
        join(folder.path, 'forgets.mjs'),
        `import { load } from './${name}/dist/index.js';
         const model = await load({ weights: new URL('./${name}/weights.bin', import.meta.url), threads: 2 });
         const result = await model.run(new Float32Array(${3 * 33 * 47}));
         console.log(result.length);`,
      );
      const { code, stdout, stderr } = await node([join(folder.path, 'forgets.mjs')]);
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '11\n', stderr: '' });
    });
  });
});
