/** Spoils JSON: one value somewhere is removed, repeated, or replaced by something odd. */

import fc from 'fast-check';

const oddities: readonly unknown[] = [
  null,
  '',
  'relu',
  '__proto__',
  '\u001b[2J',
  'n'.repeat(5000),
  -1,
  0,
  1,
  2.5,
  1e9,
  2 ** 53,
  1e300,
  true,
  [],
  {},
  [[]],
  [0, 0, 0, 0],
  { operand: 99 },
  JSON.parse('{"__proto__": [1]}'),
  { constructor: 1, toString: [] },
];

type Change = (value: unknown) => unknown;

/** A function that spoils a JSON value in place and gives it back. */
export const jsonMutations: fc.Arbitrary<Change> = fc
  .record({ path: fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), how: fc.nat(oddities.length + 1) })
  .map(({ path, how }) => (value: unknown) => {
    let place: unknown = value;
    for (const [depth, turn] of path.entries()) {
      if (typeof place !== 'object' || place === null) break;
      const keys = Object.keys(place);
      const key = keys[turn % Math.max(1, keys.length)];
      if (key === undefined) break;
      const inner: unknown = Reflect.get(place, key);
      const isLast = depth === path.length - 1 || typeof inner !== 'object' || inner === null;
      if (isLast) {
        spoil(place, key, how);
        break;
      }
      place = inner;
    }
    return value;
  });

function spoil(place: object, key: string, how: number): void {
  if (how < oddities.length) Reflect.set(place, key, oddities[how]);
  else if (Array.isArray(place))
    place.splice(Number(key), how === oddities.length ? 1 : 0, place[Number(key)]);
  else Reflect.deleteProperty(place, key);
}
