/** Between a network and itself there is no difference. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entriesOf } from '../../compiler/diff/difference.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { graphFromJson, graphToJson } from '../../compiler/ir/json.ts';
import { anyGraphs, differ, reportOf, shipped } from '../support/diff.ts';
import { specNames } from '../support/specs.ts';

const readBack = (graph: Graph): Graph =>
  graphFromJson(JSON.parse(JSON.stringify(graphToJson(graph))), 'graph.json');

function expectSame(before: Graph, after: Graph, structural: boolean): void {
  const { report, difference } = differ(before, after, structural);
  const { same, sameStructure, edits, breaking, checkpoint } = report;
  const { compatible, renamed, reshaped, missing, unused } = checkpoint;
  expect({ same, sameStructure, edits, breaking }).toEqual({
    same: true,
    sameStructure: true,
    edits: [],
    breaking: [],
  });
  expect({ compatible, others: [renamed, reshaped, missing, unused].flat() }).toEqual({
    compatible: true,
    others: [],
  });
  const entries = entriesOf(difference.root);
  expect(entries.filter(({ before: a, after: b }) => a?.id !== b?.id)).toEqual([]);
  expect(entries.filter(({ changes, moved }) => changes.length > 0 || moved)).toEqual([]);
}

test.each(specNames)('%s, traced twice and read back', async name => {
  const graph = await shipped(name);
  expectSame(graph, await shipped(name), false);
  expectSame(graph, readBack(graph), true);
});

test('random networks and graphs, read back', () => {
  fc.assert(
    fc.property(anyGraphs, fc.boolean(), (graph, structural) =>
      expectSame(graph, readBack(graph), structural),
    ),
    { numRuns: 60 },
  );
});

test('a network of which classes are not known', async () => {
  const graph = await shipped('resnet18');
  const { modules: _, ...bare } = graph;
  expect(reportOf(graph, bare)).toMatchObject({ same: true, edits: [] });
  expect(reportOf(bare, graph)).toMatchObject({ same: true, edits: [] });
});
