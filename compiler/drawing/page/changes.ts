/** What changed, in lists and tables. */

import type { ChangeData, EntryData, SummaryRow } from '../data.ts';
import { button, el } from './dom.ts';
import { countText, grouped, megabytes, plural } from './format.ts';
import type { Network } from './network.ts';
import { type Pairs, type Side, signs, verdictOf } from './pairs.ts';
import { table } from './parts.ts';

/** Where a list leads. */
export type GoTo = (side: Side, place: number) => void;

/** Totals of both networks. */
export function totalsTable(rows: readonly SummaryRow[]): HTMLElement {
  const cells = rows.map(({ label, before, after, unit }) => {
    const text = (value: number | undefined): string => (value === undefined ? '—' : withUnit(value, unit));
    return [label, text(before), text(after), deltaOf(before, after, unit)];
  });
  return el(
    'div',
    { class: 'totals' },
    table('Totals', ['', 'Before', 'After', 'Difference'], cells, [false, true, true, true]),
  );
}

function withUnit(value: number, unit: SummaryRow['unit']): string {
  if (unit === 'bytes') return megabytes(value);
  return unit === 'MACs' ? countText(value) : grouped(value);
}

function deltaOf(
  before: number | undefined,
  after: number | undefined,
  unit: SummaryRow['unit'],
): HTMLElement | string {
  if (before === undefined || after === undefined) return '';
  if (before === after) return 'same';
  const sign = after > before ? '+' : '−';
  const delta = Math.abs(after - before);
  const percent = before === 0 ? '' : ` ${sign}${((100 * delta) / before).toFixed(1)} %`;
  return el('span', {}, `${sign}${withUnit(delta, unit)}`, el('small', {}, percent));
}

/** How many parts were added, removed, changed, moved. */
export function countChanges({ listed }: Pairs, sameStructure: boolean): string {
  const words = (['added', 'removed', 'changed', 'moved'] as const).flatMap(verdict => {
    const count = listed.filter(entry => verdictOf(entry) === verdict).length;
    return count > 0 ? `${grouped(count)} ${verdict}` : [];
  });
  const structure = sameStructure ? 'Both compute the same.' : '';
  return words.length > 0 ? `${words.join(', ')}. ${structure}` : 'Nothing differs.';
}

/** Every change; each leads to its node. */
export function changeList(pairs: Pairs, networks: Readonly<Record<Side, Network>>, goTo: GoTo): HTMLElement {
  const items = pairs.listed.map(entry => {
    const [side, place] =
      entry.after === undefined
        ? (['before', entry.before ?? 0] as const)
        : (['after', entry.after] as const);
    const verdict = verdictOf(entry);
    const item = button('', { class: 'change' }, () => goTo(side, place));
    item.append(
      statusSign(verdict),
      el('span', { class: 'path' }, networks[side].path(place)),
      el('span', { class: 'what' }, summaryOf(entry, side, place, networks)),
    );
    return el('li', {}, item);
  });
  return el(
    'div',
    { class: 'changes' },
    el('h2', {}, plural(items.length, 'change')),
    items.length === 0
      ? el('p', { class: 'muted' }, 'The two networks are the same.')
      : el('ul', {}, ...items),
  );
}

/** A verdict's sign, which is read as the word. */
export function statusSign(verdict: ReturnType<typeof verdictOf>): HTMLElement {
  const sign = verdict === 'same' ? '=' : signs[verdict];
  return el(
    'span',
    { class: `sign is-${verdict}` },
    el('span', { 'aria-hidden': 'true' }, sign),
    el('span', { class: 'hidden' }, verdict),
  );
}

function summaryOf(
  entry: EntryData,
  side: Side,
  place: number,
  networks: Readonly<Record<Side, Network>>,
): string {
  const network = networks[side];
  const own = entry.changes.filter(({ follows }) => !follows);
  const verdict = verdictOf(entry);
  if (verdict === 'added' || verdict === 'removed') {
    const { layers } = network.totals(place);
    return network.isModule(place) ? `${verdict}, ${plural(layers, 'layer')}` : verdict;
  }
  const from =
    entry.moved && entry.before !== undefined ? [`from ${networks.before.path(entry.before)}`] : [];
  return [
    ...from,
    ...own.map(({ attribute, before, after }) => `${attribute} ${before ?? 'none'} → ${after ?? 'none'}`),
  ].join(', ');
}

/** What of a part differs, attribute by attribute. */
export function changeTable(changes: readonly ChangeData[]): HTMLElement {
  const rows = changes.map(({ attribute, before, after, follows }) => [
    el('span', {}, attribute, follows && el('small', {}, ' follows')),
    before ?? '—',
    after ?? '—',
  ]);
  return table('Changes', ['Attribute', 'Before', 'After'], rows);
}
