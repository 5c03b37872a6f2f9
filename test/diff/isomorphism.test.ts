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
