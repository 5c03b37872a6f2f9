/** Which step does a layer's work: in shipped and random networks every step is somebody's, and small cases by hand. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Compilation, compile } from '../../compiler/compile.ts';
import { workOf } from '../../compiler/drawing/steps.ts';
import { type Graph, makeNode } from '../../compiler/ir/graph.ts';
import { concat, dropout, flatten } from '../../compiler/ops/movement.ts';
import { traceOutline } from '../../compiler/outline/build.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { buildNetwork } from '../support/build-network.ts';
import { randomNetwork } from '../support/random-network.ts';
import * as s from '../support/sketch.ts';
import { importSpec, specNames } from '../support/specs.ts';

const compiled = (graph: Graph): Compilation => compile({ spec: 'sketch', settings: {}, graph }, typescript);

/** The layers' work, by the layers' ids: `conv: step 1`, `bn: in step 1`. */
function told(graph: Graph): Readonly<Record<string, string>> {
  const { source, plan } = compiled(graph);
  const work = workOf(traceOutline(source).layers, plan);
  return Object.fromEntries(
    [...work].map(([{ id }, each]) => {
      if (each.kind === 'own') return [id, `step ${each.steps.join(', ')}`];
      return [id, each.kind === 'within' ? `in step ${each.step}` : 'none'];
    }),
  );
}

function expectAllTaken({ source, plan }: Compilation): void {
  const work = workOf(traceOutline(source).layers, plan);
  const taken = [...work.values()].flatMap(each => (each.kind === 'own' ? each.steps : []));
  expect(taken.toSorted((a, b) => a - b)).toEqual([...plan.steps.keys()]);
  for (const [{ id, macs, form }, { kind }] of work) {
    if (macs > 0 || form === 'pool') expect({ id, kind }).toEqual({ id, kind: 'own' });
  }
}

describe('every step is one layer’s own, and everything that multiplies has one', () => {
  test.each(specNames)('%s', async name => {
    expectAllTaken(compile((await importSpec(name)).configure({}), typescript));
  });

  test('random networks', () => {
    fc.assert(
      fc.property(randomNetwork(), network => expectAllTaken(compiled(buildNetwork(network)))),
      { numRuns: 40 },
    );
  });
});

const x = s.image([1, 4, 6, 6]);

test('a norm, a sum and an activation are done by the convolution that ends in them', () => {
  const skip = s.norm('block.down.1', s.conv('block.down.0', x, 8));
  const y = s.norm('block.bn', s.conv('block.conv', x, 8, { kernel: 3 }));
  const sum = s.add(y, skip, 'block');
  expect(told(s.graphOf(s.relu(sum, 'block.relu'), [x, y, skip]))).toEqual({
    'block.conv': 'step 0',
    'block.bn': 'in step 0',
    'block.down.0': 'step 1',
    'block.down.1': 'in step 1',
    'block.add': 'in step 1',
    'block.relu': 'in step 1',
  });
});

test('a norm that is left alone is a scale and a shift, which are its own step', () => {
  expect(told(s.graphOf(s.conv('conv', s.relu(s.norm('bn', x)), 4)))).toEqual({
    bn: 'step 0',
    relu: 'in step 0',
    conv: 'step 1',
  });
});

test('a concatenation has a step a part', () => {
  const [a, b] = [s.conv('a', x, 4), s.conv('b', x, 4)];
  const joined = makeNode(concat, { axis: 1 }, [a, b], 'join');
  expect(told(s.graphOf(s.relu(joined)))).toEqual({
    a: 'step 0',
    b: 'step 1',
    join: 'step 2, 3',
    relu: 'step 4',
  });
});

test('a layer that runs twice has two steps, in order', () => {
  const weight = s.weights('conv.weight', [4, 4, 1, 1]);
  const once = s.conv('conv', x, 4, { weight });
  const twice = s.conv('conv', s.largest(once), 4, { weight });
  expect(told(s.graphOf(twice))).toEqual({ conv: 'step 0', maxpool: 'step 1', 'conv#2': 'step 2' });
});

test('what costs nothing is done where its input is, or nowhere', () => {
  const dropped = makeNode(dropout, { probability: 0.5 }, [x], 'drop');
  const pooled = s.globalPool(s.conv('conv', dropped, 4));
  expect(told(s.graphOf(makeNode(flatten, { start: 1 }, [pooled], 'flatten')))).toEqual({
    drop: 'none',
    conv: 'step 0',
    avgpool: 'step 1',
    flatten: 'in step 1',
  });
});
