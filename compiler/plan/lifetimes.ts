/**
 * The activations that are alive as time passes, for the verifier: n of them that come and go take n log n steps,
 * whatever a plan's text says.
 */

import { invariant } from '../errors.ts';
import { printName } from '../names.ts';
import type { Buffer, Slot } from './plan.ts';

/** Goes through time once, forward. */
export class Lifetimes {
  /** By offset: what is alive at once lies in this order, each before the next. */
  readonly #byOffset: readonly Buffer[];
  /** Places in `#byOffset`, by the first step and by the last. */
  readonly #coming: readonly number[];
  readonly #going: readonly number[];
  readonly #alive: Counts;
  #come = 0;
  #gone = 0;

  constructor(buffers: readonly Buffer[]) {
    this.#byOffset = buffers.toSorted((a, b) => a.offset - b.offset);
    const sorted = (time: (buffer: Buffer) => number): readonly number[] =>
      [...this.#byOffset.keys()].sort((a, b) => time(this.#at(a)) - time(this.#at(b)));
    this.#coming = sorted(({ first }) => first);
    this.#going = sorted(({ last }) => last);
    this.#alive = new Counts(buffers.length);
  }

  /**
   * Goes on to a step.
   *
   * @throws InvariantError where one comes to life on a place where another is alive
   */
  advance(time: number): void {
    for (let next = this.#next(); next !== undefined && next.time <= time; next = this.#next()) {
      if (next.comes) this.#enter(next.place);
      this.#alive.add(next.place, next.comes ? 1 : -1);
      if (next.comes) this.#come++;
      else this.#gone++;
    }
  }

  /** Whether a range lies in one that is alive. */
  holds({ offset, elements }: Slot): boolean {
    const before = firstBeyond(this.#byOffset, offset);
    const buffer = this.#neighbour(this.#alive.upTo(before));
    return buffer !== undefined && offset + elements <= buffer.offset + buffer.elements;
  }

  /** What happens next: one that was read for the last time before a step goes before another comes in it. */
  #next(): { readonly place: number; readonly time: number; readonly comes: boolean } | undefined {
    const [coming, going] = [this.#coming[this.#come], this.#going[this.#gone]];
    const first = coming === undefined ? Number.POSITIVE_INFINITY : this.#at(coming).first;
    if (going !== undefined && this.#at(going).last < first) {
      // It is alive in its last step still.
      return { place: going, time: this.#at(going).last + 1, comes: false };
    }
    return coming === undefined ? undefined : { place: coming, time: first, comes: true };
  }

  #enter(place: number): void {
    const buffer = this.#at(place);
    const below = this.#alive.upTo(place);
    for (const other of [this.#neighbour(below), this.#neighbour(below + 1)]) {
      if (other === undefined) continue;
      invariant(
        other.offset + other.elements <= buffer.offset || buffer.offset + buffer.elements <= other.offset,
        `${printName(other.layer)} and ${printName(buffer.layer)} share a place while both are alive`,
      );
    }
  }

  /** Of those alive, the nth by offset, from 1 on. */
  #neighbour(nth: number): Buffer | undefined {
    const place = this.#alive.nth(nth);
    return place === undefined ? undefined : this.#at(place);
  }

  #at(place: number): Buffer {
    const buffer = this.#byOffset[place];
    invariant(buffer, `there is no buffer ${place}`);
    return buffer;
  }
}

/** How many of a sorted list begin at an offset or before. */
export function firstBeyond(sorted: readonly Pick<Slot, 'offset'>[], offset: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which of n places are taken, counted in log n steps: a Fenwick tree. */
class Counts {
  readonly #sums: Int32Array;

  constructor(places: number) {
    this.#sums = new Int32Array(places + 1);
  }

  add(place: number, change: number): void {
    for (let i = place + 1; i < this.#sums.length; i += i & -i) this.#sums[i] = (this.#sums[i] ?? 0) + change;
  }

  /** How many of the first `places` are taken. */
  upTo(places: number): number {
    let sum = 0;
    for (let i = places; i > 0; i -= i & -i) sum += this.#sums[i] ?? 0;
    return sum;
  }

  /** The nth that is taken, from 1 on. */
  nth(nth: number): number | undefined {
    if (nth < 1 || nth > this.upTo(this.#sums.length - 1)) return undefined;
    let [place, left] = [0, nth];
    for (let step = 2 ** Math.floor(Math.log2(this.#sums.length)); step >= 1; step /= 2) {
      const sum = this.#sums[place + step];
      if (sum === undefined || sum >= left) continue;
      place += step;
      left -= sum;
    }
    return place;
  }
}
