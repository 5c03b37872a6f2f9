/**
 * No pass changes what a graph computes: on random graphs, interpreted in float64 before and after, each pass alone,
 * the whole pipeline, and passes in any order; and the verifier holds after each.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOp } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import { batchNorm } from '../../compiler/ops/normalization.ts';
import { pipeline, runPipeline } from '../../compiler/passes/pipeline.ts';
import { expectSameMeaning } from '../support/evaluate.ts';
import { randomGraphs } from '../support/random-graph.ts';

const optimize = (graph: Parameters<typeof runPipeline>[0]) => runPipeline(graph).at(-1)?.graph ?? graph;

describe.each(pipeline)('$name', pass => {
  test('keeps the meaning of random graphs', async () => {
    await fc.assert(
      fc.asyncProperty(randomGraphs, async graph => {
        const after = pass.run(graph);
        verifyGraph(after, pass.name);
        expect(pass.ensures?.(after)).toBeUndefined();
        await expectSameMeaning(graph, after);
      }),
      { numRuns: 150 },
    );
  });

  test('keeps the outputs and their shapes, and the input', () => {
    fc.assert(
      fc.property(randomGraphs, graph => {
        const after = pass.run(graph);
        expect(after.outputs.map(({ node }) => node.type)).toEqual(
          graph.outputs.map(({ node }) => node.type),
        );
        expect(after.nodes.filter(node => node.op.name === 'input').map(node => node.path)).toEqual([
          'input',
        ]);
      }),
      { numRuns: 60 },
    );
  });
});

// Another order of steps may fall into other stretches: order-steps.test.ts says what holds of that pass.
test.each(pipeline.filter(pass => pass.name !== 'order-steps'))(
  '$name changes nothing the second time',
  pass => {
    fc.assert(
      fc.property(randomGraphs, graph => {
        const once = pass.run(graph);
        const twice = pass.run(once);
        expect(printGraph(twice)).toBe(printGraph(once));
      }),
      { numRuns: 60 },
    );
  },
);

test('the pipeline keeps the meaning of random graphs, and leaves no batch norm', async () => {
  await fc.assert(
    fc.asyncProperty(randomGraphs, async graph => {
      const after = optimize(graph);
      expect(after.nodes.filter(node => isOp(node, batchNorm))).toEqual([]);
      await expectSameMeaning(graph, after);
    }),
    { numRuns: 300 },
  );
});

test('passes keep the meaning in any order, fused graphs included', async () => {
  const orders = fc.array(fc.constantFrom(...pipeline), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(randomGraphs, orders, async (graph, passes) => {
      const after = passes.reduce((current, pass) => pass.run(current), graph);
      verifyGraph(after, passes.map(pass => pass.name).join(', '));
      await expectSameMeaning(graph, after);
    }),
    { numRuns: 200 },
  );
});
