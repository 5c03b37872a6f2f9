/** Keys of contractions, and names of layers: what is told apart, and what is not. */

import { describe, expect, test } from 'vitest';
import { contractionKey } from '../../compiler/driver/tuning/key.ts';
import { isAmong } from '../../compiler/driver/tuning/layers.ts';
import type { Contraction } from '../../compiler/plan/implementation.ts';
import { channelsLast, rowMajor } from '../../compiler/plan/layout.ts';

const axis = { kernel: 3, stride: 1, padding: [1, 1], dilation: 1 } as const;
const plain: Contraction = {
  form: 'convolution',
  x: channelsLast([1, 64, 56, 56]),
  y: channelsLast([1, 128, 56, 56]),
  window: [axis, axis],
  groups: 1,
};

describe('a key', () => {
  test('says what is computed', () => {
    expect(contractionKey(plain)).toBe('conv 3x3 padding 1: [1, 64, 56, 56] -> [1, 128, 56, 56]');
    const one = { ...axis, kernel: 1, padding: [0, 0] as const };
    expect(contractionKey({ ...plain, form: 'linear', window: [one, one] })).toMatch(/^linear: /);
  });

  test.each<readonly [string, Partial<Contraction>]>([
    ['conv 3x3 stride 2x1 padding 1: ', { window: [{ ...axis, stride: 2 }, axis] }],
    ['conv 3x3 padding 1x0+2: ', { window: [axis, { ...axis, padding: [0, 2] }] }],
    [
      'conv 3x3 padding 1 dilation 2: ',
      { window: [axis, axis].map(each => ({ ...each, dilation: 2 })) as never },
    ],
    ['conv 3x3 padding 1 groups 4: ', { groups: 4 }],
    ['conv 3x3 padding 1 of planes: ', { x: rowMajor([1, 64, 56, 56]) }],
    ['conv 3x3 padding 1: [3, 64, 56, 56]', { x: channelsLast([3, 64, 56, 56]) }],
  ])('tells apart %s', (start, change) => {
    expect(contractionKey({ ...plain, ...change }).startsWith(start)).toBe(true);
  });

  test('is one for all epilogues', () => {
    const epilogue = { expression: { kind: 'operand', index: 0 } as const, operands: [] };
    expect(contractionKey({ ...plain, epilogue })).toBe(contractionKey(plain));
  });
});

test.each([
  ['layer1.0.conv1', 'layer1.0.conv1', true],
  ['layer1', 'layer1.0.conv1', true],
  ['layer1.0', 'layer1.0.conv1', true],
  ['layer*.conv1', 'layer1.0.conv1', true],
  ['*', 'fc', true],
  ['layer1', 'layer10.0.conv1', false],
  ['layer1.0.conv', 'layer1.0.conv1', false],
  ['conv1', 'layer1.0.conv1', false],
  ['layer1.0', 'layer1x0', false],
  ['(', 'fc', false],
])('%s and the layer %s', (pattern, layer, expected) => {
  expect(isAmong(pattern, layer)).toBe(expected);
});
