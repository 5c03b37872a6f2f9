/** Random networks compute what the interpreter does: shapes, fusions and joins that no table has thought of. */

import { theInput } from '../../support/borders.ts';
import '../memo.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { packToBytes } from '../../../compiler/driver/package/pack.ts';
import { constantRegion, type Graph } from '../../../compiler/ir/graph.ts';
import { cuda } from '../../../targets/cuda/target.ts';
import { evaluate, given } from '../../support/evaluate.ts';
import { singleOutputGraphs } from '../../support/random-graph.ts';
import { asConfigured } from '../../support/stub-target.ts';
import { type Job, worstOf } from '../conformance.ts';
import { describeWithRunner } from './runner.ts';
import { layerTolerance } from './tolerances.ts';

const networks = singleOutputGraphs.filter(graph => {
  const constants = constantRegion(graph);
  return graph.outputs.every(({ node }) => !constants.has(node));
});

/** What stands for a parameter or the input. */
function numbersOf(graph: Graph, path: string): Float64Array {
  const node = graph.nodes.find(each => each.path === path);
  if (!node) throw new Error(`the graph has no ${path}`);
  return Float64Array.from(given(node));
}

async function jobOf(graph: Graph, name: string): Promise<Job> {
  const { plan } = compile({ ...asConfigured(graph), spec: name }, cuda);
  const read = (path: string): Float64Array => numbersOf(plan.source, path);
  const weights = await packToBytes(plan, { origin: 'synthetic', read });
  const input = Float32Array.from(read(theInput(plan).name));
  return { name, plan, files: await cuda.files(plan), weights, input };
}

describeWithRunner('random networks', (run, prepare) => {
  test('compute what the interpreter does', async () => {
    // They are compiled together, so they are not shrunk: a seed is as good.
    const seed = Math.floor(Math.random() * 2 ** 31);
    const graphs = fc.sample(networks, { numRuns: 48, seed });
    const jobs = await Promise.all(graphs.map((graph, i) => jobOf(graph, `random-${i}`)));
    await prepare(jobs);
    for (const [i, graph] of graphs.entries()) {
      const job = jobs[i];
      if (!job) continue;
      const result = await run(job).catch((error: unknown) => {
        throw new Error(`network ${i} of seed ${seed}`, { cause: error });
      });
      const { outputs, largest } = await evaluate(graph);
      const expected = outputs[0]?.data ?? new Float64Array();
      expect(result).toHaveLength(expected.length);
      // Of the largest value on the way: what cancels out below it is rounding.
      const bound = 10 * layerTolerance.f32 * Math.max(1e-6, largest);
      expect(worstOf(result, expected).error, `network ${i} of seed ${seed}`).toBeLessThanOrEqual(bound);
    }
  }, 300_000);
});
