/** The alignment, against the textbook's recursion over forests: no cheaper one, order and ancestry kept. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align } from '../../compiler/diff/align.ts';
import { type Costs, costsOf } from '../../compiler/diff/costs.ts';
import { type Place, postOrder } from '../../compiler/diff/tree.ts';
import type { Part } from '../../compiler/outline/outline.ts';

/** A tree of a few modules and layers, by its shape. */
type Sketch = { readonly name: string; readonly children: readonly Sketch[] };

const name = fc.constantFrom('a', 'b', 'c');
const leaf: fc.Arbitrary<Sketch> = name.map(each => ({ name: each, children: [] }));
const treeOf = (depth: number): fc.Arbitrary<Sketch> =>
  depth === 0 ? leaf : fc.record({ name, children: fc.array(treeOf(depth - 1), { maxLength: 3 }) });
const tree = treeOf(2);

function partOf({ name, children }: Sketch, path: string): Part {
  const id = path === '' ? name : `${path}.${name}`;
  if (children.length > 0) {
    return { kind: 'module', id, name, type: '', children: children.map(child => partOf(child, id)) };
  }
  return {
    kind: 'layer',
    id,
    name,
    type: name === 'c' ? 'conv2d' : 'relu',
    form: name === 'c' ? 'convolution' : 'pointwise',
    attributes: {},
    inputs: ['x'],
    shape: [1],
    parameters: name === 'c' ? [{ name: `${id}.weight`, role: 'weight', shape: [1], trained: true }] : [],
    macs: 0,
  };
}

const rootOf = (children: readonly Sketch[]): Part => ({
  kind: 'module',
  id: '',
  name: '',
  type: '',
  children: children.map(child => partOf(child, '')),
});

/** The cost of the cheapest alignment of two forests (Zhang and Shasha 1989, before any table). */
function cheapest(
  a: readonly Part[],
  b: readonly Part[],
  costs: Costs,
  known = new Map<string, number>(),
): number {
  const key = [a, b].map(forest => forest.map(part => `<${part.id}>`).join()).join('|');
  const cost = known.get(key);
  if (cost !== undefined) return cost;
  const [x, y] = [a.at(-1), b.at(-1)];
  const inside = (part: Part): readonly Part[] => (part.kind === 'module' ? part.children : []);
  const options: number[] = [];
  if (!x && !y) options.push(0);
  if (x) options.push(costs.single(x) + cheapest([...a.slice(0, -1), ...inside(x)], b, costs, known));
  if (y) options.push(costs.single(y) + cheapest(a, [...b.slice(0, -1), ...inside(y)], costs, known));
  if (x && y) {
    options.push(
      costs.match(x, y) +
        cheapest(inside(x), inside(y), costs, known) +
        cheapest(a.slice(0, -1), b.slice(0, -1), costs, known),
    );
  }
  const least = Math.min(...options);
  known.set(key, least);
  return least;
}

const unnamed = (sketches: readonly Sketch[]): readonly Sketch[] =>
  // Ids tell parts apart in the recursion's table, so siblings need different names.
  sketches.map(({ name, children }, i) => ({
    name: `${name}${i}`.slice(0, 1) + i,
    children: unnamed(children),
  }));

const isAbove = (places: readonly Place[], above: number, below: number): boolean =>
  (places[above]?.first ?? 0) <= below && below < above;

test('is the cheapest, and keeps order and ancestry', () => {
  const forest = fc.array(tree, { maxLength: 3 });
  fc.assert(
    fc.property(forest, forest, fc.boolean(), (one, two, names) => {
      const costs = costsOf(names);
      const [before, after] = [rootOf(unnamed(one)), rootOf(unnamed(two))];
      const [a, b] = [postOrder(before, () => false), postOrder(after, () => false)];
      const pairs = align(a, b, costs);
      const [left, right] = [new Set(pairs.map(([i]) => i)), new Set(pairs.map(([, j]) => j))];
      expect(left.size).toBe(pairs.length);
      expect(right.size).toBe(pairs.length);
      for (const [i, j] of pairs) {
        for (const [k, l] of pairs) {
          expect(i < k).toBe(j < l);
          expect(isAbove(a, i, k)).toBe(isAbove(b, j, l));
        }
      }
      const alone = (places: readonly Place[], taken: ReadonlySet<number>): number =>
        places.reduce((sum, { part }, i) => sum + (taken.has(i) ? 0 : costs.single(part)), 0);
      const matched = pairs.reduce((sum, [i, j]) => {
        const [x, y] = [a[i]?.part, b[j]?.part];
        return sum + (x && y ? costs.match(x, y) : 0);
      }, 0);
      expect(matched + alone(a, left) + alone(b, right)).toBeCloseTo(cheapest([before], [after], costs), 6);
    }),
    { numRuns: 150 },
  );
});
