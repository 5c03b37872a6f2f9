/** Plans of the shipped specs at their own sizes: the arena is as small as any can be, and of the size that is promised. */

import { describe, expect, test } from 'vitest';
import { runPipeline } from '../../compiler/passes/pipeline.ts';
import { printPlan, readPlan } from '../../compiler/plan/json.ts';
import { lower } from '../../compiler/plan/lower.ts';
import { verifyPlan } from '../../compiler/plan/verify.ts';
import { theOutput } from '../support/borders.ts';
import { importSpec, specNames } from '../support/specs.ts';
import { stubTarget } from '../support/stub-target.ts';

test('there are ten', () => {
  expect(specNames).toHaveLength(10);
});

async function planOf(name: string, settings: Readonly<Record<string, unknown>> = {}) {
  const configured = (await importSpec(name)).configure(settings);
  const graph = runPipeline(configured.graph).at(-1)?.graph ?? configured.graph;
  return lower(configured, graph, stubTarget);
}

const megabytes = (elements: number): number => (elements * 4) / 1e6;

describe.each(specNames)('%s', name => {
  test('its peak is the lower bound', async () => {
    const plan = await planOf(name);
    verifyPlan(plan);
    expect(plan.arena.elements).toBe(plan.arena.lowerBound);
    // The widest moment of every ResNet is an image of 112x112x64 with its pooled half, or wider blocks.
    expect(megabytes(plan.arena.elements)).toBeLessThan(9);
  });

  test('it reads back as it was written, byte for byte', async () => {
    const text = printPlan(await planOf(name));
    expect(printPlan(readPlan(text, 'plan.json'))).toBe(text);
  });
});

test('ResNet-50 of one image needs at most 5.22 MB of activations', async () => {
  const { arena } = await planOf('resnet50');
  expect(megabytes(arena.elements)).toBeLessThanOrEqual(5.22);
});

test('memory grows with the batch, and the bound is met there too', async () => {
  const one = await planOf('resnet50');
  const four = await planOf('resnet50', { batch: 4 });
  expect(four.arena.elements).toBe(four.arena.lowerBound);
  expect(four.arena.elements).toBe(4 * one.arena.elements);
});

test.each<readonly [string, Readonly<Record<string, number>>]>([
  ['resnet18', { height: 33, width: 47 }],
  ['resnet50', { height: 97, width: 131, classes: 7 }],
  ['article-resnet50', { height: 65, width: 48, batch: 3 }],
])('%s of %j has a plan that verifies', async (name, settings) => {
  const plan = await planOf(name, settings);
  verifyPlan(plan);
  expect(theOutput(plan).shape).toEqual([settings.batch ?? 1, settings.classes ?? 1000]);
  expect(plan.arena.elements / plan.arena.lowerBound).toBeLessThanOrEqual(1.05);
});
