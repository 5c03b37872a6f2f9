/** The plan verifier refuses each plan that would read or write the wrong memory. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constantRegion } from '../../compiler/ir/graph.ts';
import { lower } from '../../compiler/plan/lower.ts';
import type { Arena, Plan, Range, Step } from '../../compiler/plan/plan.ts';
import { verifyPlan } from '../../compiler/plan/verify.ts';
import { optimize } from '../support/look.ts';
import { singleOutputGraphs } from '../support/random-graph.ts';
import * as s from '../support/sketch.ts';
import { asConfigured, bindingTarget, stubTarget } from '../support/stub-target.ts';

const x = s.image([1, 3, 8, 8]);
const skip = s.relu(s.conv('stem', x, 4, { kernel: 3 }));
const graph = s.graphOf(
  s.globalPool(s.add(s.conv('b', s.relu(s.conv('a', skip, 8)), 4, { kernel: 3, bias: true }), skip)),
  [x],
);
const plan = lower(asConfigured(graph), optimize(graph), stubTarget);

const withArena = (change: Partial<Arena>): Plan => ({ ...plan, arena: { ...plan.arena, ...change } });
const withBuffer = (i: number, change: Partial<Arena['buffers'][number]>): Plan =>
  withArena({ buffers: plan.arena.buffers.map((each, k) => (k === i ? { ...each, ...change } : each)) });
const withStep = (i: number, change: Partial<Step>): Plan => ({
  ...plan,
  steps: plan.steps.map((each, k) => (k === i ? { ...each, ...change } : each)),
});
const withArgument = (i: number, at: number, change: Partial<Range>): Plan =>
  withStep(i, {
    arguments: (plan.steps[i]?.arguments ?? []).map((each, k) => (k === at ? { ...each, ...change } : each)),
  });

/** The same on a device that binds buffers: stem and its residual in one slot, what they are written from in others. */
const bound = lower(asConfigured(graph), optimize(graph), bindingTarget);

test('the plan that is broken below is in order', () => {
  verifyPlan(plan);
  verifyPlan(bound);
  expect(plan.steps.map(step => step.layer)).toEqual(['stem', 'a', 'b', 'avgpool']);
  expect(plan.arena.buffers.map(each => each.layer)).toEqual(['input', 'stem', 'a', 'avgpool']);
});

describe('refuses', () => {
  test.each<readonly [string, Plan, RegExp]>([
    [
      'two values in one place',
      withBuffer(2, { offset: plan.arena.buffers[1]?.offset ?? 0 }),
      /stem and a share a place/,
    ],
    ['a value kept longer than its place', withBuffer(0, { last: 2 }), /share a place/],
    ['a place that is not aligned', withBuffer(3, { offset: 8 }), /avgpool lies at 8, which is not aligned/],
    [
      'a buffer outside the arena',
      withBuffer(3, { offset: plan.arena.elements }),
      /avgpool ends outside the arena/,
    ],
    ['an arena below its bound', withArena({ elements: 16 }), /below its lower bound/],
    ['a value that ends too early', withBuffer(1, { last: 1 }), /b: r0 is not alive at step 2/],
    ['a value that begins too late', withBuffer(2, { first: 2 }), /a: y is not alive at step 1/],
    ['an input that is not there', withBuffer(0, { first: 0 }), /input is not alive at step -1/],
    ['an output that is gone', withBuffer(3, { last: 3 }), /output is not alive at step 4/],
    ['a kernel that does not exist', withStep(1, { kernel: 99 }), /a: no kernel 99/],
    [
      "another kernel's arguments",
      withStep(1, { kernel: plan.steps[3]?.kernel ?? 0 }),
      /a: meanpool.* takes x, y/,
    ],
    [
      'an argument too few',
      withStep(2, { arguments: plan.steps[2]?.arguments.slice(1) ?? [] }),
      /b: .* takes x, w, b, r0, y/,
    ],
    [
      'an argument outside its region',
      withArgument(1, 1, { offset: plan.recipe.elements }),
      /a: w lies outside weights/,
    ],
    ['an argument that straddles values', withArgument(3, 0, { offset: 16 }), /avgpool: x is not alive/],
    [
      'an argument smaller than its kernel reads',
      withArgument(1, 0, { elements: 8 }),
      /a: .*reaches beyond its x/,
    ],
    [
      'a result smaller than its kernel writes',
      withArgument(1, 3 - 1, { elements: 8 }),
      /a: .*reaches beyond its y/,
    ],
    [
      'a residual smaller than its kernel reads',
      withArgument(2, 3, { elements: 8 }),
      /b: .*reaches beyond its operand 0/,
    ],
    [
      'a recipe that lacks a tensor',
      { ...plan, recipe: { ...plan.recipe, tensors: plan.recipe.tensors.slice(1) } },
      /stem: w is no tensor of the weights/,
    ],
    [
      'slots that leave a gap',
      withArena({ slots: [{ offset: 16, elements: plan.arena.elements - 16 }] }),
      /do not follow/,
    ],
    ['slots that end early', withArena({ slots: [{ offset: 0, elements: 16 }] }), /end at 16/],
    [
      'a value in two slots',
      withArena({
        slots: [
          { offset: 0, elements: 16 },
          { offset: 16, elements: plan.arena.elements - 16 },
        ],
      }),
      /lies in no slot of the arena/,
    ],
    [
      'a residual written over a skip that its kernel does not know of',
      {
        ...bound,
        kernels: bound.kernels.map(kernel => ('over' in kernel ? { ...kernel, over: [] } : kernel)),
      },
      /b: .*reads the slot that it writes/,
    ],
    [
      'a result that is not over what its kernel thinks',
      {
        ...bound,
        kernels: bound.kernels.map(kernel => ('over' in kernel ? { ...kernel, over: [0] } : kernel)),
      },
      /is not over its argument 0/,
    ],
  ])('%s', (_, broken, message) => {
    expect(() => verifyPlan(broken)).toThrow(message);
  });

  test('any two buffers of a random plan that meet in time and are moved together', () => {
    const networks = singleOutputGraphs.filter(each => !constantRegion(each).has(each.outputs[0]?.node ?? x));
    fc.assert(
      fc.property(networks, fc.nat(30), fc.nat(30), (network, i, k) => {
        const whole = lower(asConfigured(network), optimize(network), stubTarget);
        const { buffers } = whole.arena;
        const [a, b] = [buffers[i % buffers.length], buffers[k % buffers.length]];
        fc.pre(a !== undefined && b !== undefined && a !== b);
        fc.pre(a.first <= b.last && b.first <= a.last);
        const moved = buffers.map(each => (each === a ? { ...a, offset: b.offset } : each));
        expect(() => verifyPlan({ ...whole, arena: { ...whole.arena, buffers: moved } })).toThrow();
      }),
      { numRuns: 150 },
    );
  });
});
