/** How WebAssembly packages load: kernels from wherever they are, engines that lack something, what goes wrong. */

import { theInput } from '../../support/borders.ts';
import '../memo.ts';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { KernelsSource } from '../../../targets/wasm/runtime/options.ts';
import { seemsRelaxed } from '../../../targets/wasm/runtime/relaxed.ts';
import { wasm } from '../../../targets/wasm/target.ts';
import { enableRelaxedSimd } from '../../support/relaxed-simd.ts';
import { largestOf, worstOf } from '../conformance.ts';
import { PackageFolder } from '../packages.ts';
import { packSynthetic } from '../specs.ts';
import { tinySpec } from '../wgsl/tiny.ts';
import type { Imported } from './imported.ts';

const folder = new PackageFolder();
let plan: Plan;
/** Loads the portable build. */
let load: Imported['load'];
let loadAny: Imported['load'];
let weights: Uint8Array;
let bytes: Uint8Array<ArrayBuffer>;
let expected: Float32Array;
beforeAll(async () => {
  ({ plan } = compile(tinySpec.configure({}), wasm));
  ({ load: loadAny } = await folder.importAs<Imported>('tiny', await wasm.files(plan)));
  load = options => loadAny({ relaxed: false, ...options });
  weights = await packSynthetic(plan);
  bytes = Uint8Array.from(readFileSync(join(folder.path, 'tiny/dist/kernels.wasm')));
  expected = await (await load({ weights })).run(syntheticInput(theInput(plan).shape));
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => folder.remove());

describe('kernels', () => {
  const sources: readonly (readonly [string, () => KernelsSource])[] = [
    ['a path', () => join(folder.path, 'tiny/dist/kernels.wasm')],
    ['a file URL', () => pathToFileURL(join(folder.path, 'tiny/dist/kernels.wasm'))],
    ['bytes', () => bytes],
    ['a buffer', () => bytes.buffer],
    [
      'shared bytes',
      () => new Uint8Array(new SharedArrayBuffer(bytes.length)).fill(0).map((_, i) => bytes[i] ?? 0),
    ],
    ['a response', () => new Response(bytes)],
    ['a response to come', () => Promise.resolve(new Response(bytes))],
    ['a module', () => new WebAssembly.Module(bytes)],
  ];

  test.each(sources)('are given as %s', async (_, source) => {
    const kernels = source();
    const model = await load({ weights, kernels });
    expect(await model.run(syntheticInput(theInput(plan).shape))).toEqual(expected);
  });

  const mistakes: readonly (readonly [string, () => KernelsSource, RegExp])[] = [
    [
      'a page',
      () => new Response('<!doctype html>'),
      /kernels are no WebAssembly but an HTML page; kernels\.wasm and kernels-relaxed\.wasm must lie beside/,
    ],
    [
      'a status',
      () => new Response('', { status: 404 }),
      /cannot read the kernels: .*HTTP 404; kernels\.wasm and kernels-relaxed\.wasm must lie beside/,
    ],
    [
      'no file',
      () => '/none/kernels.wasm',
      /cannot read the kernels: ENOENT.*load\(\{ weights, kernels: url \}\)/,
    ],
    ['half of it', () => bytes.subarray(0, bytes.length >> 1), /the kernels do not compile: /],
    ['another module', () => Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0), /another package's; .*: they lack /],
  ];

  test.each(mistakes)('that are %s are refused', async (_, source, message) => {
    await expect(load({ weights, kernels: source() })).rejects.toThrow(message);
    await expect(load({ weights, kernels: source() })).rejects.toThrow(/^tiny: /);
  });

  test('that lie nowhere are missed', async () => {
    const copy = await folder.importAs<Imported>('tiny-without', await wasm.files(plan));
    rmSync(join(folder.path, 'tiny-without/dist/kernels.wasm'));
    await expect(copy.load({ weights, relaxed: false })).rejects.toThrow(
      /^tiny: cannot read the kernels: ENOENT.*kernels\.wasm/,
    );
    const model = await copy.load({ weights, kernels: bytes });
    expect(await model.run(syntheticInput(theInput(plan).shape))).toEqual(expected);
  });
});

describe('relaxed SIMD', () => {
  /** An engine that has it, or lacks it, whatever this one does. */
  function engineThat(has: boolean): void {
    const validate = WebAssembly.validate;
    const isRelaxed = (module: BufferSource): boolean => seemsRelaxed(new Uint8Array(module as ArrayBuffer));
    vi.spyOn(WebAssembly, 'validate').mockImplementation(module =>
      isRelaxed(module) ? has : validate(module),
    );
    if (has) return;
    const { compile: compileModule } = WebAssembly;
    vi.spyOn(WebAssembly, 'compile').mockImplementation(async module => {
      if (isRelaxed(module)) throw new WebAssembly.CompileError('invalid numeric opcode 0xfd105');
      return compileModule(module);
    });
  }

  /** Which of a package's files is missed, where it has neither. */
  async function asked(relaxed?: boolean): Promise<string | undefined> {
    const { message } = await without.load({ weights, relaxed }).then(
      () => new Error('nothing is missed'),
      (error: Error) => error,
    );
    return /([\w-]+\.wasm)'; /.exec(message)?.[1];
  }

  let without: Imported;
  let relaxedBytes: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    without = await folder.importAs<Imported>('tiny-with-neither', await wasm.files(plan));
    for (const file of ['kernels.wasm', 'kernels-relaxed.wasm']) {
      rmSync(join(folder.path, 'tiny-with-neither/dist', file));
    }
    relaxedBytes = Uint8Array.from(readFileSync(join(folder.path, 'tiny/dist/kernels-relaxed.wasm')));
  });

  test('is used where the engine has it, unless it is declined', async () => {
    engineThat(true);
    expect(await asked()).toBe('kernels-relaxed.wasm');
    expect(await asked(true)).toBe('kernels-relaxed.wasm');
    expect(await asked(false)).toBe('kernels.wasm');
  });

  test('is not used where the engine lacks it', async () => {
    engineThat(false);
    expect(await asked()).toBe('kernels.wasm');
    expect(await asked(true)).toBe('kernels.wasm');
  });

  test('gives nearly the same numbers, from the package’s file and from bytes that are given', async () => {
    enableRelaxedSimd();
    const [own, given] = [{}, { kernels: relaxedBytes, relaxed: false }];
    const results: Float32Array[] = [];
    for (const options of [own, given]) {
      const model = await loadAny({ weights, ...options });
      results.push(await model.run(syntheticInput(theInput(plan).shape)));
    }
    expect(results[0]).toEqual(results[1]);
    const { error } = worstOf(results[0] ?? new Float32Array(), expected);
    expect(error / largestOf(expected)).toBeLessThan(1e-5);
  });

  test('that is given to an engine that lacks it is refused with the fix', async () => {
    engineThat(false);
    await expect(load({ weights, kernels: relaxedBytes })).rejects.toThrow(
      /^tiny: the kernels do not compile: .*no relaxed SIMD: give load kernels\.wasm, which runs everywhere$/,
    );
    const portable = await load({ weights, kernels: bytes });
    expect(await portable.run(syntheticInput(theInput(plan).shape))).toEqual(expected);
  });
});

describe('an engine', () => {
  /** Weights that tell whether anyone has begun to read them. */
  function watched(): { readonly stream: ReadableStream<Uint8Array>; readonly isRead: () => boolean } {
    let isRead = false;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          isRead = true;
          controller.enqueue(weights);
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    return { stream, isRead: () => isRead };
  }

  test('without SIMD is told before anything is fetched', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const { stream, isRead } = watched();
    await expect(load({ weights: stream })).rejects.toThrow(
      /^tiny: this engine has no WebAssembly SIMD, which came with .*target typescript/,
    );
    expect(isRead()).toBe(false);
  });

  test('without WebAssembly is told so', async () => {
    const whole = globalThis.WebAssembly;
    try {
      Object.assign(globalThis, { WebAssembly: undefined });
      await expect(load({ weights })).rejects.toThrow(
        /^tiny: WebAssembly is switched off here; .*typescript/,
      );
    } finally {
      Object.assign(globalThis, { WebAssembly: whole });
    }
  });

  test('without memory to spare is told how much is asked for', async () => {
    class Full {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    }
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(Full as never);
    await expect(load({ weights })).rejects.toThrow(/^tiny: there are no 1 MB of memory to be had/);
  });

  test('under a policy that forbids it is told what to allow', async () => {
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(
      new WebAssembly.CompileError("violates the following Content Security Policy directive: 'unsafe-eval'"),
    );
    await expect(load({ weights })).rejects.toThrow("script-src 'self' 'wasm-unsafe-eval'");
  });
});

describe('loading', () => {
  /** A stream that never ends, and tells when it is left. */
  function endless(): { readonly stream: ReadableStream<Uint8Array>; readonly left: Promise<unknown> } {
    let leave: (reason: unknown) => void = () => {};
    const left = new Promise<unknown>(done => {
      leave = done;
    });
    return { stream: new ReadableStream<Uint8Array>({ cancel: leave }), left };
  }

  test('ends the download where kernels fail', async () => {
    const { stream, left } = endless();
    await expect(load({ weights: stream, kernels: '/none/kernels.wasm' })).rejects.toThrow(
      'cannot read the kernels',
    );
    await left;
  });

  test('ends by a signal, with its reason', async () => {
    const { stream, left } = endless();
    const stop = new AbortController();
    const loading = load({ weights: stream, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(loading).rejects.toThrow('enough');
    await left;
  });

  test('copies weights into its memory: what is given may change', async () => {
    const given = weights.slice();
    const model = await load({ weights: given });
    given.fill(0);
    expect(await model.run(syntheticInput(theInput(plan).shape))).toEqual(expected);
  });

  test('takes weights of any offset, chunks of any size', async () => {
    const shifted = new Uint8Array(weights.length + 1);
    shifted.set(weights, 1);
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < weights.length; at += 1013) controller.enqueue(weights.slice(at, at + 1013));
        controller.close();
      },
    });
    for (const source of [shifted.subarray(1), chunks]) {
      const model = await load({ weights: source });
      expect(await model.run(syntheticInput(theInput(plan).shape))).toEqual(expected);
    }
  });
});
