/** What becomes of the tensors of an old checkpoint. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkpointLines, tensorLines } from '../../compiler/diff/print/sentences.ts';
import type { Report } from '../../compiler/diff/report/schema.ts';
import { type Graph, isOp } from '../../compiler/ir/graph.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { anyGraphs, reportOf } from '../support/diff.ts';
import { disturb, disturbances } from '../support/disturb.ts';
import * as s from '../support/sketch.ts';

const x = s.image();

/** The names of a report's tensors by what becomes of them. */
function fates({ checkpoint }: Report) {
  const { kept, renamed, reshaped, missing, unused, compatible } = checkpoint;
  const pairs = (list: typeof renamed): readonly string[] =>
    list.map(({ before, after }) => `${before.name} → ${after.name}`);
  const names = (list: typeof kept): readonly string[] => list.map(({ name }) => name);
  return {
    kept: names(kept),
    renamed: pairs(renamed),
    reshaped: pairs(reshaped),
    missing: names(missing),
    unused: names(unused),
    compatible,
  };
}

const none = { kept: [], renamed: [], reshaped: [], missing: [], unused: [] };

describe('a tensor is', () => {
  const net = (first: string, out: number, more: readonly string[] = []): Graph => {
    let value = s.conv(first, x, out);
    for (const name of more) value = s.conv(name, value, 4, { kernel: 3 });
    return s.graphOf(value);
  };

  test('kept', () => {
    expect(fates(reportOf(net('a', 4), net('a', 4)))).toEqual({
      ...none,
      kept: ['a.weight'],
      compatible: true,
    });
  });

  test('renamed', () => {
    const report = reportOf(net('a', 4, ['c']), net('b', 4, ['c']));
    expect(fates(report)).toEqual({
      ...none,
      kept: ['c.weight'],
      renamed: ['a.weight → b.weight'],
      compatible: true,
    });
    expect(checkpointLines(report)).toEqual([
      'an old checkpoint fits once its tensors are renamed: 1 tensor as they are, 1 under another name',
    ]);
    expect(tensorLines(report)).toEqual(['renamed    a.weight → b.weight']);
  });

  test('of another shape, under another name too', () => {
    const report = reportOf(net('a', 4, ['c']), net('b', 6, ['c']));
    expect(fates(report)).toEqual({
      ...none,
      reshaped: ['a.weight → b.weight', 'c.weight → c.weight'],
      compatible: false,
    });
    expect(tensorLines(report)).toEqual([
      'reshaped   b.weight [4, 4, 1, 1] → [6, 4, 1, 1]',
      'reshaped   c.weight [4, 4, 3, 3] → [4, 6, 3, 3]',
    ]);
  });

  test('missing, or left over', () => {
    const [short, long] = [net('a', 4), net('a', 4, ['c.0', 'c.1'])];
    const deeper = reportOf(short, long);
    expect(fates(deeper)).toEqual({
      ...none,
      kept: ['a.weight'],
      missing: ['c.0.weight', 'c.1.weight'],
      compatible: false,
    });
    expect(tensorLines(deeper)).toEqual(['missing    c.0-1.weight [4, 4, 3, 3]']);
    const shallower = reportOf(long, short);
    expect(fates(shallower)).toEqual({
      ...none,
      kept: ['a.weight'],
      unused: ['c.0.weight', 'c.1.weight'],
      compatible: true,
    });
    expect(tensorLines(shallower)).toEqual(['left over  c.0-1.weight [4, 4, 3, 3]']);
  });

  test('kept where another layer is now the first to read it', () => {
    const weight = s.weights('table', [4, 4, 1, 1]);
    const shared = (...names: readonly string[]): Graph => {
      let value = x;
      for (const name of names) value = s.conv(name, value, 4, { weight });
      return s.graphOf(value);
    };
    expect(fates(reportOf(shared('a', 'b'), shared('b')))).toEqual({
      ...none,
      kept: ['table'],
      compatible: true,
    });
  });
});

test('every tensor has one fate, and all are accounted for', () => {
  const tensors = (graph: Graph): readonly string[] =>
    graph.nodes.filter(node => isOp(node, parameter)).map(({ path }) => path);
  const changed = fc
    .tuple(anyGraphs, disturbances)
    .map(([graph, how]) => [graph, disturb(graph, how)] as const);
  fc.assert(
    fc.property(fc.oneof(changed, fc.tuple(anyGraphs, anyGraphs)), ([before, after]) => {
      const { kept, renamed, reshaped, missing, unused, compatible } = reportOf(before, after).checkpoint;
      const pairs = [...renamed, ...reshaped];
      const old = [...kept, ...pairs.map(pair => pair.before), ...unused];
      const now = [...kept, ...pairs.map(pair => pair.after), ...missing];
      // Tensors that nothing at run time depends on are no layer's.
      expect(new Set(old.map(({ name }) => name)).size).toBe(old.length);
      expect(new Set(now.map(({ name }) => name)).size).toBe(now.length);
      expect(tensors(before)).toEqual(expect.arrayContaining(old.map(({ name }) => name)));
      expect(tensors(after)).toEqual(expect.arrayContaining(now.map(({ name }) => name)));
      expect(compatible).toBe(missing.length === 0 && reshaped.length === 0);
      for (const pair of renamed) expect(pair.before.shape).toEqual(pair.after.shape);
      for (const pair of reshaped) expect(pair.before.shape).not.toEqual(pair.after.shape);
    }),
    { numRuns: 60 },
  );
});
