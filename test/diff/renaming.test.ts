/** Other names, other classes and modules around modules are no difference in structure; every tensor is found again. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renamesOf } from '../../compiler/diff/report/report.ts';
import { type Graph, isOp } from '../../compiler/ir/graph.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { anyGraphs, reportOf, shipped } from '../support/diff.ts';
import { asMember, namings, Renaming } from '../support/rename.ts';
import * as s from '../support/sketch.ts';
import { specNames } from '../support/specs.ts';

/** The names of a graph's tensors under another naming, where they differ. */
const otherNames = (graph: Graph, nameOf: (tensor: string) => string): ReadonlyMap<string, string> =>
  new Map(
    graph.nodes
      .filter(node => isOp(node, parameter))
      .map(({ path }) => [path, nameOf(path)] as const)
      .filter(([old, now]) => old !== now),
  );

function expectRenamed(graph: Graph, other: Graph, nameOf: (tensor: string) => string): void {
  expect(reportOf(graph, other, true)).toMatchObject({ same: true, sameStructure: true, edits: [] });
  const named = reportOf(graph, other);
  expect(named.sameStructure).toBe(true);
  expect(named.checkpoint).toMatchObject({ compatible: true, reshaped: [], missing: [], unused: [] });
  expect(renamesOf(named)).toEqual(otherNames(graph, nameOf));
  expect(named.same).toBe(named.edits.length === 0);
}

test('random networks and graphs', () => {
  fc.assert(
    fc.property(anyGraphs, namings(true), (graph, naming) => {
      const names = new Renaming(naming);
      expectRenamed(graph, names.graph(graph), name => names.tensor(name));
    }),
    { numRuns: 60 },
  );
});

test.each(specNames.filter(name => !/101|152/.test(name)))('%s', async spec => {
  const graph = await shipped(spec);
  const names = new Renaming({ seed: 1, wraps: 3, odd: true });
  expectRenamed(graph, names.graph(graph), name => names.tensor(name));
});

test('a network that is now a member of another', async () => {
  const graph = await shipped('resnet18');
  expectRenamed(graph, asMember(graph, 'backbone'), name => `backbone.${name}`);
  expect(reportOf(graph, asMember(graph, 'backbone')).edits).toEqual([
    { kind: 'replaced', paths: ['the network'], text: 'class ResNet→Wrapper' },
    { kind: 'added', paths: ['backbone'], text: 'added: ResNet around what is there' },
  ]);
  expect(reportOf(asMember(graph, 'backbone'), graph).edits).toEqual([
    { kind: 'replaced', paths: ['the network'], text: 'class Wrapper→ResNet' },
    { kind: 'removed', paths: ['backbone'], text: 'removed: ResNet around what is there' },
  ]);
});

test("the article's network is ResNet-34 by structure, and ResNet-50 only by name", async () => {
  const [article, deep] = [await shipped('article-resnet50'), await shipped('resnet50')];
  const basic = await shipped('resnet34');
  expect(reportOf(article, basic, true)).toMatchObject({ same: true, edits: [] });
  expectRenamed(article, basic, name => name.replace('shortcut', 'downsample'));
  expect(reportOf(article, deep, true)).toMatchObject({ same: false, sameStructure: false });
  expect(reportOf(article, deep)).toMatchObject({ same: false, sameStructure: false });
});

describe('names that are in the way', () => {
  test('a layer called as the input is', () => {
    const x = s.image([1, 4, 6, 5], 'x');
    const before = s.graphOf(s.conv('b', s.conv('a', x, 4), 4));
    const after = s.graphOf(s.conv('b', s.conv('x', x, 4), 4));
    expectRenamed(before, after, name => name.replace('a.', 'x.'));
    expect(reportOf(after, s.graphOf(s.conv('b', x, 4))).edits).toMatchObject([{ kind: 'removed' }]);
  });

  test('branches that are alike keep their names where they can', () => {
    const x = s.image();
    const sum = (a: string, b: string): Graph => s.graphOf(s.add(s.conv(a, x, 4), s.conv(b, x, 4)));
    expect(reportOf(sum('a', 'b'), sum('b', 'a'))).toMatchObject({ same: true, edits: [] });
    expectRenamed(sum('a', 'b'), sum('c', 'd'), name => name.replace('a.', 'c.').replace('b.', 'd.'));
  });

  test('branches that are alike but for what is done with them later', () => {
    const x = s.image();
    const net = (a: string, b: string, isSwapped: boolean): Graph => {
      const [one, two] = [s.conv(a, x, 4), s.conv(b, x, 4)];
      const sum = isSwapped ? s.add(two, one) : s.add(one, two);
      return s.graphOf(s.add(s.mul(sum, s.relu(one)), s.silu(two)));
    };
    expectRenamed(net('a', 'b', false), net('c', 'd', true), name =>
      name.replace('a.', 'c.').replace('b.', 'd.'),
    );
  });
});

test('a tensor that another module shares is found under its new name', () => {
  const x = s.image();
  const net = (owner: string): Graph => {
    const weight = s.weights(`${owner}.weight`, [4, 4, 1, 1]);
    return s.graphOf(s.conv('two', s.conv('one', x, 4, { weight }), 4, { weight }));
  };
  expectRenamed(net('table'), net('dictionary'), () => 'dictionary.weight');
});
