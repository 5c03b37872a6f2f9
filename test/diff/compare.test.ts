/** What is told of edits that no generator makes: layers elsewhere, other wires, weights that are shared. */

import { describe, expect, test } from 'vitest';
import { treeLines } from '../../compiler/diff/print/tree.ts';
import { printEdit } from '../../compiler/diff/report/edits.ts';
import type { Graph, Node } from '../../compiler/ir/graph.ts';
import { reportOf } from '../support/diff.ts';
import * as s from '../support/sketch.ts';

const x = s.image([1, 4, 8, 8], 'x');
const edits = (before: Graph, after: Graph, structural = false): readonly string[] =>
  reportOf(before, after, structural).edits.map(printEdit);

/** Layers in a row, each by its path: `a.conv`, `a.norm`, `a.relu`. */
function row(...paths: readonly string[]): Graph {
  let value: Node = x;
  for (const path of paths) {
    if (path.endsWith('conv')) value = s.conv(path, value, 4);
    else if (path.endsWith('norm')) value = s.norm(path, value);
    else value = s.relu(value, path);
  }
  return s.graphOf(value);
}

describe('what moved', () => {
  test('within a module', () => {
    const before = row('a.conv', 'a.norm', 'a.relu', 'b.conv');
    const after = row('a.conv', 'a.relu', 'a.norm', 'b.conv');
    expect(edits(before, after)).toEqual(['a.relu: moved behind conv']);
    expect(edits(after, before)).toEqual(['a.relu: moved behind norm']);
    expect(edits(row('a.conv', 'a.relu'), row('a.relu', 'a.conv'))).toEqual(['a.relu: moved to the front']);
  });

  test('whole modules', () => {
    const inner = ['m.conv', 'm.norm', 'm.relu'];
    const at = (path: string): readonly string[] => inner.map(name => `${path}.${name}`);
    const before = row('a.conv', ...at('a'), 'b.norm', 'b.conv', 'c.conv', 'c.relu');
    const after = row('a.conv', 'b.norm', 'b.conv', 'c.conv', 'c.relu', ...at('c'));
    expect(edits(before, after)).toEqual(['c.m: moved from a.m']);
    expect(reportOf(before, after).checkpoint).toMatchObject({ compatible: true, missing: [] });
  });

  test('by other names, where only structure counts', () => {
    const before = row('a.conv', 'a.norm', 'a.relu', 'b.conv');
    const after = row('k.conv', 'k.relu', 'k.norm', 'l.conv');
    expect(edits(before, after, true)).toEqual(['k.relu: moved from a.relu']);
  });
});

describe('what is wired otherwise', () => {
  const net = (skip: 'x' | 'a' | 'b', isSwapped = false, kernel = 1): Graph => {
    const a = s.relu(s.conv('a', x, 4), 'ra');
    const b = s.relu(s.conv('b', a, 4, { kernel }), 'rb');
    const c = s.conv('c', b, 4);
    const from = { x, a, b }[skip];
    return s.graphOf(s.relu(isSwapped ? s.add(from, c) : s.add(c, from), 'end'));
  };

  test('is told by what it reads', () => {
    expect(edits(net('a'), net('b'))).toEqual(['add: reads c and rb, not c and ra']);
    expect(edits(net('a'), net('x'))).toEqual(['add: reads c and x, not c and ra']);
    expect(reportOf(net('a'), net('b')).edits[0]?.kind).toBe('rewired');
  });

  test('is the same in another order of what is added, also beside another edit', () => {
    expect(edits(net('a'), net('a', true))).toEqual([]);
    expect(reportOf(net('a'), net('a', true)).same).toBe(true);
    expect(edits(net('a'), net('a', true, 3))).toEqual(['b: kernel 1→3, padding 0→1']);
  });

  test('is told beside what was put in between', () => {
    const plain = (wire: Node): Graph => {
      const a = s.relu(s.conv('a', x, 4), 'ra');
      return s.graphOf(s.add(s.conv('c', a, 4), wire));
    };
    const a = s.relu(s.conv('a', x, 4), 'ra');
    const between = s.graphOf(s.add(s.conv('c', s.silu(a, 'more'), 4), s.conv('skip', x, 4)));
    expect(edits(plain(s.conv('skip', x, 4)), between)).toEqual(['more: added: silu']);
    const other = s.graphOf(s.add(s.conv('c', s.silu(a, 'more'), 4), x));
    const withSkip = s.graphOf(s.add(s.conv('c', a, 4), a));
    expect(edits(withSkip, other)).toEqual(['more: added: silu', 'add: reads c and x, not c and ra']);
  });

  test('where the order counts, is told', () => {
    const quotient = (isSwapped: boolean): Graph => {
      const [a, b] = [s.relu(x), s.silu(x)];
      return s.graphOf(isSwapped ? s.div(b, a) : s.div(a, b), [x, a, b]);
    };
    expect(edits(quotient(false), quotient(true))).toEqual(['div: reads silu and relu, not relu and silu']);
  });

  test('at the end of the network', () => {
    const [a, b] = [s.relu(x, 'a'), s.silu(x, 'b')];
    const order = [x, a, b];
    expect(edits(s.graphOf([a, b], order), s.graphOf([b, a], order))).toEqual([
      'the network: returns b and a, not a and b',
    ]);
    // Where what was returned is gone, that says it all.
    const long = s.graphOf(s.silu(a, 'c'));
    expect(edits(long, s.graphOf(a))).toEqual(['c: removed: silu']);
    expect(edits(s.graphOf(a), long)).toEqual(['c: added: silu']);
  });

  test('from another input', () => {
    const y = s.image([1, 4, 8, 8], 'y');
    const net2 = (first: Node, second: Node): Graph => s.graphOf(s.div(s.relu(first, 'a'), second), [x, y]);
    expect(edits(net2(x, y), net2(y, x))).toEqual(['a: reads y, not x', 'div: reads a and x, not a and y']);
    // Inputs are known by their place, not by their names.
    const z = s.image([1, 4, 8, 8], 'z');
    expect(edits(net2(x, y), s.graphOf(s.div(s.relu(x, 'a'), z), [x, z]))).toEqual([]);
  });
});

describe('weights', () => {
  const shared = (owner: 0 | 1): Graph => {
    const weights = [s.weights('a.weight', [4, 4, 1, 1]), s.weights('b.weight', [4, 4, 1, 1])];
    const b = s.conv('b', s.relu(s.conv('a', x, 4, { weight: weights[0] ?? x })), 4, {
      weight: weights[1] ?? x,
    });
    return s.graphOf(s.conv('c', b, 4, { weight: weights[owner] ?? x }));
  };

  test('that are shared', () => {
    const own = s.graphOf(s.conv('c', s.conv('b', s.relu(s.conv('a', x, 4)), 4), 4));
    expect(edits(own, shared(0))).toEqual(['c: weight shared']);
    expect(edits(shared(0), own)).toEqual(['c: no weight']);
  });

  test('that are shared with another layer', () => {
    expect(edits(shared(0), shared(1))).toEqual(['c: shares b.weight, not a.weight']);
    expect(edits(shared(1), shared(1))).toEqual([]);
  });

  test('that are not trained any more', () => {
    const net = (trained: boolean): Graph =>
      s.graphOf(s.conv('a', x, 4, { weight: s.weights('a.weight', [4, 4, 1, 1], trained) }));
    expect(edits(net(true), net(false))).toEqual([
      'the network: differs in what layers do not tell: how weights are computed, shared or trained',
    ]);
  });

  test('by which values are multiplied', () => {
    const net = (factor: number, isFirst = false): Graph =>
      s.graphOf(isFirst ? s.mul(s.literal(factor), x, 'm') : s.mul(x, s.literal(factor), 'm'));
    expect(edits(net(0.5), net(0.25))).toEqual(['m: operand 0.5→0.25']);
    expect(edits(net(0.5), net(0.5, true))).toEqual([]);
    const table = (shape: readonly number[]): Graph => s.graphOf(s.mul(x, s.weights('m.scale', shape), 'm'));
    expect(edits(table([4, 1, 1]), table([1, 4, 1, 1]))).toEqual(['m: operand [4, 1, 1]→[1, 4, 1, 1]']);
  });
});

describe('the tree', () => {
  const lines = (before: Graph, after: Graph): readonly string[] =>
    treeLines(reportOf(before, after).parts).map(
      ({ mark, depth, text }) => `${mark} ${'  '.repeat(depth)}${text}`,
    );

  test('shows what was removed where it was', () => {
    const before = row('a.conv', 'a.norm', 'a.relu', 'b.conv', 'c.conv', 'c.relu');
    const after = row('a.conv', 'a.relu', 'c.conv', 'c.relu');
    expect(lines(before, after)).toEqual([
      '  the network',
      '    a',
      '      … unchanged: conv',
      '-     norm  batchNorm',
      '      … unchanged: relu',
      '-   b  module, 1 layer',
      '    … unchanged: c',
    ]);
  });

  test('shows modules around what is there, put on or taken off', () => {
    const plain = row('a.conv', 'a.relu', 'b.conv', 'b.relu');
    const wrapped = row('m.a.conv', 'm.a.relu', 'm.b.conv', 'm.b.relu');
    expect(lines(plain, wrapped)).toEqual([
      '  the network',
      '+   m  module around what is there',
      '      … 2 unchanged: a to b',
    ]);
    expect(lines(wrapped, plain)).toEqual([
      '  the network',
      '-   m  module around what is there',
      '    … 2 unchanged: a to b',
    ]);
  });

  test('shows what moved', () => {
    const before = row('a.conv', 'a.norm', 'a.relu', 'b.conv');
    expect(lines(before, row('a.conv', 'a.relu', 'a.norm', 'b.conv'))).toEqual([
      '  the network',
      '    a',
      '      … unchanged: conv',
      '~     relu  moved',
      '      … unchanged: norm',
      '    … unchanged: b',
    ]);
  });

  test('is empty where nothing differs', () => {
    expect(lines(row('a.conv'), row('a.conv'))).toEqual([]);
  });
});
