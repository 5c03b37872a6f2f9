/** Two networks' nodes as pairs, and what became of each. */

import type { DiffData, EntryData } from '../data.ts';
import type { Mark } from './boxes.ts';
import type { Network } from './network.ts';

/** One of the two networks. */
export type Side = 'before' | 'after';

/** The other. */
export const otherSide = (side: Side): Side => (side === 'before' ? 'after' : 'before');

/** What became of a part, in one word. */
export type Verdict = 'added' | 'removed' | 'changed' | 'moved' | 'same';

/** The word for an entry: what moved and changed besides has changed. */
export function verdictOf({ status, moved, changes }: EntryData): Verdict {
  if (status !== 'changed') return status;
  return moved && changes.every(({ follows }) => follows) ? 'moved' : 'changed';
}

/** Signs, so that colour is not all that tells. */
export const signs: Readonly<Record<Exclude<Verdict, 'same'>, string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  moved: '→',
};

/** The pairs of a difference. */
export class Pairs {
  /** What a reader is told of: parts of something that was added or removed whole go with it. */
  readonly listed: readonly EntryData[];
  readonly #bySide: Readonly<Record<Side, ReadonlyMap<number, EntryData>>>;
  readonly #networks: Readonly<Record<Side, Network>>;
  readonly #places: Readonly<Record<Side, readonly number[]>>;

  constructor({ entries }: DiffData, networks: Readonly<Record<Side, Network>>) {
    this.#networks = networks;
    const index = (side: Side): ReadonlyMap<number, EntryData> =>
      new Map(entries.flatMap(entry => (entry[side] === undefined ? [] : [[entry[side], entry] as const])));
    this.#bySide = { before: index('before'), after: index('after') };
    this.listed = entries.filter(entry => verdictOf(entry) !== 'same' && !this.#goesAlong(entry));
    const places = (side: Side): readonly number[] => this.listed.flatMap(entry => entry[side] ?? []);
    this.#places = { before: places('before'), after: places('after') };
  }

  entry(side: Side, place: number): EntryData | undefined {
    return this.#bySide[side].get(place);
  }

  /** What a node is matched with. */
  twin(side: Side, place: number): number | undefined {
    return this.entry(side, place)?.[otherSide(side)];
  }

  /** Nodes of one side that have something to tell. */
  places(side: Side): readonly number[] {
    return this.#places[side];
  }

  /** How a box is marked: by its own verdict or, where it is folded, by what is in it. */
  mark(side: Side, place: number, isFolded: boolean): Mark | undefined {
    const entry = this.entry(side, place);
    const verdict = entry ? verdictOf(entry) : 'same';
    if (verdict !== 'same') return { status: verdict, sign: signs[verdict], text: verdict };
    const network = this.#networks[side];
    if (!isFolded || !network.isModule(place)) return undefined;
    const inside = this.places(side).filter(other => network.isWithin(other, place)).length;
    if (inside === 0) return undefined;
    const text = `${inside} ${inside === 1 ? 'change' : 'changes'} inside`;
    return { status: 'inside', sign: `${signs.changed} ${inside}`, text };
  }

  #goesAlong(entry: EntryData): boolean {
    if (entry.status !== 'added' && entry.status !== 'removed') return false;
    const side = entry.status === 'added' ? 'after' : 'before';
    const parent = this.#networks[side].nodes[entry[side] ?? 0]?.parent ?? -1;
    return this.entry(side, parent)?.status === entry.status;
  }
}
