/** What the reader should know, and what is said to those who do not see the page. */

import { el } from '../../../../compiler/drawing/page/dom.ts';

type Child = Node | string;

/** A message. One that matters is read out as it appears. */
export const notice = (
  kind: 'info' | 'warning' | 'error',
  title: string,
  ...children: readonly Child[]
): HTMLElement =>
  el(
    'div',
    { class: `notice ${kind}`, role: kind === 'info' ? 'note' : 'alert' },
    el('p', { class: 'notice-title' }, title),
    ...children.map(child => (typeof child === 'string' ? el('p', {}, child) : child)),
  );

/** A command, to be copied; its lines break between options. */
export const command = (text: string): HTMLElement =>
  el(
    'pre',
    {},
    ...text
      .split(/ (?=--)/)
      .flatMap((part, i) => [i === 0 ? '' : ' ', el('span', { class: 'argument' }, part)]),
  );

/** What is read out and not seen: progress and results. */
export class Announcer {
  readonly element: HTMLElement = el('div', { class: 'hidden', role: 'status', 'aria-live': 'polite' });

  say(text: string): void {
    this.element.textContent = text;
  }
}
