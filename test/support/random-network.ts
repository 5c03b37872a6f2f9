/** Random networks as data. */

import fc from 'fast-check';
import { type Block, type BlockKind, blockKinds, extras, functions, type Network } from './network.ts';

const stage = (kinds: readonly BlockKind[]): fc.Arbitrary<readonly Block[]> =>
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      out: fc.constantFrom(4, 8, 12),
      inner: fc.constantFrom(4, 8),
      stride: fc.constantFrom(1, 2),
      kernel: fc.constantFrom(3, 5),
      activation: fc.constantFrom(...functions),
      bias: fc.boolean(),
      residual: fc.boolean(),
      early: fc.boolean(),
      depth: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ depth, stride, inner, kind, ...rest }) =>
      // As stages are written: the first block may change the size, the others are like each other.
      Array.from({ length: depth }, (_, i) => ({
        ...rest,
        kind,
        inner: kind === 'depthwise' ? 2 : inner,
        stride: i === 0 && kind !== 'dense' ? stride : 1,
      })),
    );

/** A network of one to three stages. */
export const randomNetwork = (kinds = Object.keys(blockKinds) as BlockKind[]): fc.Arbitrary<Network> =>
  fc.record({
    image: fc.constant([3, 24, 24] as const),
    stem: fc.record({
      out: fc.constantFrom(4, 8),
      kernel: fc.constantFrom(3, 7),
      stride: fc.constantFrom(1, 2),
      activation: fc.constantFrom(...functions),
      pool: fc.constantFrom('max', 'mean', 'none'),
    }),
    stages: fc.array(stage(kinds), { minLength: 1, maxLength: 3 }),
    head: fc.record({ features: fc.constantFrom(3, 10), bias: fc.boolean() }),
    typed: fc.boolean(),
    functional: fc.boolean(),
  });

/** A random layer that keeps the shape. */
export const randomExtra = fc.constantFrom(...extras);
