/** What the model chooses can be launched on every GPU that packages are for, and a table goes before it. */

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Window2d } from '../../../compiler/ir/graph.ts';
import { implementationOf } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { channelsLast } from '../../../compiler/plan/layout.ts';
import { windowSize } from '../../../compiler/shape.ts';
import { blockMemory } from '../../../targets/cuda/architectures.ts';
import { igemms, rankedIgemms } from '../../../targets/cuda/igemms.ts';
import { printContract } from '../../../targets/cuda/kernels/contract.ts';
import { type CudaOptions, cudaOptions } from '../../../targets/cuda/options.ts';
import { choicesFor } from '../../../targets/cuda/target.ts';

const options = fc.record<CudaOptions>({
  precision: fc.constantFrom(...cudaOptions.precision.choices),
  architecture: fc.constantFrom(...cudaOptions.architecture.choices),
});

/** Mostly small, some as large as networks have them. */
const size = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 1, max: Math.min(most, 40) }), fc.integer({ min: 1, max: most }));

const axis = fc
  .record({
    kernel: size(9),
    stride: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 3 }),
    behind: fc.integer({ min: 0, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ before, behind, ...rest }) => ({ ...rest, padding: [before, behind] as const }));

/** A convolution, but for its algorithm. */
const contractions = fc
  .record({
    images: fc.constantFrom(1, 2, 8, 128, 1000),
    groups: fc.constantFrom(1, 1, 1, 2, 32),
    inputs: size(5000),
    outputs: size(5000),
    height: size(300),
    width: size(300),
    vertical: axis,
    horizontal: axis,
  })
  .map(({ images, groups, inputs, outputs, height, width, vertical, horizontal }) => {
    const window: Window2d = [vertical, horizontal];
    const x = channelsLast([images, groups * inputs, height, width]);
    const y = [windowSize(height, vertical), windowSize(width, horizontal)] as const;
    return {
      form: 'convolution' as const,
      x,
      window,
      groups,
      y: channelsLast([images, groups * outputs, ...y]),
    };
  })
  .filter(({ y }) => y.shape.every(each => each > 0) && y.shape.reduce((a, b) => a * b, 1) < 2 ** 31);

describe('choices', () => {
  test('can be launched', () => {
    fc.assert(
      fc.property(contractions, options, (contraction, chosen) => {
        const { schedule, implementations } = choicesFor(chosen);
        const own = schedule(contraction);
        const kernel: ContractKernel = {
          kind: 'contract',
          name: 'kernel',
          ...contraction,
          bias: true,
          schedule: own,
          weights: implementationOf(implementations, own).weights(contraction, own),
          macs: 0,
          scratch: 0,
        };
        const { threads, shared, blocks } = printContract(kernel, chosen);
        expect(threads % 32).toBe(0);
        expect(threads).toBeLessThanOrEqual(1024);
        expect(shared).toBeLessThanOrEqual(blockMemory);
        expect(blocks[0]).toBeLessThan(2 ** 31);
        expect(Math.max(blocks[1], blocks[2])).toBeLessThan(2 ** 16);
      }),
      { numRuns: 2000 },
    );
  });

  test('are the best of a ranking of all tiles that a contraction can have', () => {
    const chosen = { precision: 'f16', architecture: 'sm_90' } as const;
    const point = { kernel: 1, stride: 1, padding: [0, 0], dilation: 1 } as const;
    const contraction = {
      form: 'convolution',
      x: channelsLast([1, 1024, 14, 14]),
      y: channelsLast([1, 256, 14, 14]),
      window: [point, point],
      groups: 1,
    } as const;
    const ranked = rankedIgemms(contraction, chosen);
    expect(choicesFor(chosen).schedule(contraction)).toEqual(ranked[0]);
    // Whatever else there is would have blocks without terms.
    const others = igemms('f16').filter(
      each => !ranked.some(({ ...known }) => isDeepStrictEqual(known, each)),
    );
    for (const { splits, depth } of others) {
      const steps = 1024 / depth;
      expect(Math.ceil(steps / splits) * (splits - 1)).toBeGreaterThanOrEqual(steps);
    }
    // 196 pixels are few tiles: the terms are split, or most multiprocessors would have nothing to do.
    expect(ranked[0]?.splits).toBeGreaterThan(1);
  });
});
