/** Loading a WebGPU package: weights stream into their buffers, shaders are compiled meanwhile, failures leave nothing. */

import '../memo.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { headerBytes } from '../../../targets/javascript/runtime/header.ts';
import { toHalves } from '../../../targets/wgsl/runtime/float16.ts';
import { createGpu } from '../../support/dawn.ts';
import { PackageFolder } from '../packages.ts';
import { textsOf } from '../texts.ts';
import { type Fail, SpyGpu } from './spy.ts';
import { type ImportedPackage, type TinyPackage, tinyPackage } from './tiny.ts';

const folder = new PackageFolder();
let tiny: TinyPackage;
/** Validates all, computes nothing. */
let gpu: GPU;
beforeAll(async () => {
  tiny = await tinyPackage(folder);
  gpu = await createGpu('backend=null');
});
afterAll(() => folder.remove());

/** A stream of the weights in chunks of awkward sizes. */
function stream(content = tiny.weights, chunk = 1001): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= content.length) return controller.close();
      controller.enqueue(content.slice(at, at + chunk));
      at += chunk;
    },
  });
}

/** What was written to the buffers of the weights, put together. */
function written({ device }: SpyGpu, unit: number): Buffer {
  const slots = [...new Set(device.writes.map(({ buffer }) => buffer))];
  const sizes = tiny.program.slots.weights;
  expect(slots).toHaveLength(sizes.length);
  return Buffer.concat(
    slots.map((slot, i) => {
      const content = Buffer.alloc((sizes[i] ?? 0) * unit, 0xff);
      for (const { buffer, offset, data } of device.writes) if (buffer === slot) content.set(data, offset);
      return content;
    }),
  );
}

/** Expects that loading fails so, and that nothing is left of it. */
async function fails(
  spy: SpyGpu,
  message: string | RegExp | Error,
  options: Partial<Parameters<ImportedPackage['load']>[0]> = {},
  load: ImportedPackage['load'] = tiny.load,
): Promise<void> {
  const loading = load({ weights: stream(), gpu: spy, ...options });
  if (message instanceof Error) await expect(loading).rejects.toBe(message);
  else await expect(loading).rejects.toThrow(message);
  for (const device of spy.devices) {
    expect([...device.live].map(({ label }) => label)).toEqual([]);
    expect(device.isDestroyed).toBe(true);
    await vi.waitFor(() => expect(device.scopes).toBe(0));
  }
}

describe('weights', () => {
  test.each([
    ['bytes', () => tiny.weights],
    ['a stream', () => stream()],
    ['a stream of few chunks', () => stream(tiny.weights, 1 << 20)],
    ['bytes that are not aligned', () => new Uint8Array([0, ...tiny.weights]).subarray(1)],
    ['a Response', () => new Response(stream())],
  ])('from %s are in their buffers, in float32 as they are', async (_, weights) => {
    const spy = new SpyGpu(gpu);
    const model = await tiny.load({ weights: weights(), gpu: spy });
    expect(model.origin).toBe('synthetic');
    expect(written(spy, 4).equals(tiny.weights.subarray(headerBytes))).toBe(true);
    model.dispose();
  });

  test('are in their buffers in float16, each the nearest', async () => {
    const spy = new SpyGpu(gpu);
    const model = await tiny.load({ weights: stream(), gpu: spy, precision: 'f16' });
    const { buffer } = tiny.weights.slice(headerBytes);
    const halves = toHalves(new Float32Array(buffer));
    expect(written(spy, 2).equals(new Uint8Array(halves.buffer))).toBe(true);
    model.dispose();
  });

  test('that cannot be fetched say so, also where that is known before there is a device', async () => {
    const failing = Promise.reject(new Error('no network'));
    const slow = {
      requestAdapter: async () => {
        await new Promise(done => setTimeout(done, 5));
        return new SpyGpu(gpu).requestAdapter();
      },
    };
    await expect(tiny.load({ weights: failing, gpu: slow })).rejects.toThrow('no network');
  });

  test('tell their progress', async () => {
    const seen: number[] = [];
    const onProgress = (loaded: number, total: number): void => {
      expect(total).toBe(tiny.weights.length);
      seen.push(loaded);
    };
    (await tiny.load({ weights: stream(), gpu: new SpyGpu(gpu), onProgress })).dispose();
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(tiny.weights.length);
  });

  test('that are damaged are refused, and nothing is left of them', async () => {
    const damaged = tiny.weights.slice();
    damaged[damaged.length - 5] = 99;
    await fails(new SpyGpu(gpu), /the given stream has hash \w+, .* damaged: fetch it again/, {
      weights: stream(damaged),
    });
  });

  test('of another plan are refused before they are downloaded', async () => {
    const cancel = vi.fn();
    const other = Buffer.from(tiny.weights.slice(0, headerBytes));
    other.write('0000', other.indexOf('"plan":"') + 8);
    const weights = new ReadableStream({ start: controller => controller.enqueue(other), cancel });
    await fails(new SpyGpu(gpu), /is packed for plan 0000\w+, this package is of plan/, { weights });
    expect(cancel).toHaveBeenCalled();
  });

  test('that are cut short are refused', async () => {
    await fails(new SpyGpu(gpu), 'cut short?', { weights: tiny.weights.subarray(0, 10_000) });
  });

  test('are given up with the signal, download and all', async () => {
    const cancel = vi.fn();
    const weights = new ReadableStream({
      start: controller => controller.enqueue(tiny.weights.slice(0, 5000)),
      cancel,
    });
    const control = new AbortController();
    const reason = new Error('the user left');
    const onProgress = (): void => control.abort(reason);
    await fails(new SpyGpu(gpu), reason, { weights, onProgress, signal: control.signal });
    expect(cancel).toHaveBeenCalled();
    const spy = new SpyGpu(gpu);
    await fails(spy, reason, { signal: control.signal });
    expect(spy.devices).toEqual([]);
  });

  test('that the GPU does not take end the loading', async () => {
    const spy = new SpyGpu(gpu);
    spy.prepare = device => {
      device.fail = call => (call === 'writeBuffer' ? { kind: 'validation', message: 'no' } : undefined);
    };
    await fails(spy, 'weights: the GPU does not take them: no');
  });
});

describe('devices', () => {
  test('are asked for what is needed beyond the defaults, and no more', async () => {
    const spy = new SpyGpu(gpu, {}, ['timestamp-query', 'shader-f16', 'subgroups']);
    (await tiny.load({ weights: tiny.weights, gpu: spy })).dispose();
    expect(spy.asked).toEqual([{ label: 'tiny', requiredLimits: {}, requiredFeatures: ['timestamp-query'] }]);
  });

  test('are asked for shader-f16 where float16 is wanted', async () => {
    const spy = new SpyGpu(gpu, {}, ['shader-f16']);
    const model = await tiny.load({ weights: tiny.weights, gpu: spy, precision: 'auto' });
    expect(model.precision).toBe('f16');
    model.dispose();
    expect(spy.asked[0]?.requiredFeatures).toEqual(['shader-f16']);
    const without = new SpyGpu(gpu, {}, []);
    const other = await tiny.load({ weights: tiny.weights, gpu: without, precision: 'auto' });
    expect(other.precision).toBe('f32');
    other.dispose();
    expect(without.asked[0]?.requiredFeatures).toEqual([]);
  });

  test('that are given are used, and not destroyed', async () => {
    const spy = new SpyGpu(gpu);
    const device = await (await spy.requestAdapter())?.requestDevice();
    if (!device) throw new Error('the null backend gives devices');
    const model = await tiny.load({ weights: tiny.weights, device });
    expect(model.device).toBe(device);
    expect(spy.device.live.size).toBeGreaterThan(0);
    model.dispose();
    expect(spy.device.live.size).toBe(0);
    expect(spy.device.isDestroyed).toBe(false);
    const damaged = tiny.weights.slice();
    damaged[damaged.length - 1] = 99;
    await expect(tiny.load({ weights: damaged, device })).rejects.toThrow('damaged');
    expect(spy.device.live.size).toBe(0);
    expect(spy.device.isDestroyed).toBe(false);
    spy.device.destroy();
  });

  test('are missing in Node, and the error says how to get one', async () => {
    await expect(tiny.load({ weights: tiny.weights })).rejects.toThrow(
      /^tiny: Node has no WebGPU of its own; `npm install webgpu`.*gpu: create\(\[\]\)/,
    );
  });

  test('are not given without an adapter', async () => {
    const none = { requestAdapter: async () => null };
    await expect(tiny.load({ weights: tiny.weights, gpu: none })).rejects.toThrow(
      'tiny: WebGPU finds no GPU that it may use',
    );
  });

  test('whose limits are too small are refused before anything is fetched', async () => {
    const spy = new SpyGpu(gpu, { maxStorageBufferBindingSize: 1000 });
    await fails(
      spy,
      /^tiny: the GPU cannot run it: its limit maxStorageBufferBindingSize is 1,000, needed are/,
    );
    expect(spy.devices).toEqual([]);
  });

  test('that are not given are named with the reason', async () => {
    const refusing = {
      requestAdapter: async () => {
        const adapter = await new SpyGpu(gpu).requestAdapter();
        return (
          adapter && {
            ...adapter,
            requestDevice: () => Promise.reject(new Error('too many')),
          }
        );
      },
    };
    await expect(tiny.load({ weights: tiny.weights, gpu: refusing })).rejects.toThrow(
      'tiny: the GPU gives no device: too many; close what else uses it',
    );
  });

  test('that have no room for weights or activations: the buffer, its size and its layers are named', async () => {
    const roomFor =
      (what: string): Fail =>
      (call, label) =>
        call === 'createBuffer' && label.includes(what)
          ? { kind: 'out-of-memory', message: 'allocation failed' }
          : undefined;
    for (const [what, message] of [
      ['weights', /no room for weights, [\d,]+ bytes, used by conv1, conv2, fc: allocation failed; close/],
      ['activations', /no room for activations.*, [\d,]+ bytes, used by .*: allocation failed; close/],
    ] as const) {
      const spy = new SpyGpu(gpu);
      spy.prepare = device => {
        device.fail = roomFor(what);
      };
      await fails(spy, message);
    }
  });

  test('that are lost meanwhile end the loading', async () => {
    const spy = new SpyGpu(gpu);
    const weights = new ReadableStream<Uint8Array>({
      start: controller => controller.enqueue(tiny.weights.slice(0, 5000)),
    });
    const onProgress = (): void => spy.device.lose('the driver was updated');
    await fails(
      spy,
      /^tiny: the GPU device was lost while loading \(\d+% of the weights are there.*\) \(unknown: the driver was updated\); load the model again/,
      { weights, onProgress },
    );
  });
});

describe('shaders', () => {
  test('are compiled before `load` is done, equal ones once', async () => {
    const spy = new SpyGpu(gpu);
    const model = await tiny.load({ weights: stream(), gpu: spy });
    const compiled = spy.device.calls.filter(call => call.startsWith('createComputePipelineAsync'));
    expect(compiled).toHaveLength(tiny.plan.kernels.length + 1);
    expect(new Set(compiled).size).toBe(compiled.length);
    spy.device.calls.length = 0;
    await model.run(tiny.input());
    expect(spy.device.calls.filter(call => /create(?:Shader|ComputePipeline|BindGroup)/.test(call))).toEqual(
      [],
    );
    model.dispose();
  });

  test('that do not compile are named, with their layers and what the compiler says', async () => {
    const files = textsOf(tiny.files).map(file =>
      /^dist\/kernels\/conv1x1.*\.js$/.test(file.path)
        ? { ...file, text: file.text.replace('fn main(', 'fn other() { let x = unknown; }\nfn main(') }
        : file,
    );
    const { load } = await folder.importAs<ImportedPackage>('tiny-broken', files);
    await fails(
      new SpyGpu(gpu),
      /^tiny: the shader conv1x1_\S+ of conv2 does not compile: \d+:\d+ unresolved value 'unknown'/,
      {},
      load,
    );
  });
});
