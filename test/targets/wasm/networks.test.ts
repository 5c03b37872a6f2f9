/**
 * Whole networks of the target `wasm`, as packages, against PyTorch: the two that packages are committed of, full size,
 * and others of every kind of block, small. Both builds: the portable one, and that for relaxed SIMD.
 */

import { theInput } from '../../support/borders.ts';
import '../memo.ts';
import { afterAll, test } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import { wasm } from '../../../targets/wasm/target.ts';
import { readNetworkGolden } from '../../golden/networks/read.ts';
import { enableRelaxedSimd } from '../../support/relaxed-simd.ts';
import { largestOf, worstOf } from '../conformance.ts';
import { expectGolden } from '../golden.ts';
import { PackageFolder } from '../packages.ts';
import { importSpec, packSynthetic } from '../specs.ts';
import type { Imported } from './imported.ts';

enableRelaxedSimd();

/** Of the largest logit's magnitude: what every float32 target must keep (see `Numerics` in the design). */
const tolerance = 1e-4;

const folder = new PackageFolder();
const report: string[] = [];
afterAll(() => {
  folder.remove();
  console.log(`${report.join('\n')}\n`);
});

/** Height and width of the goldens that are run. */
test.each([
  ['resnet50', 224, 224],
  ['article-resnet50', 224, 224],
  ['resnext50-32x4d', 97, 131],
  ['resnet18', 65, 48],
] as const)(
  '%s at %i x %i',
  async (spec, height, width) => {
    const { cases } = readNetworkGolden(spec);
    const golden = cases.find(({ settings }) => settings.height === height && settings.width === width);
    if (!golden) throw new Error(`${spec} has no golden of ${height} x ${width}`);
    const { settings, logits: expected } = golden;
    const { plan } = compile((await importSpec(spec)).configure(settings), wasm);
    const [files, weights] = [await wasm.files(plan), await packSynthetic(plan)];
    const { load } = await folder.importAs<Imported>(spec, files);
    for (const relaxed of [false, true]) {
      const start = performance.now();
      const model = await load({ weights, relaxed });
      const logits = await model.run(syntheticInput(theInput(plan).shape));
      model.dispose();
      const worst = worstOf(logits, expected).error / largestOf(expected);
      const milliseconds = Math.round(performance.now() - start);
      report.push(
        `${spec} ${height}x${width}${relaxed ? ', relaxed' : ''}: off by ${worst.toExponential(1)}, ${milliseconds} ms to load and run`,
      );
      expectGolden(logits, expected, settings.classes, tolerance);
    }
  },
  120_000,
);
