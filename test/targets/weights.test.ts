/**
 * Weights lie as their layouts say: laid out anew here, place by place, for every implementation of every target. The
 * packer goes from weights to places; this goes from places to weights.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PackedLayout, packedElements, packWeight } from '../../compiler/ops/packing.ts';
import { elementCount, type Shape } from '../../compiler/shape.ts';
import { targets } from '../../targets/index.ts';
import { contractions } from '../support/contractions.ts';

type Weight = readonly [out: number, inputs: number, height: number, width: number];

/** The weight at each place, by its number from 1 on; 0 where there is none. */
function laidOut({ order, multiple = 1, groups = 1 }: PackedLayout, weight: Weight): readonly number[] {
  const [out, inputs, height, width] = weight;
  const taps = height * width;
  const [perGroup, padded] = [out / groups, Math.ceil(out / groups / multiple) * multiple];
  const axes = order.split(', ');
  const has = (axis: string): boolean => axes.includes(axis);
  const sizes: Readonly<Record<string, number>> = {
    out: padded * groups,
    panel: (padded * groups) / multiple,
    lane: multiple,
    tap: taps,
    in: inputs,
  };
  const total = axes.reduce((product, axis) => product * (sizes[axis] ?? 0), 1);
  return Array.from({ length: total }, (_, place) => {
    const at: Record<string, number> = {};
    let rest = place;
    for (const axis of axes.toReversed()) {
      at[axis] = rest % (sizes[axis] ?? 1);
      rest = Math.floor(rest / (sizes[axis] ?? 1));
    }
    const { panel = 0, lane = 0, tap = 0 } = at;
    const channel = has('panel') ? panel * multiple + lane : (at.out ?? 0);
    const inGroup = channel % padded;
    if (inGroup >= perGroup) return 0;
    const o = Math.floor(channel / padded) * perGroup + inGroup;
    return (o * inputs + (at.in ?? 0)) * taps + tap + 1;
  });
}

const numbered = (shape: Shape) => ({
  shape,
  data: Float64Array.from({ length: elementCount(shape) }, (_, i) => i + 1),
});

/** Every target, with each precision that it has. */
const chosen = targets.flatMap(target => {
  const precisions = Object.entries(target.choosable ?? {}).flatMap(([option, { choices }]) =>
    option === 'precision' ? choices : [],
  );
  return [target, ...precisions.map(precision => target.choose?.({ precision }) ?? target)];
});

describe.each(
  chosen.flatMap(target =>
    target.implementations.map(each => ({ of: target.name, name: each.name, implementation: each })),
  ),
)('$of $name', ({ implementation }) => {
  test('weights lie as its layout says', () => {
    fc.assert(
      fc.property(contractions, contraction => {
        if (!implementation.accepts(contraction)) return;
        const { x, y, window, groups } = contraction;
        const [vertical, horizontal] = window;
        const shape = [
          y.shape[1] ?? 1,
          (x.shape[1] ?? 1) / groups,
          vertical.kernel,
          horizontal.kernel,
        ] as const;
        for (const schedule of [
          implementation.choose(contraction),
          ...implementation.variants(contraction),
        ]) {
          const layout = implementation.weights(contraction, schedule);
          const { transform, ...attributes } = layout;
          const wanted = laidOut(layout, shape);
          const packed = packWeight.reference(
            [numbered(shape)],
            attributes,
            packWeight.infer([shape], attributes),
          );
          expect([...packed]).toEqual(wanted);
          const planes = transform ? (transform.output + 2) ** 2 : 1;
          const gap = transform?.gap ?? 0;
          expect(packedElements(layout, shape)).toBe(planes * (wanted.length / (transform ? 9 : 1) + gap));
        }
      }),
      { numRuns: 50 },
    );
  });
});
