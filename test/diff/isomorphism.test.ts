/** When two graphs are the same but for names. */

import { expect, test } from 'vitest';
import { isomorphism } from '../../compiler/diff/isomorphism.ts';
import * as s from '../support/sketch.ts';

test('names and the order of what is added do not count', () => {
  const x = s.image();
  const y = s.image([1, 4, 6, 5], 'pixels');
  const a = s.graphOf(s.add(s.conv('left', x, 4), s.relu(x)));
  const b = s.graphOf(s.add(s.relu(y), s.conv('other', y, 4)));
  const map = isomorphism(a, b);
  expect(map?.size).toBe(a.nodes.length);
  expect(a.nodes.map(node => map?.get(node)?.op.name)).toEqual(a.nodes.map(node => node.op.name));
});

test('the order of what is divided does, and so do sizes and attributes', () => {
  const x = s.image();
  expect(isomorphism(s.graphOf(s.div(x, s.relu(x))), s.graphOf(s.div(s.relu(x), x)))).toBeUndefined();
  expect(isomorphism(s.graphOf(s.conv('c', x, 4)), s.graphOf(s.conv('c', x, 5)))).toBeUndefined();
  const strided = s.graphOf(s.conv('c', x, 4, { kernel: 3, stride: 2 }));
  expect(isomorphism(s.graphOf(s.conv('c', x, 4, { kernel: 3 })), strided)).toBeUndefined();
});

test('weights that are shared are not weights that are alike', () => {
  const x = s.image();
  const weight = s.weights('w', [4, 4, 1, 1]);
  const shared = s.graphOf(s.conv('b', s.conv('a', x, 4, { weight }), 4, { weight }));
  const apart = s.graphOf(s.conv('b', s.conv('a', x, 4), 4));
  expect(isomorphism(shared, apart)).toBeUndefined();
  expect(isomorphism(shared, shared)).toBeDefined();
});

test('an input that nothing reads is part of the network, and inputs have an order', () => {
  const [x, y] = [s.image([1, 4, 6, 5], 'x'), s.image([1, 4, 6, 5], 'y')];
  const one = s.graphOf(s.relu(x), [x]);
  const two = s.graphOf(s.relu(x), [x, y]);
  expect(isomorphism(one, two)).toBeUndefined();
  expect(isomorphism(two, s.graphOf(s.relu(x, 'r'), [x, y]))?.size).toBe(two.nodes.length);
  // The second input is read now.
  expect(isomorphism(two, s.graphOf(s.relu(y), [x, y]))).toBeUndefined();
  const sum = s.add(s.relu(x), s.silu(y));
  expect(isomorphism(s.graphOf(sum, [x, y]), s.graphOf(sum, [y, x]))).toBeUndefined();
});

test('outputs have an order', () => {
  const x = s.image();
  const [a, b] = [s.relu(x), s.silu(x)];
  expect(isomorphism(s.graphOf([a, b]), s.graphOf([a, b]))).toBeDefined();
  expect(isomorphism(s.graphOf([a, b]), s.graphOf([b, a]))).toBeUndefined();
});

test('branches that are computed alike are told by what is done with them', () => {
  const x = s.image();
  const net = (isSwapped: boolean) => {
    const [a, b] = [s.conv('a', x, 4), s.conv('b', x, 4)];
    return s.graphOf(s.div(isSwapped ? s.add(b, a) : s.add(a, b), s.relu(b)));
  };
  const [before, after] = [net(false), net(true)];
  const map = isomorphism(before, after);
  expect([...(map ?? [])].filter(([node, other]) => node.path !== other.path)).toEqual([]);
});

test('of branches that are alike in everything, those of the same name are taken for each other', () => {
  const x = s.image();
  const sum = (a: string, b: string) => s.graphOf(s.add(s.conv(a, x, 4), s.conv(b, x, 4)));
  const names = (a: string, b: string) =>
    [...(isomorphism(sum('a', 'b'), sum(a, b)) ?? [])].map(([{ path }, other]) => `${path} ${other.path}`);
  expect(names('b', 'a')).toEqual(expect.arrayContaining(['a a', 'b b']));
  expect(names('c', 'd')).toEqual(expect.arrayContaining(['a c', 'b d']));
});
