/** A report is an edit script: applied to the first network's outline it gives the second's. And it leaves nothing out. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph } from '../../compiler/ir/graph.ts';
import { outlineOf } from '../../compiler/outline/build.ts';
import { applyDiff, plain } from '../support/apply-diff.ts';
import { buildNetwork } from '../support/build-network.ts';
import { anyGraphs, reportOf, shipped } from '../support/diff.ts';
import { disturb, disturbances } from '../support/disturb.ts';
import { networkEdits } from '../support/network-edits.ts';
import { asMember, namings, Renaming } from '../support/rename.ts';

function expectScript(before: Graph, after: Graph): void {
  const text = JSON.stringify(reportOf(before, after));
  expect(applyDiff(outlineOf(before), JSON.parse(text))).toEqual(plain(outlineOf(after)));
}

describe('gives the second outline', () => {
  test.each([
    ['resnet18', 'resnet50'],
    ['resnet50', 'resnet152'],
    ['resnet50-v1', 'resnet50'],
    ['article-resnet50', 'resnet34'],
    ['article-resnet50', 'resnet50'],
    ['resnet50', 'wide-resnet50-2'],
    ['resnet50', 'resnext50-32x4d'],
  ])('%s → %s', async (before, after) => expectScript(await shipped(before), await shipped(after)));

  test('of any two networks', () => {
    fc.assert(fc.property(anyGraphs, anyGraphs, expectScript), { numRuns: 35 });
  });

  test('of a network and its edit', () => {
    const edit = fc.oneof(...Object.values(networkEdits));
    fc.assert(
      fc.property(edit, ({ before, after }) => expectScript(buildNetwork(before), buildNetwork(after))),
      { numRuns: 30 },
    );
  });

  test('of a network and itself under other names, in other modules, or without classes', () => {
    fc.assert(
      fc.property(anyGraphs, namings(true), (graph, naming) => {
        const { modules: _, ...bare } = graph;
        for (const other of [new Renaming(naming).graph(graph), asMember(graph, 'all'), bare]) {
          expectScript(graph, other);
          expectScript(other, graph);
        }
      }),
      { numRuns: 25 },
    );
  });
});

test('one change anywhere is told, however odd', () => {
  fc.assert(
    fc.property(anyGraphs, disturbances, fc.boolean(), (graph, disturbance, structural) => {
      const after = disturb(graph, disturbance);
      expectScript(graph, after);
      const { same, sameStructure, edits, breaking } = reportOf(graph, after, structural);
      expect(same).toBe(edits.length === 0 && breaking.length === 0);
      if (sameStructure && breaking.length === 0) expect(same).toBe(true);
    }),
    { numRuns: 90 },
  );
});

describe('is the same text each time', () => {
  test('of random networks', () => {
    fc.assert(
      fc.property(anyGraphs, anyGraphs, fc.boolean(), (before, after, structural) => {
        const text = (): string => JSON.stringify(reportOf(before, after, structural));
        expect(text()).toBe(text());
      }),
      { numRuns: 20 },
    );
  });

  test('of shipped ones, traced anew', async () => {
    const text = async (): Promise<string> =>
      JSON.stringify(reportOf(await shipped('resnet18'), await shipped('resnet50')));
    expect(await text()).toBe(await text());
  });
});
