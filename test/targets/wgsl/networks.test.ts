/**
 * Whole networks of the target `wgsl` against PyTorch: the two that packages are committed of, full size, and others of
 * every kind of block, small. Software adapters take their time.
 */

import { theInput } from '../../support/borders.ts';
import '../memo.ts';
import { describe, expect, test } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { readNetworkGolden } from '../../golden/networks/read.ts';
import { expectGolden } from '../golden.ts';
import { importSpec, packSynthetic } from '../specs.ts';
import { describeWithRunner } from './runner.ts';

/** Of the largest logit's magnitude: what every float32 target must keep (see `Numerics` in the design). */
const tolerance = 1e-4;
/** Milliseconds. ResNet-50 takes 10 s on a software adapter of two cores that does nothing else. */
const patience = 400_000;

/** Height and width of the goldens that are run. */
const runs = [
  ['resnet50', 224, 224],
  ['article-resnet50', 224, 224],
  ['resnext50-32x4d', 33, 33],
] as const;

describe('networks', () => {
  test('of at most 60 dispatches: ResNet-50 is one', async () => {
    const { plan } = compile((await importSpec('resnet50')).configure({}), wgsl);
    expect(plan.steps.length).toBeLessThanOrEqual(60);
  });

  describeWithRunner('against PyTorch', run => {
    test.each(runs)(
      '%s at %i x %i',
      async (spec, height, width) => {
        const golden = readNetworkGolden(spec).cases.find(
          ({ settings }) => settings.height === height && settings.width === width,
        );
        if (!golden) throw new Error(`${spec} has no golden of ${height} x ${width}`);
        const { settings, logits: expected } = golden;
        const { plan } = compile((await importSpec(spec)).configure(settings), wgsl);
        const [files, weights] = [await wgsl.files(plan), await packSynthetic(plan)];
        const input = syntheticInput(theInput(plan).shape);
        const logits = await run({ name: spec, plan, files, weights, input });
        expectGolden(logits, expected, settings.classes, tolerance);
      },
      patience,
    );
  });
});
