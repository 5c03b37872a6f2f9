/** What holds of every difference: of a network and itself, as an edit script, under other names. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../compiler/diff/compare.ts';
import { entriesOf } from '../../compiler/diff/difference.ts';
import { renamesOf, reportOn } from '../../compiler/diff/report/report.ts';
import type { Report } from '../../compiler/diff/report/schema.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { graphFromJson, graphToJson } from '../../compiler/ir/json.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { outlineOf } from '../../compiler/outline/build.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { applyDiff, plain } from '../support/apply-diff.ts';
import { buildNetwork } from '../support/build-network.ts';
import { randomNetwork, rename } from '../support/random-network.ts';
import { importSpec, specNames } from '../support/specs.ts';

const report = (before: Graph, after: Graph, structural = false): Report => {
  const side = (graph: Graph) => ({
    from: graph.name,
    configured: { spec: graph.name, settings: {}, graph },
  });
  return reportOn(side(before), side(after), { target: typescript, structural }).report;
};

const shipped = async (name: string): Promise<Graph> => (await importSpec(name)).configure({}).graph;

const names = (graph: Graph): readonly string[] =>
  graph.nodes.filter(({ op }) => op.name === parameter.name).map(({ path }) => path);

describe('a network and itself', () => {
  const expectSame = (before: Graph, after: Graph): void => {
    for (const structural of [false, true]) {
      const { same, edits, breaking, checkpoint } = report(before, after, structural);
      expect({ same, edits, breaking, compatible: checkpoint.compatible }).toEqual({
        same: true,
        edits: [],
        breaking: [],
        compatible: true,
      });
      const { root } = compare(before, after, { structural });
      expect(entriesOf(root).every(({ changes, moved }) => changes.length === 0 && !moved)).toBe(true);
    }
  };

  test.each(specNames)('%s', async name => {
    const graph = await shipped(name);
    expectSame(graph, await shipped(name));
    expectSame(graph, graphFromJson(JSON.parse(JSON.stringify(graphToJson(graph))), 'json'));
  });

  test('random networks', () => {
    fc.assert(
      fc.property(randomNetwork(), network => expectSame(buildNetwork(network), buildNetwork(network))),
      { numRuns: 40 },
    );
  });
});

describe("applied to the first network's outline, a difference gives the second's", () => {
  const expectScript = (before: Graph, after: Graph): void => {
    const text = JSON.stringify(report(before, after));
    expect(applyDiff(outlineOf(before), JSON.parse(text))).toEqual(plain(outlineOf(after)));
    // And says the same again.
    expect(JSON.stringify(report(before, after))).toBe(text);
  };

  test.each([
    ['resnet18', 'resnet50'],
    ['resnet50', 'resnet152'],
    ['resnet152', 'resnet50'],
    ['resnet50-v1', 'resnet50'],
    ['article-resnet50', 'resnet34'],
    ['article-resnet50', 'resnet50'],
    ['resnet50', 'wide-resnet50-2'],
    ['resnet50', 'resnext50-32x4d'],
  ])('%s → %s', async (before, after) => expectScript(await shipped(before), await shipped(after)));

  test('any two random networks', () => {
    fc.assert(
      fc.property(randomNetwork(), randomNetwork(), (before, after) =>
        expectScript(buildNetwork({ ...before, typed: true }), buildNetwork({ ...after, typed: true })),
      ),
      { numRuns: 60 },
    );
  });

  test('and their reverse, where a module was put around everything', () => {
    fc.assert(
      fc.property(randomNetwork(), network => {
        const graph = buildNetwork({ ...network, typed: false });
        const wrapped = rename(graph, segment => segment, 'backbone');
        expectScript(graph, wrapped);
        expectScript(wrapped, graph);
      }),
      { numRuns: 20 },
    );
  });
});

describe('other names', () => {
  const segments = fc.record({ seed: fc.nat(), wrap: fc.constantFrom('', 'backbone') });
  const renamer =
    (seed: number) =>
    (segment: string): string =>
      /^\d+$/.test(segment)
        ? segment
        : `m${[...segment].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 9973, seed % 9973)}_${segment.length}`;

  test('never show up where only structure counts, and every tensor finds its new name', () => {
    fc.assert(
      fc.property(randomNetwork(), segments, (network, { seed, wrap }) => {
        const graph = buildNetwork(network);
        const other = rename(graph, renamer(seed), wrap);
        const structural = report(graph, other, true);
        expect(structural.same).toBe(true);
        expect(structural.edits).toEqual([]);
        const named = report(graph, other);
        expect(named.sameStructure).toBe(true);
        expect(named.checkpoint.compatible).toBe(true);
        // Parameters are in the same order under both names.
        const [old, now] = [names(graph), names(other)];
        const expected = old.flatMap((name, i) => (name === now[i] ? [] : [[name, now[i]]]));
        expect(new Map(renamesOf(named))).toEqual(new Map(expected as [string, string][]));
      }),
      { numRuns: 60 },
    );
  });

  test('tell the article from ResNet-34 only by name, and from ResNet-50 by structure', async () => {
    const article = await shipped('article-resnet50');
    expect(report(article, await shipped('resnet34'), true)).toMatchObject({ same: true, edits: [] });
    expect(renamesOf(report(article, await shipped('resnet34'))).size).toBe(15);
    expect(report(article, await shipped('resnet50'), true)).toMatchObject({
      same: false,
      sameStructure: false,
    });
  });
});
