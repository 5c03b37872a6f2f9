/** Pieces that several sections use. */

import { button, el } from './dom.ts';
import type { Network } from './network.ts';

/** How a section leads to a node. */
export type Go = (place: number) => void;

/** A node's path that leads to it. */
export const linkTo = (network: Network, place: number, go: Go): HTMLButtonElement =>
  button(network.path(place), { class: 'link' }, () => go(place));

/** Items in a row; those beyond the first few behind a click. */
export function shortList(items: readonly (() => Node | string)[], few = 6): HTMLElement {
  const list = el('span', { class: 'list' });
  const add = (some: readonly (() => Node | string)[]): void => {
    for (const item of some) list.append(el('span', { class: 'item' }, item()));
  };
  const rest = items.length > few + 1 ? items.slice(few) : [];
  add(items.slice(0, items.length - rest.length));
  if (rest.length > 0) {
    const more = button(`${rest.length} more`, { class: 'link more' }, () => {
      more.remove();
      add(rest);
    });
    list.append(more);
  }
  return list;
}

/** A table with a head. Cells of numbers stand to the right. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
  numeric: readonly boolean[] = [],
): HTMLTableElement {
  const cell = (tag: 'td' | 'th', content: Node | string, i: number): HTMLElement =>
    el(tag, { class: numeric[i] ? 'number' : undefined, scope: tag === 'th' ? 'col' : undefined }, content);
  return el(
    'table',
    {},
    el('caption', { class: 'hidden' }, caption),
    el('thead', {}, el('tr', {}, ...heads.map((head, i) => cell('th', head, i)))),
    el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map((content, i) => cell('td', content, i))))),
  );
}
