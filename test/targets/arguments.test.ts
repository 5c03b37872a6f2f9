/**
 * Arguments that are not what their types say, as programs without types give them: every JavaScript package answers
 * with one sentence, a rejected promise, the same with threads and without, and works on afterwards.
 */

import './memo.ts';
import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../compiler/compile.ts';
import type { Target } from '../../compiler/target.ts';
import type { Model } from '../../targets/javascript/runtime/interface.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { createGpu } from '../support/dawn.ts';
import { describeOnGpu, requestDevice } from '../support/webgpu.ts';
import { PackageFolder } from './packages.ts';
import { packSynthetic } from './specs.ts';
import { quick, tinySpec } from './wgsl/tiny.ts';

type AnyModel = Model<readonly number[], readonly number[]>;

/** A package, called as by a program without types. */
interface Untyped {
  load(...given: readonly unknown[]): Promise<AnyModel>;
  preprocess(...given: readonly unknown[]): Float32Array;
}

/** A method of a model, called so. */
type Call = (
  model: Record<'run' | 'classify' | 'profile' | 'trace', (...given: unknown[]) => unknown>,
) => unknown;

interface Row {
  readonly target: Target;
  readonly threads?: number;
}

const rows: readonly Row[] = [
  { target: typescript },
  { target: typescript, threads: 1 },
  { target: typescript, threads: 2 },
  { target: wasm },
  { target: wasm, threads: 1 },
  { target: wasm, threads: 2 },
  { target: quick },
];

const image = { data: new Uint8Array(4 * 30 * 20).fill(128), width: 30, height: 20 };
const numbers = new Float32Array(768);

/** An array whose buffer was transferred. */
function detached(): Float32Array {
  const array = new Float32Array(768);
  structuredClone(array, { transfer: [array.buffer] });
  return array;
}

/** What is wrong with calls of a model, and what they are answered. */
const calls: readonly (readonly [call: string, Call, message: string | RegExp])[] = [
  ...[undefined, null, 'x', 7, 7n, true, Symbol('s'), () => {}, {}, new Date()].map(
    given =>
      [
        `run(${String(given)})`,
        (model: Parameters<Call>[0]) => model.run(given),
        /^tiny: the input must be a Float32Array of 1 x 3 x 16 x 16 = 768 numbers.*, got [^;]+$/,
      ] as const,
  ),
  ...[[1, 2], { length: 768 }, new Float64Array(768), new Uint8Array(768), numbers.buffer, [...numbers]].map(
    given =>
      [
        `run(${Object.prototype.toString.call(given)})`,
        (model: Parameters<Call>[0]) => model.run(given),
        /^tiny: the input must be a Float32Array of 1 x 3 x 16 x 16 = 768 numbers.*, got an? \w+/,
      ] as const,
  ),
  ['run()', model => model.run(), /got undefined$/],
  [
    'a short input',
    model => model.run(new Float32Array(767)),
    /^tiny: the input has 767 elements, expected 1 x 3 x/,
  ],
  [
    'a detached input',
    model => model.run(detached()),
    /^tiny: the input has 0 elements, .* was transferred has none$/,
  ],
  ['trace()', model => model.trace(), /^tiny: trace takes a function/],
  [
    'trace without a visitor',
    model => model.trace(numbers),
    /^tiny: trace takes a function .*, got undefined$/,
  ],
  ['trace of a string', model => model.trace('x', () => {}), /^tiny: the input must be .* got "x"$/],
  ['profile(3)', model => model.profile(3), /^tiny: profile takes an object with input, runs, got 3$/],
  ['profile of a string', model => model.profile({ input: 'x' }), /^tiny: the input must be .* got "x"$/],
  ...[0, -1, 1.5, Number.NaN, '5', null, Number.POSITIVE_INFINITY].map(
    runs =>
      [
        `profile({ runs: ${runs} })`,
        (model: Parameters<Call>[0]) => model.profile({ runs }),
        /^tiny: runs must be a whole number of at least 1, got /,
      ] as const,
  ),
  [
    'profile of what it has not',
    model => model.profile({ times: 3 }),
    /has no option "times"; it has input, runs$/,
  ],
  ['classify(image, 3)', model => model.classify(image, 3), /^tiny: classify takes an object with k, got 3$/],
  [
    'classify(image, null)',
    model => model.classify(image, null),
    /^tiny: classify takes an object with k, got null$/,
  ],
  [
    'classify for top 3',
    model => model.classify(image, { top: 3 }),
    /^tiny: classify has no option "top"; it has k$/,
  ],
  ...[0, -1, 1.5, 11, 1e9, Number.NaN, '3', null, 3n].map(
    k =>
      [
        `classify(image, { k: ${k} })`,
        (model: Parameters<Call>[0]) => model.classify(image, { k }),
        /^tiny: k must be a whole number from 1 to 10, got /,
      ] as const,
  ),
  ...[undefined, null, 'cat.jpg', 7, {}, { width: 1, height: 1 }, new Uint8Array(4), () => {}].map(
    given =>
      [
        `classify(${String(given)})`,
        (model: Parameters<Call>[0]) => model.classify(given),
        /^tiny: expected an image: \{ data, width, height \} of RGBA bytes, .*; got /,
      ] as const,
  ),
  [
    'data of letters',
    model => model.classify({ data: '..' }),
    /^tiny: expected pixels as .*; their data is ".."$/,
  ],
  ['data of floats', model => model.classify({ ...image, data: numbers }), /their data is a Float32Array$/],
  [
    'no size',
    model => model.classify({ data: image.data }),
    /^tiny: the image width in pixels must be .* undefined$/,
  ],
  [
    'another size',
    model => model.classify({ ...image, width: 31 }),
    /^tiny: a 31 x 20 image has 2480 bytes of RGBA, got 2400$/,
  ],
  [
    'RGB',
    model => model.classify({ ...image, data: new Uint8Array(1800) }),
    /it looks like RGB: add an alpha byte/,
  ],
  [
    'half a row',
    model => model.classify({ ...image, height: 2.5 }),
    /^tiny: the image height in pixels .*, got 2.5$/,
  ],
  ['no image', model => model.classify([]), 'tiny: expected one image, got 0'],
  ['two images', model => model.classify([image, image]), 'tiny: expected one image, got 2'],
  ['a hole', model => model.classify([undefined]), /^tiny: expected an image: /],
  [
    'an <img> that is not there',
    model => model.classify({ naturalWidth: 0, naturalHeight: 0, complete: true }),
    /^tiny: the image has no pixels \(0 x 0\): .*decode/,
  ],
  [
    'an <img> on its way',
    model => model.classify({ naturalWidth: 5, naturalHeight: 5, complete: false }),
    /^tiny: the image has no pixels/,
  ],
  [
    'a video without a frame',
    model => model.classify({ videoWidth: 3, videoHeight: 3, readyState: 1 }),
    /^tiny: the image has no pixels/,
  ],
  [
    'a closed bitmap',
    model => model.classify({ width: 0, height: 0, close() {} }),
    /^tiny: the image has no pixels/,
  ],
  [
    'a bitmap where there is no canvas',
    model => model.classify({ width: 3, height: 3, close() {} }),
    /^tiny: the image's pixels cannot be read: there is no canvas here to draw it on: give its RGBA pixels; /,
  ],
];

/** What is wrong with options of `load`, given the right weights. */
const options: readonly (readonly [
  title: string,
  options: (weights: Uint8Array) => unknown,
  message: string | RegExp,
])[] = [
  [
    'nothing',
    () => undefined,
    /^tiny: load takes an object with weights, onProgress, signal, .*, got undefined$/,
  ],
  ['null', () => null, /^tiny: load takes an object with .*, got null$/],
  ['a number', () => 7, /^tiny: load takes an object with .*, got 7$/],
  ['a path alone', () => 'weights.bin', /^tiny: load takes an object with .*, got "weights.bin"$/],
  [
    'an option that is none',
    weights => ({ weights, thread: 4 }),
    /^tiny: load has no option "thread"; it has weights, onProgress, signal/,
  ],
  [
    'no weights',
    () => ({}),
    'weights: expected a URL, a path (in Node), a Response, a ReadableStream, a Blob or a buffer, got undefined',
  ],
  ['weights that are a number', () => ({ weights: 7 }), /^weights: expected a URL, .*, got 7$/],
  ['weights that are numbers', () => ({ weights: [1, 2] }), /^weights: expected a URL, .*, got an Array$/],
  [
    'onProgress that is no function',
    weights => ({ weights, onProgress: 5 }),
    'tiny: onProgress must be a function, got 5',
  ],
  [
    'a signal that is none',
    weights => ({ weights, signal: {} }),
    'tiny: signal must be an AbortSignal, got an Object',
  ],
  [
    'a controller for a signal',
    weights => ({ weights, signal: new AbortController() }),
    'tiny: signal must be an AbortSignal, got an AbortController',
  ],
  [
    'a stream of strings',
    () => ({ weights: streamOf('abc') }),
    'weights: the given stream gives "abc" where it should give bytes',
  ],
  [
    'a stream of numbers',
    () => ({ weights: streamOf(7) }),
    'weights: the given stream gives 7 where it should give bytes',
  ],
  [
    'a stream that fails',
    () => ({ weights: new ReadableStream({ pull: () => Promise.reject(new Error('cut')) }) }),
    'weights: cannot read the given stream: cut',
  ],
  [
    'a stream of nothing',
    () => ({ weights: new ReadableStream({ start: control => control.close() }) }),
    /^weights: the given stream should have [\d,]+ bytes, got 0 bytes/,
  ],
  [
    'a Response that is not ok',
    () => ({ weights: new Response('no', { status: 404 }) }),
    /^weights: the given Response answered HTTP 404/,
  ],
  [
    'a Response that is no weights',
    () => ({ weights: new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }) }),
    /it is an HTML page, not weights/,
  ],
  [
    'a promise that fails',
    () => ({ weights: Promise.reject(new Error('no such server')) }),
    'no such server',
  ],
  [
    'a buffer that was transferred',
    () => ({ weights: detached().buffer }),
    /^the given buffer was transferred/,
  ],
  [
    'weights cut short',
    weights => ({ weights: weights.subarray(0, weights.length - 4) }),
    /should have [\d,]+ bytes, got [\d,]+ bytes/,
  ],
  [
    'bytes behind the weights',
    weights => ({ weights: Buffer.concat([weights, new Uint8Array(4)]) }),
    /should have [\d,]+ bytes, got more/,
  ],
  [
    'a folder',
    () => ({ weights: '.' }),
    'weights: cannot read .: it is no file, but a folder, a pipe or a device',
  ],
  ...(
    [
      ['another format', { format: 'netwright weights 2' }],
      ['no hash', { sha256: undefined }],
      ['a hash of another length', { sha256: 'ab' }],
      ['a hash that is a number', { sha256: 1e300 }],
      ['a plan with terminal escapes', { plan: '\u001b[2J' }],
      ['a plan that is a list', { plan: ['x'] }],
      ['another origin', { origin: 'elsewhere' }],
    ] as const
  ).map(
    ([title, change]) =>
      [
        `a header with ${title}`,
        (weights: Uint8Array) => ({ weights: withHeader(weights, change) }),
        /^weights: the given buffer does not begin with the header of packed weights; /,
      ] as const,
  ),
  [
    'a header with another hash',
    weights => ({ weights: withHeader(weights, { sha256: '0'.repeat(64) }) }),
    /has hash \w{64}, its header says 0{64}; it is damaged/,
  ],
];

const streamOf = (chunk: unknown): ReadableStream =>
  new ReadableStream({ pull: control => control.enqueue(chunk) });

/** Weights with other words in their header. */
function withHeader(weights: Uint8Array, change: object): Uint8Array {
  const header = JSON.parse(Buffer.from(weights.subarray(0, 256)).toString());
  const text = JSON.stringify({ ...header, ...change });
  return Buffer.concat([Buffer.from(text.padEnd(256)), weights.subarray(256)]);
}

/** The error of a promise that is given, not thrown at once: whatever else happens fails. */
async function errorOf(call: () => unknown): Promise<unknown> {
  const promise = call();
  expect(promise, 'a promise, and nothing thrown').toBeInstanceOf(Promise);
  return (promise as Promise<unknown>).then(
    () => 'no error',
    (error: unknown) => error,
  );
}

/** A device for all loads: Node's WebGPU is not for many. */
async function deviceOf(gpu: Promise<GPU>): Promise<GPUDevice> {
  const device = await (await (await gpu).requestAdapter())?.requestDevice();
  if (!device) throw new Error('there is no device');
  return device;
}

/** Files that this process has open. */
const openFiles = (): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
process.on('unhandledRejection', note);
afterAll(() => void process.off('unhandledRejection', note));

describe.each(rows)('$target.name, threads: $threads', ({ target, threads }) => {
  const folder = new PackageFolder();
  let imported: Untyped;
  let weights: Uint8Array;
  let model: AnyModel;
  /** What `load` needs beside weights. */
  let own: object;

  beforeAll(async () => {
    const { plan } = compile(tinySpec.configure({}), target);
    imported = await folder.importAs<Untyped>('tiny', await target.files(plan));
    weights = await packSynthetic(plan);
    own =
      target === quick
        ? { device: await deviceOf(createGpu('backend=null')) }
        : threads === undefined
          ? {}
          : { threads };
    model = await imported.load({ weights, ...own });
  });
  afterEach(() => {
    expect(unhandled.splice(0)).toEqual([]);
  });
  afterAll(() => {
    model?.dispose();
    folder.remove();
  });

  const merged = (given: unknown): unknown =>
    typeof given === 'object' && given !== null ? { ...own, ...given } : given;

  test.each(calls)('%s', async (_, call, message) => {
    const error = await errorOf(() => call(model as unknown as Parameters<Call>[0]));
    expect(error).toBeInstanceOf(Error);
    const { message: said, stack = '' } = error as Error;
    expect(said).toMatch(message);
    // It was not a worker that found out.
    expect(stack).not.toMatch(/service\.js|\[worker/);
    if (target === typescript) expect(await model.run(numbers)).toHaveLength(10);
  });

  test.each(options)('load of %s', async (_, make, message) => {
    const error = await errorOf(() => imported.load(merged(make(weights))));
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(message);
  });

  test('load()', async () => {
    const error = await errorOf(() => imported.load());
    expect((error as Error).message).toMatch(/^tiny: load takes an object with .*, got undefined$/);
  });

  test('a call after dispose says so, whatever it is given', async () => {
    const gone = await imported.load({ weights, ...own });
    gone.dispose();
    const untyped = gone as unknown as Parameters<Call>[0];
    for (const call of [
      () => untyped.run('x'),
      () => untyped.classify(3, 3),
      () => untyped.profile(3),
      () => untyped.trace(),
      () => untyped.run(numbers),
    ]) {
      expect((await errorOf(call)) as Error).toHaveProperty(
        'message',
        'tiny: the model has been disposed of; load it again',
      );
    }
  });

  test('what is wrong leaves runs that are under way alone', async () => {
    const expected = await model.run(syntheticInput([1, 3, 16, 16]));
    const runs = [
      model.run(syntheticInput([1, 3, 16, 16])),
      errorOf(() => (model as unknown as Parameters<Call>[0]).run('x')),
      model.run(syntheticInput([1, 3, 16, 16])),
    ];
    const [first, , last] = await Promise.all(runs);
    // The GPU that only validates computes nothing.
    if (target !== quick) expect([first, last]).toEqual([expected, expected]);
  });

  test('numbers and pixels in shared memory, and in memory that may be resized, are taken', async () => {
    const shared = new Float32Array(new SharedArrayBuffer(4 * 768)).fill(0.5);
    const expected = await model.run(new Float32Array(768).fill(0.5));
    const got = [await model.run(shared)];
    const data = new Uint8Array(new SharedArrayBuffer(image.data.length)).fill(128);
    // What the GPU that only validates computes is no logits.
    const method = target === quick ? 'run' : 'classify';
    const classes = await (model as unknown as Parameters<Call>[0])[method]({ ...image, data });
    expect(imported.preprocess({ ...image, data })).toEqual(imported.preprocess(image));
    const buffer = Reflect.construct(ArrayBuffer, [weights.length, { maxByteLength: 2 * weights.length }]);
    new Uint8Array(buffer).set(weights);
    const other = await imported.load({ weights: buffer, ...own });
    got.push(await other.run(shared));
    other.dispose();
    if (target === quick) return;
    expect(got).toEqual([expected, expected]);
    expect(classes).toEqual(await model.classify(image));
  });

  test('preprocess says what is wrong with what it is given', () => {
    const untyped = imported.preprocess;
    expect(() => untyped()).toThrow(/^tiny: expected an image: /);
    expect(() => untyped(image, 3)).toThrow('tiny: preprocess takes an object with into, got 3');
    expect(() => untyped(image, { to: numbers })).toThrow('tiny: preprocess has no option "to"; it has into');
    expect(() => untyped(image, { into: [] })).toThrow(
      /^tiny: into must be a Float32Array of 1 x 3 x 16 x 16/,
    );
    expect(() => untyped(image, { into: new Float32Array(7) })).toThrow(
      'tiny: into has 7 elements, expected',
    );
    const into = new Float32Array(768);
    expect(untyped(image, { into })).toBe(into);
    expect(into).toEqual(untyped([image]));
  });

  describe('a load that is given up', () => {
    const path = (): string => join(folder.path, 'weights.bin');

    test('before it begins', async () => {
      const signal = AbortSignal.abort('never mind');
      for (const source of [weights, path(), 'http://127.0.0.1:1/', new ReadableStream()]) {
        expect(await errorOf(() => imported.load({ weights: source, signal, ...own }))).toBe('never mind');
      }
    });

    test('while a file is read, which is closed then', async () => {
      writeFileSync(path(), Buffer.concat([weights, new Uint8Array(64 << 20)]));
      for (const delay of [0, 1, 3]) {
        const control = new AbortController();
        const loading = errorOf(() => imported.load({ weights: path(), signal: control.signal, ...own }));
        await new Promise(done => setTimeout(done, delay));
        control.abort('enough');
        const error = await loading;
        // Of a file so long, the first chunk is too much; whoever comes later than that is told so.
        if (error !== 'enough') expect((error as Error).message).toMatch(/got more/);
        expect(openFiles()).not.toContain(path());
      }
    });

    test('while a promised Response does not come', async () => {
      const control = new AbortController();
      const never = new Promise<Response>(() => {});
      const loading = errorOf(() => imported.load({ weights: never, signal: control.signal, ...own }));
      setTimeout(() => control.abort('enough'), 20);
      expect(await loading).toBe('enough');
    });

    test('a pipe that nobody writes to is refused at once', async () => {
      const pipe = join(folder.path, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const error = await errorOf(() => imported.load({ weights: pipe, ...own }));
      expect((error as Error).message).toMatch(/cannot read .*pipe: it is no file/);
    });
  });
});

describe.each([typescript, wasm])('threads of $name', target => {
  const folder = new PackageFolder();
  afterAll(() => folder.remove());

  test('are from 1 to 64', async () => {
    const { plan } = compile(tinySpec.configure({}), target);
    const { load } = await folder.importAs<Untyped>('tiny', await target.files(plan));
    const weights = await packSynthetic(plan);
    for (const threads of [0, -1, 1.5, Number.NaN, '4', 65, 1e6, null, 4n, [4]]) {
      const error = await errorOf(() => load({ weights, threads }));
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).message).toMatch(/^tiny: threads must be a whole number from 1 to 64, got /);
    }
    // What comes second is told of by nobody.
    const failing = Promise.reject(new Error('no such server'));
    expect(await errorOf(() => load({ weights: failing, threads: 0 }))).toBeInstanceOf(RangeError);
  });
});

/** Tests of a package for batches. @param own - what `load` needs beside weights */
function testBatches(target: Target, own: () => Promise<object>): void {
  const folder = new PackageFolder();
  let imported: Untyped;
  let model: AnyModel;
  let single: AnyModel;
  const other = {
    data: new Uint8Array(4 * 9 * 40).map((_, i) => (i * 2654435761) >>> 24),
    width: 9,
    height: 40,
  };

  beforeAll(async () => {
    const { plan } = compile(tinySpec.configure({ batch: 2 }), target);
    imported = await folder.importAs<Untyped>('pair', await target.files(plan));
    model = await imported.load({ weights: await packSynthetic(plan), ...(await own()) });
    const { plan: one } = compile(tinySpec.configure({}), target);
    const alone = await folder.importAs<Untyped>('one', await target.files(one));
    single = await alone.load({ weights: await packSynthetic(one), ...(await own()) });
  });
  afterAll(() => {
    model?.dispose();
    single?.dispose();
    folder.remove();
  });

  test('takes an image for each place, and gives the classes of each', async () => {
    const lists = await model.classify([image, other], { k: 3 });
    expect(lists).toHaveLength(2);
    const [first, [second]] = [
      await single.classify(image, { k: 3 }),
      await single.classify([other], { k: 3 }),
    ];
    for (const [i, list] of [first, second ?? []].entries()) {
      expect(lists[i]?.map(({ index }) => index)).toEqual(list.map(({ index }) => index));
      for (const [j, { probability }] of list.entries()) {
        expect(lists[i]?.[j]?.probability).toBeCloseTo(probability, 5);
      }
    }
  });

  test('is prepared whole', () => {
    const both = imported.preprocess([image, other]);
    expect(both).toHaveLength(2 * 768);
    expect(both.subarray(0, 768)).not.toEqual(both.subarray(768));
  });

  test.each([
    ['an image alone', image, 'got an Object'],
    ['too few', [image], 'got 1'],
    ['too many', [image, other, image], 'got 3'],
    ['nothing', undefined, 'got undefined'],
  ])('refuses %s', async (_, given, got) => {
    const message = `tiny: expected an array of 2 images, one for each of the batch, ${got}`;
    await expect((model as unknown as Parameters<Call>[0]).classify(given)).rejects.toThrow(message);
    expect(() => imported.preprocess(given)).toThrow(message);
  });
}

describe.each([typescript, wasm])('a batch of $name', target => testBatches(target, async () => ({})));

describeOnGpu('a batch of wgsl', gpu =>
  testBatches(quick, async () => ({ device: await requestDevice(gpu()) })),
);
