/** Random networks on a GPU compute what the interpreter does: shapes and fusions that no table has thought of. */

import { theInput } from '../../support/borders.ts';
import '../memo.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { packToBytes } from '../../../compiler/driver/package/pack.ts';
import { constantRegion, type Graph } from '../../../compiler/ir/graph.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { evaluate, given } from '../../support/evaluate.ts';
import { singleOutputGraphs } from '../../support/random-graph.ts';
import { asConfigured } from '../../support/stub-target.ts';
import { worstOf } from '../conformance.ts';
import { describeWithRunner } from './runner.ts';

const networks = singleOutputGraphs.filter(graph => {
  const constants = constantRegion(graph);
  return graph.outputs.every(({ node }) => !constants.has(node));
});

/** Of float32. */
const largestFloat = (2 - 2 ** -23) * 2 ** 127;

/** What stands for a parameter or the input. */
function numbersOf(graph: Graph, path: string): Float64Array {
  const node = graph.nodes.find(each => each.path === path);
  if (!node) throw new Error(`the graph has no ${path}`);
  return Float64Array.from(given(node));
}

describeWithRunner('random networks', run => {
  let count = 0;
  test('compute what the interpreter does', async () => {
    await fc.assert(
      fc.asyncProperty(networks, async graph => {
        const { plan } = compile(asConfigured(graph), wgsl);
        const read = (name: string): Float64Array => numbersOf(plan.source, name);
        const weights = await packToBytes(plan, { origin: 'synthetic', read });
        const files = await wgsl.files(plan);
        const input = Float32Array.from(read(theInput(plan).name));
        const result = await run({ name: `random-${count++}`, plan, files, weights, input });
        const { outputs, largest } = await evaluate(graph);
        // WGSL has no infinity, which is what pooling gives for a window of padding alone: the largest number stands for it.
        const expected = (outputs[0]?.data ?? new Float64Array()).map(value =>
          Math.max(-largestFloat, Math.min(largestFloat, value)),
        );
        expect(result).toHaveLength(expected.length);
        // Of the largest value on the way: what cancels out below it is rounding.
        expect(worstOf(result, expected).error).toBeLessThanOrEqual(1e-4 * Math.max(1e-6, largest));
      }),
      { numRuns: 60 },
    );
  }, 200_000);
});
