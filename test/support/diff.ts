/** Reports on graphs, and the graphs that properties of differences are held to. */

import fc from 'fast-check';
import { reportOn } from '../../compiler/diff/report/report.ts';
import type { Report } from '../../compiler/diff/report/schema.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { buildNetwork } from './build-network.ts';
import { randomGraphs } from './random-graph.ts';
import { randomNetwork } from './random-network.ts';
import { importSpec } from './specs.ts';

/** The report on two graphs, without plans. */
export const reportOf = (before: Graph, after: Graph, structural = false): Report =>
  differ(before, after, structural).report;

/** The same with the difference that it is of. */
export function differ(before: Graph, after: Graph, structural: boolean) {
  const side = (graph: Graph) => ({
    from: graph.name,
    configured: { spec: graph.name, settings: {}, graph },
  });
  return reportOn(side(before), side(after), { target: typescript, structural });
}

/** Networks as people write them, and graphs of anything: weights that are shared, values that are read twice. */
export const anyGraphs: fc.Arbitrary<Graph> = fc.oneof(randomNetwork().map(buildNetwork), randomGraphs);

/** The graph of a shipped spec. */
export const shipped = async (name: string): Promise<Graph> => (await importSpec(name)).configure({}).graph;
