/** `plan.json`: what is written reads back byte for byte, and what is no plan is refused by file and field. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../compiler/errors.ts';
import { constantRegion, type Graph } from '../../compiler/ir/graph.ts';
import { printPlan, readPlan } from '../../compiler/plan/json.ts';
import { lower } from '../../compiler/plan/lower.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { evaluate, expectClose } from '../support/evaluate.ts';
import { optimize } from '../support/look.ts';
import { jsonMutations } from '../support/mutate.ts';
import { randomGraphs } from '../support/random-graph.ts';
import { runOutputs } from '../support/run-plan.ts';
import * as s from '../support/sketch.ts';
import { asConfigured, stubTarget } from '../support/stub-target.ts';

const planOf = (graph: Graph): Plan => lower(asConfigured(graph), optimize(graph), stubTarget);
const networks = randomGraphs.filter(graph => {
  const constants = constantRegion(graph);
  return graph.outputs.every(({ node }) => !constants.has(node));
});

test('plans of random graphs read back byte for byte, and compute the same', async () => {
  await fc.assert(
    fc.asyncProperty(networks, async graph => {
      const text = printPlan(planOf(graph));
      const again = readPlan(text, 'plan.json');
      expect(printPlan(again)).toBe(text);
      const { outputs, largest } = await evaluate(graph);
      for (const [i, output] of (await runOutputs(again)).entries()) expectClose(output, outputs[i], largest);
    }),
    { numRuns: 80 },
  );
});

const x = s.image([1, 2, 4, 4]);
const sample = planOf(
  s.graphOf(s.globalPool(s.relu(s.add(s.norm('bn', s.conv('conv', x, 2, { kernel: 3 })), x))), [x]),
);
type Json = Record<string, unknown>;
const json = (): Json => JSON.parse(printPlan(sample)) as Json;

/** The plan's JSON with the value at a path replaced; `undefined` removes it. */
function spoiled(path: string, value: unknown): string {
  const whole = json();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let place: unknown = whole;
  for (const key of keys) place = Reflect.get(Object(place), key);
  Reflect.set(Object(place), last, value);
  return JSON.stringify(whole);
}

test('the plan that the table below spoils is in order', () => {
  expect(printPlan(readPlan(JSON.stringify(json()), 'plan.json'))).toBe(printPlan(sample));
  expect(sample.steps.map(step => step.layer)).toEqual(['conv', 'avgpool']);
});

describe('refuses', () => {
  test.each<readonly [string, text: string, message: RegExp]>([
    ['what is no JSON', '{', /: not JSON: /],
    ['an empty file', '', /: not JSON: /],
    ['a list', '[]', /plan: /],
    ['a later version', spoiled('version', 99), /is a plan of version 99, which a later netwright wrote/],
    ['an earlier version', spoiled('version', 2), /of version 2, which an earlier netwright wrote; this one/],
    ['no version', spoiled('version', undefined), /version: this netwright reads plans of version/],
    ['a field too many', spoiled('extra', 1), /extra/],
    ['a name that is no text', spoiled('name', 3), /name: /],
    ['a kernel of no kind', spoiled('kernels.0.kind', 'magic'), /kernels\.0\.kind: /],
    ['a kernel without a name', spoiled('kernels.0.name', undefined), /kernels\.0\.name: /],
    [
      'a schedule that is no plain data',
      spoiled('kernels.0.schedule', { name: 'gather', tile: { rows: [1] } }),
      /kernels\.0\.schedule/,
    ],
    ['a negative stride', spoiled('kernels.0.x.strides', [0, -1, 8, 2]), /kernels\.0\.x\.strides\.1: /],
    [
      'an expression that is none',
      spoiled('kernels.0.epilogue.expression', []),
      /kernels\.0\.epilogue\.expression: /,
    ],
    [
      'an expression that reads ahead',
      spoiled('kernels.0.epilogue.expression', [{ fn: 'neg', args: [3] }]),
      /kernels\.0\.epilogue: /,
    ],
    [
      'an expression that lacks operands',
      spoiled('kernels.0.epilogue.expression', [{ operand: 7 }]),
      /conv: .*lacks operands/,
    ],
    ['a step without a kernel', spoiled('steps.0.kernel', 9), /conv: no kernel 9/],
    ['a step that lacks arguments', spoiled('steps.0.arguments', []), /conv: .*takes x, w, b, r0, y/],
    [
      'an argument outside its region',
      spoiled('steps.0.arguments.1.offset', 1e9),
      /conv: w lies outside weights/,
    ],
    [
      'a region that does not exist',
      spoiled('steps.0.arguments.1.region', 'stack'),
      /steps\.0\.arguments\.1\.region: /,
    ],
    [
      'an offset that is no integer',
      spoiled('steps.0.arguments.1.offset', 0.5),
      /steps\.0\.arguments\.1\.offset: /,
    ],
    ['an empty argument', spoiled('steps.0.arguments.0.elements', 0), /conv: x lies outside arena/],
    [
      'a kernel that reads beyond its argument',
      spoiled('kernels.0.x.shape', [1, 2, 99, 4]),
      /conv: .*reaches beyond its x/,
    ],
    [
      'a kernel that writes beyond its argument',
      spoiled('kernels.0.y.strides', [0, 1, 800, 2]),
      /conv: .*reaches beyond its y/,
    ],
    [
      'an operand read beyond its argument',
      spoiled('kernels.0.epilogue.operands.0', [0, 1600, 4, 1]),
      /conv: .*reaches beyond its operand 0/,
    ],
    ['a value that is not alive', spoiled('arena.buffers.0.last', -1), /conv: x is not alive at step 0/],
    ['an arena below what is alive', spoiled('arena.elements', 16), /below its lower bound/],
    ['a buffer outside the arena', spoiled('arena.buffers.0.offset', 4096), /ends outside the arena/],
    ['a buffer that is not aligned', spoiled('arena.buffers.0.offset', 3), /not aligned/],
    ['an input that lies elsewhere', spoiled('inputs.0.offset', 1e6), /input is not alive/],
    ['an output that lies elsewhere', spoiled('outputs.0.offset', 1e6), /output is not alive/],
    ['a result of no node', spoiled('steps.0.result.node', 999), /conv: its result/],
    ['a recipe without its tensors', spoiled('recipe.tensors', []), /conv: w is no tensor of the weights/],
    ['tensors that overlap', spoiled('recipe.tensors.1.offset', 0), /overlaps what comes before it/],
    ['a tensor of another size', spoiled('recipe.tensors.0.elements', 5), /not of the size/],
    ['a graph that is none', spoiled('graph', {}), /plan\.json: graph: version: /],
    ['a graph with a broken node', spoiled('graph.nodes.0.op', 'magic'), /plan\.json: graph: nodes\.0\.op: /],
    [
      'a source with a broken node',
      spoiled('source.nodes.0.shape', [9]),
      /plan\.json: source: nodes\.0\.shape: /,
    ],
  ])('%s', (_, text, message) => {
    let error: unknown;
    try {
      readPlan(text, 'plan.json');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    expect(error).toHaveProperty('message', expect.stringMatching(message));
    expect(error).toHaveProperty('message', expect.stringContaining('plan.json'));
  });
});

test('a text with anything changed reads as a plan that prints, or is refused: it never crashes', () => {
  fc.assert(
    fc.property(networks, jsonMutations, (graph, mutate) => {
      const text = JSON.stringify(mutate(JSON.parse(printPlan(planOf(graph)))));
      try {
        printPlan(readPlan(text, 'plan.json'));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
