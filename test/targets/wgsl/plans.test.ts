/** Plans of the target `wgsl`: few slots, hardly more than the bound, and what is chosen for ResNet-50. */

import { expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { importSpec, specNames } from '../../support/specs.ts';

const planOf = async (spec: string, settings = {}): Promise<Plan> =>
  compile((await importSpec(spec)).configure(settings), wgsl).plan;

test.each(specNames)('activations of %s are in three buffers, little above the bound', async spec => {
  const { arena } = await planOf(spec);
  expect(arena.slots).toHaveLength(3);
  // Where a stage halves the size of all there is, a buffer is as large as before for a value half as large.
  const most = spec.startsWith('cifar-') ? 1.25 : 1.12;
  expect(arena.elements / arena.lowerBound).toBeLessThanOrEqual(most);
});

test('ResNet-50 takes 5.62 MB of activations', async () => {
  const { arena } = await planOf('resnet50');
  expect(4 * arena.elements).toBeLessThanOrEqual(5.62e6);
});

test('weights that are more than a buffer may have are in several', async () => {
  const { recipe } = await planOf('wide-resnet50-2');
  expect(4 * recipe.elements).toBeGreaterThan(2 ** 28);
  expect(recipe.slots).toHaveLength(2);
  for (const { elements } of recipe.slots) expect(4 * elements).toBeLessThanOrEqual(2 ** 28);
});

test('the layers of ResNet-50 that have few pixels share out their sums', async () => {
  const { kernels } = await planOf('resnet50');
  for (const kernel of kernels) {
    if (kernel.kind !== 'contract' || kernel.schedule.name !== 'tiled') continue;
    const [, , height = 0] = kernel.y.shape;
    if (height <= 14) expect(kernel.schedule, kernel.name).not.toMatchObject({ slices: 1 });
  }
});
