/**
 * Plans of random graphs compute what the graphs compute: the plan's memory is run element by element, forwards and
 * backwards, so that whatever is written over a value too early shows.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constantRegion, type Dense, type Graph, makeNode, type Node } from '../../compiler/ir/graph.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { softmax } from '../../compiler/ops/normalization.ts';
import { parametersOf } from '../../compiler/plan/kernel.ts';
import { lower } from '../../compiler/plan/lower.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { verifyPlan } from '../../compiler/plan/verify.ts';
import { evaluate, expectClose, given } from '../support/evaluate.ts';
import { optimize } from '../support/look.ts';
import { singleOutputGraphs } from '../support/random-graph.ts';
import { runPlan } from '../support/run-plan.ts';
import * as s from '../support/sketch.ts';
import { asConfigured, stubTarget } from '../support/stub-target.ts';

/** Graphs whose output depends on the input: others have no plan. */
const networks = singleOutputGraphs.filter(graph => {
  const constants = constantRegion(graph);
  return graph.outputs.every(output => !constants.has(output));
});

const planOf = (graph: Graph): Plan => lower(asConfigured(graph), optimize(graph), stubTarget);

test('plans of random graphs verify, and their peak is no less than the bound', () => {
  fc.assert(
    fc.property(networks, graph => {
      const plan = planOf(graph);
      verifyPlan(plan);
      expect(plan.arena.elements).toBeGreaterThanOrEqual(plan.arena.lowerBound);
      for (const step of plan.steps) {
        const kernel = plan.kernels[step.kernel];
        expect(kernel && parametersOf(kernel)).toHaveLength(step.arguments.length);
      }
    }),
    { numRuns: 200 },
  );
});

describe('running a plan', () => {
  test.each([
    ['forwards', false],
    ['backwards', true],
  ])('gives what the graph of the spec means, %s', async (_, backwards) => {
    await fc.assert(
      fc.asyncProperty(networks, async graph => {
        const { outputs, largest } = await evaluate(graph);
        expectClose(await runPlan(planOf(graph), { backwards }), outputs[0], largest);
      }),
      { numRuns: 200 },
    );
  });

  test('holds each value where the plan says it is, once its step has run', async () => {
    await fc.assert(
      fc.asyncProperty(networks, async graph => {
        const plan = planOf(graph);
        const values = new Map<Node, Dense>();
        await interpret(plan.graph, given, { onValue: (node, value) => values.set(node, value) });
        const { largest } = await evaluate(graph);
        const seen = new Set<Node>();
        await runPlan(plan, {
          onResult(node, value) {
            seen.add(node);
            expectClose(value, values.get(node), largest);
          },
        });
        const constants = constantRegion(plan.graph);
        const work = plan.graph.nodes.filter(node => !constants.has(node) && node.op.name !== 'input');
        // Reshapes may need no step.
        for (const node of work) expect(seen.has(node) || /reshape|flatten/.test(node.op.name)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('tells a plan whose result is written over what its kernel still reads', async () => {
    const skip = s.conv('first', s.image(), 4);
    const graph = s.graphOf(s.globalPool(s.conv('second', skip, 4, { kernel: 3 })));
    const plan = planOf(graph);
    const { outputs } = await evaluate(graph);
    expectClose(await runPlan(plan), outputs[0]);
    const [first] = plan.steps;
    const overwritten = first?.arguments.at(-1);
    const steps = plan.steps.map(step =>
      step.layer === 'second' && overwritten
        ? { ...step, arguments: [...step.arguments.slice(0, -1), overwritten] }
        : step.layer === 'avgpool' && overwritten
          ? { ...step, arguments: [overwritten, ...step.arguments.slice(1)] }
          : step,
    );
    const wrong = await runPlan({ ...plan, steps });
    expect(() => expectClose(wrong, outputs[0])).toThrow(/element/);
  });
});

describe('in place', () => {
  const x = s.image();
  const skip = s.conv('stem', x, 4);

  test.each<readonly [string, Node, buffers: number, values: number]>([
    ['the residual is written over its skip', s.add(s.conv('b', s.conv('a', skip, 4), 4), skip), 4, 5],
    ['not where the convolution reads the skip as well', s.add(s.conv('a', skip, 4), skip), 4, 4],
    [
      'not where the skip is read later',
      s.add(s.conv('c', s.add(s.conv('b', s.conv('a', skip, 4), 4), skip), 4), skip),
      5,
      6,
    ],
    [
      'not where the skip is smaller',
      s.mul(s.conv('b', s.conv('a', skip, 4), 4), s.globalPool(skip, 'gate')),
      6,
      6,
    ],
    [
      'elementwise work over its operand',
      s.mul(s.largest(skip), s.globalPool(s.largest(skip), 'gate')),
      5,
      6,
    ],
    ['softmax over its operand', makeNode(softmax, { axis: 1 }, [skip], 'softmax'), 3, 4],
    ['over the other branch, not over the input', s.mul(s.conv('a', s.relu(x), 4), s.conv('b', x, 4)), 4, 5],
  ])('%s', async (_, value, buffers, values) => {
    const graph = s.graphOf(s.globalPool(value), [x]);
    const plan = planOf(graph);
    const constants = constantRegion(plan.graph);
    expect(plan.arena.buffers).toHaveLength(buffers);
    expect(plan.graph.nodes.filter(node => !constants.has(node))).toHaveLength(values);
    expectClose(await runPlan(plan), (await evaluate(graph)).outputs[0]);
  });
});

describe('refuses', () => {
  const x = s.image();
  test.each<readonly [string, Graph, RegExp]>([
    ['two outputs', s.graphOf([s.relu(x), s.silu(x)]), /one input, and one output/],
    [
      'an output of parameters alone',
      s.graphOf(s.relu(s.weights('w', [3])), [x]),
      /one input, and one output/,
    ],
    [
      'weights that depend on the input',
      s.graphOf(s.conv('conv', x, 1, { weight: s.globalPool(x) }), [x]),
      /conv: conv2d needs weights/,
    ],
  ])('%s', (_, graph, message) => {
    expect(() => planOf(graph)).toThrow(message);
  });

  test('a graph that has not been through the passes', () => {
    const graph = s.graphOf(s.norm('bn', x));
    expect(() => lower(asConfigured(graph), graph, stubTarget)).toThrow(/bn: batchNorm has no kernel/);
  });
});
