/** The generator of random graphs covers what it claims to: otherwise every property test would assert little. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOp, type Node, operandsOf, outputNodes, usesOf } from '../../compiler/ir/graph.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import { conv2d } from '../../compiler/ops/convolution.ts';
import { ops } from '../../compiler/ops/index.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { batchNorm } from '../../compiler/ops/normalization.ts';
import { evaluate } from './evaluate.ts';
import { randomGraphs, singleOutputGraphs } from './random-graph.ts';

const samples = fc.sample(randomGraphs, { numRuns: 300, seed: 1 });

/** Of how many samples this holds of some node. */
const count = (holds: (node: Node, uses: readonly Node[], isOutput: boolean) => boolean): number =>
  samples.filter(graph => {
    const uses = usesOf(graph);
    return graph.nodes.some(node => holds(node, uses.get(node) ?? [], outputNodes(graph).includes(node)));
  }).length;

test('every operator is drawn, but the packing of weights and norms by the batch', () => {
  for (const name of ops.keys()) {
    // Statistics of few random numbers may be nearly 0, and float32 far off: the table of operators holds those.
    if (name === 'packWeight' || name === 'batchNormByBatch') continue;
    expect
      .soft(
        count(node => node.op.name === name),
        name,
      )
      .toBeGreaterThan(5);
  }
});

const fromConv = (node: Node): boolean => isOp(node, batchNorm) && isOp(node.inputs[0], conv2d);

test.each<readonly [string, (node: Node, uses: readonly Node[], isOutput: boolean) => boolean]>([
  ['a norm after a convolution', fromConv],
  ['a norm after anything else', node => isOp(node, batchNorm) && !isOp(node.inputs[0], conv2d)],
  [
    'a convolution read by a norm and by others',
    (node, uses) => isOp(node, conv2d) && uses.length > 1 && uses.some(fromConv),
  ],
  ['a convolution that is an output', (node, _, isOutput) => isOp(node, conv2d) && isOutput],
  [
    'a convolution that is an output and read',
    (n, uses, isOutput) => isOp(n, conv2d) && isOutput && uses.length > 0,
  ],
  [
    'weights shared by convolutions',
    (node, uses) => isOp(node, parameter) && uses.filter(each => isOp(each, conv2d)).length > 1,
  ],
  [
    'a norm with shared statistics',
    (n, uses) => isOp(n, parameter) && uses.filter(u => isOp(u, batchNorm)).length > 1,
  ],
  ['groups', node => isOp(node, conv2d) && node.attributes.groups > 1],
  ['dilation', node => isOp(node, conv2d) && node.attributes.dilation.some(each => each > 1)],
  ['padding that differs by side', n => isOp(n, conv2d) && n.attributes.padding.some(([a, b]) => a !== b)],
  ['a bias', node => isOp(node, conv2d) && node.inputs.length === 3],
  [
    'one value a channel beside an image',
    node => node.inputs.length === 2 && node.inputs.some(each => /,1,1$/.test(String(each.type.shape))),
  ],
  [
    'a value read twice by one node',
    node => operandsOf(node).some((each, i, all) => all.indexOf(each) !== i),
  ],
])('%s is drawn', (_, holds) => {
  expect(count(holds)).toBeGreaterThan(5);
});

test('graphs verify, have numbers, and those for plans have one output', async () => {
  for (const graph of samples) verifyGraph(graph, 'sample');
  for (const graph of fc.sample(singleOutputGraphs, { numRuns: 50, seed: 2 })) {
    const { outputs, largest } = await evaluate(graph);
    expect(outputs).toHaveLength(1);
    expect(largest).toBeLessThan(1e7);
    for (const value of outputs[0]?.data ?? [Number.NaN]) expect(Number.isFinite(value)).toBe(true);
  }
});
