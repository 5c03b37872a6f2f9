/**
 * Float16 storage: how far it is from PyTorch. Where the GPU has no `shader-f16`, WGSL's `quantizeToF16` stands in at
 * every store, and weights and input are rounded before: the same numbers, but for how they are kept.
 */

import { theInput } from '../../support/borders.ts';
import '../memo.ts';
import { afterAll, expect, test } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import { encodeHeader, PieceHash } from '../../../compiler/driver/package/weights-file.ts';
import { headerBytes, readHeader } from '../../../targets/javascript/runtime/header.ts';
import { fromHalf, toHalf } from '../../../targets/wgsl/runtime/float16.ts';
import type { LoadOptions } from '../../../targets/wgsl/runtime/options.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { readNetworkGolden } from '../../golden/networks/read.ts';
import { describeOnGpu, requestDevice } from '../../support/webgpu.ts';
import { expectGolden } from '../golden.ts';
import { PackageFolder } from '../packages.ts';
import { importSpec, packSynthetic } from '../specs.ts';
import { quantizing } from './quantizing.ts';

/**
 * Of the largest logit's magnitude. What is stored is rounded by up to 2^-11 of itself, sums are in float32. Over some
 * fifty layers, each with its weights and its result rounded, errors add up like a random walk, to about
 * 2^-11 * sqrt(2 * 50) / sqrt(3) = 2.8e-3 in the mean; of many logits the worst is three times as far off.
 */
const tolerance = 1e-2;

interface Imported {
  load(options: LoadOptions): Promise<{ run(input: Float32Array): Promise<Float32Array>; dispose(): void }>;
}

const rounded = (values: Float32Array): Float32Array => values.map(value => fromHalf(toHalf(value)));

/** A `weights.bin` with its numbers rounded. */
function withRounded(weights: Uint8Array, plan: string): Uint8Array {
  const result = weights.slice();
  result.set(
    new Uint8Array(rounded(new Float32Array(weights.slice(headerBytes).buffer)).buffer),
    headerBytes,
  );
  const hash = new PieceHash();
  hash.update(result.subarray(headerBytes));
  result.set(encodeHeader({ ...readHeader(weights, plan, 'weights'), sha256: hash.digest() }));
  return result;
}

describeOnGpu('float16', gpu => {
  const folder = new PackageFolder();
  afterAll(() => folder.remove());

  test('is within its bound', async () => {
    const spec = 'resnet50';
    const golden = readNetworkGolden(spec).cases.find(({ settings }) => settings.height === 33);
    if (!golden) throw new Error(`${spec} has no golden of 33 pixels`);
    const { plan } = compile((await importSpec(spec)).configure(golden.settings), wgsl);
    const files = await wgsl.files(plan);
    const weights = await packSynthetic(plan);
    const { fingerprint } = await import('../../../compiler/plan/fingerprint.ts');
    const adapter = await gpu().requestAdapter();
    const isReal = adapter?.features.has('shader-f16') ?? false;
    const device = await requestDevice(gpu(), isReal ? { requiredFeatures: ['shader-f16'] } : {});
    const { load } = await folder.importAs<Imported>(spec, isReal ? files : quantizing(files));
    const input = syntheticInput(theInput(plan).shape);
    const model = await load(
      isReal
        ? { weights, device, precision: 'f16' }
        : { weights: withRounded(weights, fingerprint(plan)), device },
    );
    const logits = await model.run(isReal ? input : rounded(input));
    model.dispose();
    expectGolden(logits, golden.logits, golden.settings.classes, tolerance);
    // It is float16 indeed: float32 would be closer.
    expect(() => expectGolden(logits, golden.logits, golden.settings.classes, 1e-4)).toThrow();
  }, 200_000);
});
