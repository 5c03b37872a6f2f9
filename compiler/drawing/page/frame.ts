/** What every page has around its sections. */

import { el } from './dom.ts';
import { themeButton } from './theme.ts';

/** The head of a page. */
export const masthead = (title: string, subtitle: string, below: readonly HTMLElement[]): HTMLElement =>
  el(
    'header',
    { class: 'masthead' },
    el('div', { class: 'title' }, el('h1', {}, title), el('p', { class: 'muted' }, subtitle), themeButton()),
    ...below,
  );

/** A section with its heading. */
export function section(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return el('section', { class: id, 'aria-labelledby': id }, el('h2', { id }, title), ...children);
}
