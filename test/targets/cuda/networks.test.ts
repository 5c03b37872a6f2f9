/**
 * Whole networks of the target `cuda` against PyTorch, through the shim: the two that are told of in full size, in
 * float32 and float16, and others of every kind of block, small.
 */

import { theInput } from '../../support/borders.ts';
import '../memo.ts';
import { describe, expect, test } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import type { Precision } from '../../../targets/cuda/options.ts';
import { toleranceOf } from '../../../targets/cuda/tolerance.ts';
import { readNetworkGolden } from '../../golden/networks/read.ts';
import { describeWithShim } from '../../support/cuda/toolchain.ts';
import { expectGolden } from '../golden.ts';
import { importSpec, packSynthetic } from '../specs.ts';
import { cudaIn } from './folders.ts';

/** Milliseconds. ResNet-50 is compiled in 5 s and runs for 8. */
const patience = 200_000;

/** Height and width of the goldens that are run. */
const runs = [
  ['resnet50', 224, 'f32'],
  ['resnet50', 224, 'f16'],
  ['article-resnet50', 224, 'f32'],
  ['article-resnet50', 224, 'f16'],
  ['resnet50', 33, '3xtf32'],
  ['resnext50-32x4d', 33, 'f16'],
] as const satisfies readonly (readonly [spec: string, size: number, precision: Precision])[];

describe('networks', () => {
  test.each(['f32', 'f16'] as const)(
    'join the projections of ResNet-50 to the sums that read them, in %s',
    async precision => {
      const { plan } = compile((await importSpec('resnet50')).configure({}), cudaIn(precision));
      const joined = plan.steps.filter(({ kernel }) => {
        const used = plan.kernels[kernel];
        return used?.kind === 'contract' && used.joined !== undefined;
      });
      expect(joined.map(({ layer }) => layer.split('.')[0])).toEqual([
        'layer1',
        'layer2',
        'layer3',
        'layer4',
      ]);
      // Convolutions but for these four, max pooling, and the classifier with the mean before it.
      expect(plan.steps).toHaveLength(53 - 4 + 2);
    },
  );

  describeWithShim('against PyTorch', 'run fast', shim => {
    test.each(runs)(
      '%s at %i in %s',
      async (spec, size, precision) => {
        const golden = readNetworkGolden(spec).cases.find(
          ({ settings }) => settings.height === size && settings.width === size,
        );
        if (!golden) throw new Error(`${spec} has no golden of ${size} x ${size}`);
        const { settings, logits: expected } = golden;
        const target = cudaIn(precision);
        const { plan } = compile((await importSpec(spec)).configure(settings), target);
        const program = await shim().buildPackage(spec, await target.files(plan), await packSynthetic(plan));
        const logits = await program.run(syntheticInput(theInput(plan).shape));
        expectGolden(logits, expected, settings.classes, toleranceOf(plan));
      },
      patience,
    );
  });
});
