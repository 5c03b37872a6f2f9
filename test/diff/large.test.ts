/** Networks beyond what can be aligned are compared path by path, and told as well as paths allow. */

import { describe, expect, test } from 'vitest';
import { printMarkdown } from '../../compiler/diff/print/markdown.ts';
import { printEdit } from '../../compiler/diff/report/edits.ts';
import { renamesOf } from '../../compiler/diff/report/report.ts';
import type { Graph, Node } from '../../compiler/ir/graph.ts';
import { outlineOf } from '../../compiler/outline/build.ts';
import { applyDiff, plain } from '../support/apply-diff.ts';
import { reportOf } from '../support/diff.ts';
import { Renaming } from '../support/rename.ts';
import * as s from '../support/sketch.ts';

/** More parts than an alignment takes. */
const count = 2100;

/** A long row of layers. */
function row(change: (i: number, value: Node) => Node | undefined = () => undefined): Graph {
  let value = s.image([1, 1, 2, 2]);
  for (let i = 0; i < count / 3; i++) {
    value = s.norm(`norm${i}`, s.conv(`conv${i}`, value, 1));
    value = change(i, value) ?? s.relu(value, `act${i}`);
  }
  return s.graphOf(value);
}

const long = row();

function expectScript(before: Graph, after: Graph): void {
  const json: unknown = JSON.parse(JSON.stringify(reportOf(before, after)));
  expect(applyDiff(outlineOf(before), json)).toEqual(plain(outlineOf(after)));
}

describe('networks too large to be aligned', () => {
  test('are the same as themselves', () => {
    expect(reportOf(long, row())).toMatchObject({ same: true, edits: [] });
  });

  test('have an edit where it is', () => {
    const edited = row((i, value) => (i === 500 ? s.silu(value, 'act500') : undefined));
    expect(reportOf(long, edited).edits.map(printEdit)).toEqual(['act500: relu→silu']);
    const removed = row((i, value) => (i === 500 ? value : undefined));
    expect(reportOf(long, removed).edits.map(printEdit)).toEqual(['act500: removed: relu']);
    expectScript(long, edited);
  });

  test('are the same up to renaming', () => {
    const names = new Renaming({ seed: 7, wraps: 4, odd: true });
    const other = names.graph(long);
    expect(reportOf(long, other, true)).toMatchObject({ same: true, edits: [] });
    const named = reportOf(long, other);
    expect(named.checkpoint).toMatchObject({ compatible: true, missing: [], unused: [] });
    expect(renamesOf(named).get('conv699.weight')).toBe(names.tensor('conv699.weight'));
    expect(printMarkdown(named).length).toBeLessThan(65_536);
    expectScript(long, other);
  });

  test('of nothing in common are told as removed and added', () => {
    const other = new Renaming({ seed: 7, wraps: 0, odd: false }).graph(
      row((i, value) => s.silu(value, `act${i}`)),
    );
    const { edits, same } = reportOf(long, other);
    expect(same).toBe(false);
    expect(new Set(edits.map(({ kind }) => kind))).toEqual(new Set(['added', 'removed']));
  });
});

describe('networks that are made to be hard', () => {
  const path = (depth: number): string => Array.from({ length: depth }, () => 'a').join('.');

  test('a layer at each of many levels, from outside and from inside', () => {
    const levels = 500;
    const nest = (depthOf: (i: number) => number, last: (x: Node) => Node): Graph => {
      let value = s.image();
      for (let i = 1; i <= levels; i++) value = s.relu(value, `${path(depthOf(i))}.f`);
      return s.graphOf(last(value));
    };
    const inward = nest(
      i => i,
      value => s.silu(value, 'end'),
    );
    const outward = nest(
      i => levels + 1 - i,
      value => value,
    );
    expect(reportOf(inward, inward)).toMatchObject({ same: true });
    expect(reportOf(inward, outward).same).toBe(false);
    expectScript(inward, outward);
    expectScript(outward, inward);
  });
});
