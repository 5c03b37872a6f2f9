/**
 * Plans of random graphs compute what the graphs compute: the plan's memory is run element by element, forwards and
 * backwards, so that whatever is written over a value too early shows.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  constantRegion,
  type Dense,
  type Graph,
  makeGraph,
  makeNode,
  type Node,
  unnamed,
} from '../../compiler/ir/graph.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { flatten } from '../../compiler/ops/movement.ts';
import { softmax } from '../../compiler/ops/normalization.ts';
import { fingerprint } from '../../compiler/plan/fingerprint.ts';
import { parametersOf } from '../../compiler/plan/kernel.ts';
import { lower } from '../../compiler/plan/lower.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { verifyPlan } from '../../compiler/plan/verify.ts';
import { evaluate, expectClose, given } from '../support/evaluate.ts';
import { optimize } from '../support/look.ts';
import { randomGraphs } from '../support/random-graph.ts';
import { runOutputs, runPlan } from '../support/run-plan.ts';
import * as s from '../support/sketch.ts';
import { asConfigured, bindingTarget, stubTarget } from '../support/stub-target.ts';

/** Graphs of one output or more that depend on the input: others have no plan. */
const networks = randomGraphs.filter(graph => {
  const constants = constantRegion(graph);
  return graph.outputs.every(({ node }) => !constants.has(node));
});

const planOf = (graph: Graph, target = stubTarget): Plan =>
  lower(asConfigured(graph), optimize(graph), target);

test.each([stubTarget, bindingTarget])(
  'plans of random graphs verify, and their peak is no less than the bound: $name',
  target => {
    fc.assert(
      fc.property(networks, graph => {
        const plan = planOf(graph, target);
        verifyPlan(plan);
        expect(plan.arena.elements).toBeGreaterThanOrEqual(plan.arena.lowerBound);
        for (const step of plan.steps) {
          const kernel = plan.kernels[step.kernel];
          expect(kernel && parametersOf(kernel)).toHaveLength(step.arguments.length);
        }
      }),
      { numRuns: 200 },
    );
  },
);

describe('several inputs and outputs', () => {
  const left = s.image([1, 2, 4, 4], 'left');
  const right = s.image([1, 2, 4, 4], 'right');
  const features = s.conv('conv', s.add(left, right), 3, { kernel: 3 });
  const scores = s.relu(s.conv('head', features, 2));

  test.each([stubTarget, bindingTarget])('inside, twice, of an input: $name', async target => {
    const graph = makeGraph(
      'several',
      [
        { name: 'scores', node: scores },
        { name: 'features', node: features },
        { name: 'again', node: features },
        { name: 'same', node: right },
      ],
      [left, right],
    );
    const plan = planOf(graph, target);
    verifyPlan(plan);
    expect(plan.inputs.map(({ name }) => name)).toEqual(['left', 'right']);
    expect(plan.outputs.map(({ name }) => name)).toEqual(['scores', 'features', 'again', 'same']);
    // Whoever reads the features finds them as ever; users get a copy in the order of the shape, one for both names.
    const [, first, second] = plan.outputs;
    expect(first?.offset).toBe(second?.offset);
    expect(plan.kernels.filter(({ name }) => name.startsWith('copy'))).toHaveLength(1);
    const { outputs, largest } = await evaluate(graph);
    const got = await runOutputs(plan);
    for (const [i, output] of outputs.entries()) expectClose(got[i], output, largest);
  });

  test('an output that is not asked for costs nothing', () => {
    const [one, both] = [[scores], [scores, features]].map(nodes =>
      planOf(makeGraph('net', unnamed(nodes), [left, right])),
    );
    expect(both?.steps).toHaveLength((one?.steps.length ?? 0) + 1);
    expect(both?.recipe).toEqual(one?.recipe);
    expect(both && fingerprint(both)).toBe(one && fingerprint(one));
  });
});

describe('running a plan', () => {
  test.each([
    ['forwards', false, stubTarget],
    ['backwards', true, stubTarget],
    ['forwards, in slots', false, bindingTarget],
    ['backwards, in slots', true, bindingTarget],
  ])('gives what the graph of the spec means, %s', async (_, backwards, target) => {
    await fc.assert(
      fc.asyncProperty(networks, async graph => {
        const { outputs, largest } = await evaluate(graph);
        const got = await runOutputs(planOf(graph, target), { backwards });
        for (const [i, output] of outputs.entries()) expectClose(got[i], output, largest);
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
    [
      'an output of parameters alone',
      s.graphOf(s.relu(s.weights('w', [3])), [x]),
      /has an input, and outputs that depend on it/,
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

describe('on a device that binds buffers', () => {
  const x = s.image();
  const kernelsOf = (plan: Plan) => plan.steps.map(step => plan.kernels[step.kernel]);

  test('a residual is written over its skip, and the kernel knows', async () => {
    const skip = s.conv('stem', x, 4);
    const graph = s.graphOf(s.globalPool(s.add(s.conv('b', s.conv('a', skip, 4), 4), skip)), [x]);
    const plan = planOf(graph, bindingTarget);
    const kernels = kernelsOf(plan);
    expect(kernels.map(kernel => kernel && 'over' in kernel && kernel.over)).toEqual(
      [
        undefined,
        undefined,
        // x, w, r0: the third argument is where the result is.
        [2],
        undefined,
      ].map(over => over ?? false),
    );
    for (const step of plan.steps) {
      const result = step.arguments.at(-1);
      const over = plan.kernels[step.kernel];
      for (const [i, range] of step.arguments.slice(0, -1).entries()) {
        if (range.region !== 'arena' || !result) continue;
        const slotOf = (offset: number): number =>
          plan.arena.slots.findLastIndex(slot => slot.offset <= offset);
        const isOver = over !== undefined && 'over' in over && (over.over ?? []).includes(i);
        expect(slotOf(range.offset) === slotOf(result.offset)).toBe(isOver);
      }
    }
    expectClose(await runPlan(plan), (await evaluate(graph)).outputs[0]);
  });

  test('weights and activations are in slots of the size that is allowed, each tensor whole', async () => {
    const graph = s.graphOf(s.globalPool(s.conv('b', s.conv('a', x, 30, { kernel: 3 }), 30, { kernel: 3 })), [
      x,
    ]);
    const plan = planOf(graph, bindingTarget);
    verifyPlan(plan);
    expect(plan.recipe.slots.length).toBeGreaterThan(1);
    for (const { elements } of plan.recipe.slots) {
      // One that is larger than allowed is one tensor's.
      const alone = plan.recipe.tensors.some(tensor => Math.ceil(tensor.elements / 64) * 64 === elements);
      expect(elements <= bindingTarget.memory.largest || alone).toBe(true);
    }
    expectClose(await runPlan(plan), (await evaluate(graph)).outputs[0]);
  });
});

describe('the mean of an image', () => {
  const flattened = (x: Node): Node => makeNode(flatten, { start: 1 }, [x], 'flatten');
  const classified = (features: (pooled: Node) => Node): Graph => {
    const x = s.image();
    const pooled = s.globalPool(s.conv('stem', x, 6));
    return s.graphOf(s.fullyConnected('fc', features(pooled), 3), [x]);
  };

  test('is part of the linear layer that alone reads it', async () => {
    const graph = classified(pooled => flattened(pooled));
    const plan = planOf(graph, bindingTarget);
    expect(plan.steps.map(step => step.layer)).toEqual(['stem', 'fc']);
    expect(plan.kernels[1]).toMatchObject({ kind: 'contract', form: 'linear', mean: true });
    expectClose(await runPlan(plan), (await evaluate(graph)).outputs[0]);
  });

  test('is a step of its own where something lies between', async () => {
    const graph = classified(pooled => flattened(s.silu(pooled)));
    const plan = planOf(graph, bindingTarget);
    expect(plan.steps).toHaveLength(3);
    expectClose(await runPlan(plan), (await evaluate(graph)).outputs[0]);
  });

  test('is a step of its own for targets that do not want it so', () => {
    expect(planOf(classified(pooled => flattened(pooled))).steps).toHaveLength(3);
  });
});
