/** Random contractions, as targets are asked about them. */

import fc from 'fast-check';
import type { Window2d } from '../../compiler/ir/graph.ts';
import type { Contraction } from '../../compiler/plan/implementation.ts';
import { channelsLast, rowMajor } from '../../compiler/plan/layout.ts';
import { type WindowAxis, windowSize } from '../../compiler/shape.ts';

const side = fc.integer({ min: 1, max: 30 });

/** Often the window that most algorithms are for. */
const axis: fc.Arbitrary<WindowAxis> = fc.oneof(
  fc.constantFrom<WindowAxis>(
    { kernel: 3, stride: 1, padding: [1, 1], dilation: 1 },
    { kernel: 1, stride: 1, padding: [0, 0], dilation: 1 },
  ),
  fc.record({
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.tuple(fc.nat(3), fc.nat(3)),
    dilation: fc.integer({ min: 1, max: 2 }),
  }),
);

/** Convolutions of images that lie channels last, or in planes as a network's input. */
export const contractions: fc.Arbitrary<Contraction> = fc
  .record({
    images: fc.constantFrom(1, 3),
    groups: fc.constantFrom(1, 1, 1, 3),
    inputs: fc.constantFrom(1, 3, 4, 16, 40),
    outputs: fc.constantFrom(1, 2, 8, 30, 64),
    height: side,
    width: side,
    window: fc.oneof(
      axis.map((both): Window2d => [both, both]),
      fc.tuple(axis, axis),
    ),
    layout: fc.constantFrom(channelsLast, rowMajor),
  })
  .map(({ images, groups, inputs, outputs, height, width, window, layout }) => {
    const [vertical, horizontal] = window;
    const result = [windowSize(height, vertical), windowSize(width, horizontal)] as const;
    return {
      form: 'convolution' as const,
      x: layout([images, groups * inputs, height, width]),
      y: channelsLast([images, groups * outputs, ...result]),
      window,
      groups,
    };
  })
  .filter(({ y }) => y.shape.every(size => size > 0));
