/** The panel beside the graph: what is known of the chosen node. */

import { button, el } from './dom.ts';

/** A panel that can be closed. */
export class Panel {
  readonly element: HTMLElement;
  readonly #title = el('h2', { tabindex: -1 });
  readonly #kind = el('p', { class: 'kind' });
  readonly #body = el('div', { class: 'panel-body' });
  readonly #hint: HTMLElement;
  readonly #sheet: HTMLElement;

  constructor(hint: HTMLElement, onClose: () => void) {
    this.#hint = hint;
    const close = button('×', { class: 'close', 'aria-label': 'Close details' }, onClose);
    this.#sheet = el('div', { class: 'sheet' }, el('header', {}, this.#title, this.#kind, close), this.#body);
    this.element = el('aside', { class: 'panel', 'aria-label': 'Details' }, hint, this.#sheet);
    this.close();
  }

  show(title: string, kind: string, body: readonly (HTMLElement | string)[]): void {
    // What had the keyboard may be about to go.
    const hadFocus = this.#body.contains(document.activeElement);
    this.#title.textContent = title;
    this.#kind.textContent = kind;
    this.#body.replaceChildren(...body);
    this.#body.scrollTop = 0;
    this.element.scrollTop = 0;
    this.#sheet.hidden = false;
    this.#hint.hidden = true;
    this.element.classList.add('shown');
    if (hadFocus) this.#title.focus({ preventScroll: true });
  }

  close(): void {
    this.#sheet.hidden = true;
    this.#hint.hidden = false;
    this.element.classList.remove('shown');
  }
}

/** What can be done, where nothing is chosen. */
export const howTo = (): HTMLElement =>
  el(
    'div',
    { class: 'hint' },
    el('h2', {}, 'Nothing chosen'),
    el('p', {}, 'Choose a layer to see its shapes, its parameters, and the kernel that runs it.'),
    keyTable([
      ['Drag, scroll', 'move'],
      ['Ctrl + scroll, pinch', 'zoom'],
      ['Double-click', 'fold or unfold'],
      ['Arrows', 'go to a neighbour'],
      ['Enter', 'choose'],
      ['Space', 'fold or unfold'],
      ['+  −  0', 'zoom in, out, all'],
      ['/', 'find'],
      ['Esc', 'close this panel'],
    ]),
  );

const keyTable = (rows: readonly (readonly [string, string])[]): HTMLElement =>
  el(
    'dl',
    { class: 'keys' },
    ...rows.map(([key, what]) => el('div', {}, el('dt', {}, el('kbd', {}, key)), el('dd', {}, what))),
  );
