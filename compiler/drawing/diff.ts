/** `netwright diff --as html`: two networks side by side, and what differs. */

import type { Compilation } from '../compile.ts';
import { type Difference, type Entry, entriesOf, statusOf, type Value } from '../diff/difference.ts';
import type { Target } from '../target.ts';
import type { DiffData, EntryData, SummaryRow } from './data.ts';
import { printPage } from './html.ts';
import { describeNetwork, Sources } from './network.ts';

/**
 * A page that shows two networks and what differs: one HTML file that needs nothing else. The same input gives the same
 * bytes.
 *
 * @param before - the first network compiled; without it, its layers are shown without steps and kernels
 * @param summary - figures for the table at its head
 * @param names - what the networks are called, where their own names do not tell them apart
 */
export function drawDifference(
  difference: Difference,
  before: Compilation | undefined,
  after: Compilation | undefined,
  target: Target,
  summary: readonly SummaryRow[],
  names: readonly [before: string, after: string] = [difference.before.name, difference.after.name],
): string {
  const title = `${names.join(' → ')} · netwright`;
  return printPage(title, diffData(difference, before, after, target, summary, names));
}

/** What the page shows. */
export function diffData(
  difference: Difference,
  before: Compilation | undefined,
  after: Compilation | undefined,
  target: Target,
  summary: readonly SummaryRow[],
  [nameBefore, nameAfter]: readonly [before: string, after: string] = [
    difference.before.name,
    difference.after.name,
  ],
): DiffData {
  const sources = new Sources();
  const first = describeNetwork(difference.before, before, target, sources);
  const second = describeNetwork(difference.after, after, target, sources);
  const entryOf = (entry: Entry): EntryData => {
    const a = entry.before && first.placeOfPart.get(entry.before.id);
    const b = entry.after && second.placeOfPart.get(entry.after.id);
    return {
      ...(a !== undefined && { before: a }),
      ...(b !== undefined && { after: b }),
      status: statusOf(entry),
      moved: entry.moved,
      changes: entry.changes.map(change => ({
        attribute: change.attribute,
        before: print(change.before),
        after: print(change.after),
        follows: change.follows,
      })),
    };
  };
  return {
    kind: 'diff',
    target: target.name,
    before: { ...first.network, name: nameBefore },
    after: { ...second.network, name: nameAfter },
    sources: sources.list,
    sameStructure: difference.sameStructure,
    totals: summary,
    entries: entriesOf(difference.root).map(entryOf),
  };
}

function print(value: Value): string | null {
  if (value === undefined) return null;
  if (!Array.isArray(value)) return String(value);
  return value.every(each => typeof each === 'number') ? value.join('×') : value.join(', ');
}
