/**
 * Ordering the work never costs memory: the peak, counted here in another way than the pass counts it, is no higher
 * after than before, on random graphs; and where another order pays, it is found.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesOf,
  computationOf,
  constantRegion,
  type Graph,
  makeGraph,
  type Node,
  operandsOf,
  outputNodes,
  unnamed,
  usesOf,
} from '../../compiler/ir/graph.ts';
import { orderSteps } from '../../compiler/passes/order-steps.ts';
import { pipeline, runPipeline } from '../../compiler/passes/pipeline.ts';
import resnet50 from '../../specs/resnet50.ts';
import { randomGraphs, singleOutputGraphs } from '../support/random-graph.ts';
import * as s from '../support/sketch.ts';

/**
 * Bytes alive at the worst step. Every value has a home; a reshape lives in its operand's, elementwise work in the
 * home of an operand of its size that nothing reads later. A home is alive from its first value to the last reader
 * of any of them.
 */
function peakOf(graph: Graph): number {
  const constants = constantRegion(graph);
  const steps = graph.nodes.filter(node => !constants.has(node));
  const lastRead = new Map<Node, number>();
  for (const [time, node] of steps.entries()) for (const each of operandsOf(node)) lastRead.set(each, time);
  for (const output of outputNodes(graph)) lastRead.set(output, steps.length);
  interface Home {
    readonly bytes: number;
    readonly from: number;
    readonly values: Node[];
  }
  const homes = new Map<Node, Home>();
  const all: Home[] = [];
  const endOf = (home: Home): number =>
    Math.max(home.from, ...home.values.map(each => lastRead.get(each) ?? -1));
  for (const [time, node] of steps.entries()) {
    const { form } = computationOf(node);
    const known = operandsOf(node)
      .map(each => homes.get(each))
      .filter(home => home !== undefined);
    const home =
      form === 'reshape'
        ? known[0]
        : form === 'pointwise'
          ? known.find(each => each.bytes === bytesOf(node.type) && endOf(each) <= time)
          : undefined;
    const own = home ?? { bytes: bytesOf(node.type), from: time, values: [] };
    if (!home) all.push(own);
    own.values.push(node);
    homes.set(node, own);
  }
  const alive = (time: number): number =>
    all.reduce((sum, home) => sum + (home.from <= time && time <= endOf(home) ? home.bytes : 0), 0);
  return Math.max(0, ...steps.map((_, time) => alive(time)));
}

/** Whether a value lives on beside its reshape: the pass counts the two apart, though they share their memory. */
const livesBesideReshape = (graph: Graph): boolean =>
  graph.nodes.some(node => {
    const [x] = node.inputs;
    if (computationOf(node).form !== 'reshape' || !x) return false;
    return outputNodes(graph).includes(x) || (usesOf(graph).get(x) ?? []).length > 1;
  });

describe('on random graphs', () => {
  test.each([
    ['of one output', singleOutputGraphs],
    ['of many outputs', randomGraphs],
  ])('%s, the peak is never raised', (_, graphs) => {
    fc.assert(
      fc.property(graphs, graph => {
        fc.pre(!livesBesideReshape(graph));
        expect(peakOf(orderSteps.run(graph))).toBeLessThanOrEqual(peakOf(graph));
      }),
      { numRuns: 400 },
    );
  });

  test('every node stays, after what it reads', () => {
    fc.assert(
      fc.property(randomGraphs, graph => {
        const after = orderSteps.run(graph);
        expect(new Set(after.nodes)).toEqual(new Set(graph.nodes));
        const places = new Map(after.nodes.map((node, i) => [node, i]));
        for (const [i, node] of after.nodes.entries()) {
          for (const operand of operandsOf(node)) expect(places.get(operand)).toBeLessThan(i);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('where another order pays', () => {
  const x = s.image([1, 4, 8, 8]);
  /** Much in between, little at the end. */
  const branch = (name: string): Node => s.globalPool(s.conv(`${name}.wide`, x, 64), `${name}.pool`);

  test('branches that end small are finished one by one, not side by side', () => {
    const wides = ['a', 'b', 'c'].map(name => s.conv(`${name}.wide`, x, 64));
    const ends = wides.map((wide, i) => s.globalPool(wide, `pool${i}`));
    const [a, b, c] = ends;
    if (!a || !b || !c) throw new Error('three branches');
    const graph = makeGraph('branches', unnamed([s.add(s.add(a, b), c)]), [x, ...wides, ...ends]);
    const after = orderSteps.run(graph);
    const wide = 64 * 64 * 4;
    expect(peakOf(graph)).toBeGreaterThanOrEqual(3 * wide);
    expect(peakOf(after)).toBeLessThan(1.2 * wide);
  });

  test('weights that are computed when packing take no part in it', () => {
    const small = s.image([1, 4, 4, 4]);
    // More than the gate's wide value would have to be kept for it, were it an activation.
    const weight = s.mul(s.weights('q.weight', [4, 4, 3, 3]), s.literal(0.5));
    const gate = s.conv('gate', s.globalPool(s.conv('wide', small, 32)), 4);
    const value = s.conv('q', small, 4, { kernel: 3, weight });
    const graph = makeGraph('gated', unnamed([s.globalPool(s.mul(value, gate))]), [small, gate, value]);
    const after = orderSteps.run(graph);
    expect(peakOf(after)).toBe(peakOf(graph));
    expect(peakOf(graph)).toBe(4 * (64 + 512 + 32));
  });

  test('an order that is best already stays', () => {
    const graph = s.graphOf(s.add(branch('a'), branch('b')), [x]);
    expect(orderSteps.run(graph).nodes.map(node => node.path)).toEqual(graph.nodes.map(node => node.path));
  });

  test('a stretch of more nodes than are tried stays as it is', () => {
    const pools = Array.from({ length: 40 }, (_, i) => branch(`b${i}`));
    const sum = pools.reduce((total, each) => s.add(total, each));
    const graph = makeGraph('wide', unnamed([sum]), [x]);
    expect(peakOf(orderSteps.run(graph))).toBe(peakOf(graph));
  });
});

test('ResNet-50 needs no more after than before', () => {
  const source = resnet50.configure({}).graph;
  const before = runPipeline(source, pipeline.slice(0, pipeline.indexOf(orderSteps))).at(-1)?.graph ?? source;
  expect(peakOf(orderSteps.run(before))).toBeLessThanOrEqual(peakOf(before));
});
