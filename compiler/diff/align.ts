/**
 * The cheapest way to take one ordered tree for another (K. Zhang and D. Shasha, "Simple fast algorithms for the
 * editing distance between trees and related problems", SIAM J. Comput. 18, 1989): parts are matched, removed and
 * added so that order and ancestry of what is matched are kept. A part that is removed leaves its children in its
 * place, which is how a module that was wrapped or unwrapped is found.
 *
 * Takes time of `n m min(depth, leaves)^2`: for ResNet-152 against ResNet-50 some million steps.
 */

import type { Costs } from './costs.ts';
import type { Place } from './tree.ts';

/** Parts that are taken for each other, by their indices. */
export type Pair = readonly [before: number, after: number];

/** The pairs of the cheapest alignment, in post-order. Of equally cheap ones the same is found each time. */
export function align(before: readonly Place[], after: readonly Place[], costs: Costs): readonly Pair[] {
  const table = new Alignment(before, after, costs);
  for (const i of keyRoots(before)) for (const j of keyRoots(after)) table.fill(i, j);
  return table.pairs();
}

/** How many steps an alignment takes: each key root's subtree against each of the other's. */
export function alignmentWork(before: readonly Place[], after: readonly Place[]): number {
  const weigh = (places: readonly Place[]): number =>
    keyRoots(places).reduce((sum, i) => sum + i - (places[i]?.first ?? i) + 1, 0);
  return weigh(before) * weigh(after);
}

/** Roots of subtrees that are not the first child of another: each shares its first leaf with what is above it. */
function keyRoots(places: readonly Place[]): readonly number[] {
  const last = new Map<number, number>();
  for (const [i, { first }] of places.entries()) last.set(first, i);
  return [...last.values()].sort((a, b) => a - b);
}

class Alignment {
  readonly #before: readonly Place[];
  readonly #after: readonly Place[];
  readonly #removing: Float64Array;
  readonly #adding: Float64Array;
  /** Cost of matching part `i` with part `j`. */
  readonly #matching: Float64Array;
  /** Cost of taking the whole subtree of `i` for that of `j`. */
  readonly #trees: Float64Array;
  /** Cost of taking what lies up to `i` in one subtree for what lies up to `j` in another; row and column 0 is nothing. */
  readonly #forests: Float64Array;
  readonly #width: number;

  constructor(before: readonly Place[], after: readonly Place[], costs: Costs) {
    this.#before = before;
    this.#after = after;
    this.#width = after.length + 1;
    this.#removing = Float64Array.from(before, ({ part }) => costs.single(part));
    this.#adding = Float64Array.from(after, ({ part }) => costs.single(part));
    this.#matching = new Float64Array(before.length * after.length);
    for (const [i, { part }] of before.entries()) {
      for (const [j, other] of after.entries()) {
        this.#matching[i * after.length + j] = costs.match(part, other.part);
      }
    }
    this.#trees = new Float64Array(before.length * after.length);
    this.#forests = new Float64Array((before.length + 1) * this.#width);
  }

  /** Fills the forests of the subtrees of `i` and `j`, and the trees that begin where they begin. */
  fill(i: number, j: number): void {
    const forests = this.#forests;
    const trees = this.#trees;
    const width = this.#width;
    const columns = this.#after.length;
    const fromI = this.#first(this.#before, i);
    const fromJ = this.#first(this.#after, j);
    forests[0] = 0;
    for (let x = fromI; x <= i; x++) {
      const row = x - fromI + 1;
      forests[row * width] = this.#cell(row - 1, 0) + at(this.#removing, x);
    }
    for (let y = fromJ; y <= j; y++) {
      const column = y - fromJ + 1;
      forests[column] = this.#cell(0, column - 1) + at(this.#adding, y);
    }
    for (let x = fromI; x <= i; x++) {
      const row = x - fromI + 1;
      const firstX = this.#first(this.#before, x);
      for (let y = fromJ; y <= j; y++) {
        const column = y - fromJ + 1;
        const firstY = this.#first(this.#after, y);
        const apart = Math.min(
          this.#cell(row - 1, column) + at(this.#removing, x),
          this.#cell(row, column - 1) + at(this.#adding, y),
        );
        const isTree = firstX === fromI && firstY === fromJ;
        const together = isTree
          ? this.#cell(row - 1, column - 1) + at(this.#matching, x * columns + y)
          : this.#cell(firstX - fromI, firstY - fromJ) + at(trees, x * columns + y);
        const least = Math.min(together, apart);
        forests[row * width + column] = least;
        if (isTree) trees[x * columns + y] = least;
      }
    }
  }

  /** Walks the cheapest way back from the roots. */
  pairs(): readonly Pair[] {
    const pairs: Pair[] = [];
    const pending: Pair[] = [[this.#before.length - 1, this.#after.length - 1]];
    for (let pair = pending.pop(); pair; pair = pending.pop()) {
      const [i, j] = pair;
      this.fill(i, j);
      const fromI = this.#first(this.#before, i);
      const fromJ = this.#first(this.#after, j);
      let x = i;
      let y = j;
      while (x >= fromI && y >= fromJ) {
        const row = x - fromI + 1;
        const column = y - fromJ + 1;
        const cost = this.#cell(row, column);
        // Of equally cheap ways the one that matches what comes first: a block is added at the end of a stage.
        if (isNear(cost, this.#cell(row, column - 1) + at(this.#adding, y))) y--;
        else if (isNear(cost, this.#cell(row - 1, column) + at(this.#removing, x))) x--;
        else {
          const firstX = this.#first(this.#before, x);
          const firstY = this.#first(this.#after, y);
          if (firstX === fromI && firstY === fromJ) pairs.push([x--, y--]);
          else {
            pending.push([x, y]);
            x = firstX - 1;
            y = firstY - 1;
          }
        }
      }
    }
    return pairs.sort(([, a], [, b]) => a - b);
  }

  #first(places: readonly Place[], i: number): number {
    return places[i]?.first ?? 0;
  }

  #cell(row: number, column: number): number {
    return at(this.#forests, row * this.#width + column);
  }
}

const at = (values: Float64Array, i: number): number => values[i] ?? 0;

/** Sums of costs that were added in another order. */
const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;
