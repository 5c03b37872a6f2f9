/** Finding a layer by its path: a combobox (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). */

import { el } from './dom.ts';
import type { Network } from './network.ts';

/** As many as fit on a screen. */
const most = 12;

/** Nodes whose path has all the words, those that end with the text first. */
export function find(network: Network, text: string): readonly number[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = words.join(' ');
  if (words.length === 0) return [];
  const found = [...network.nodes.keys()].slice(1).flatMap(place => {
    const path = network.path(place).toLowerCase();
    const type = (network.node(place) as { readonly type?: string }).type?.toLowerCase() ?? '';
    if (!words.every(word => path.includes(word) || type.includes(word))) return [];
    const rank = path === whole ? 0 : path.startsWith(whole) ? 1 : path.includes(whole) ? 2 : 3;
    return [{ place, rank }];
  });
  return found.sort((a, b) => a.rank - b.rank || a.place - b.place).map(({ place }) => place);
}

/** The box and its list. */
export class Search {
  readonly element: HTMLElement;
  readonly #network: Network;
  readonly #onPick: (place: number) => void;
  readonly #input: HTMLInputElement;
  readonly #list: HTMLUListElement;
  #found: readonly number[] = [];
  #active = -1;

  /** @param id - unique in the page */
  constructor(network: Network, id: string, onPick: (place: number) => void) {
    this.#network = network;
    this.#onPick = onPick;
    this.#list = el('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': 'Layers found', hidden: true });
    this.#input = el('input', {
      type: 'search',
      id,
      role: 'combobox',
      placeholder: 'Find a layer',
      'aria-label': 'Find a layer by its path',
      'aria-expanded': 'false',
      'aria-controls': `${id}-list`,
      'aria-autocomplete': 'list',
      autocomplete: 'off',
      spellcheck: 'false',
    });
    this.element = el('div', { class: 'search' }, this.#input, this.#list);
    this.#input.addEventListener('input', () => this.#look());
    this.#input.addEventListener('keydown', event => this.#key(event));
    this.#input.addEventListener('blur', () => this.#close());
    // Before the box loses the focus, which closes the list.
    this.#list.addEventListener('pointerdown', event => {
      event.preventDefault();
      const item = event.target instanceof Element ? event.target.closest('[data-index]') : null;
      if (item) this.#pick(Number(item.getAttribute('data-index')));
    });
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  #look(): void {
    this.#found = find(this.#network, this.#input.value);
    const shown = this.#found.slice(0, most);
    const items = shown.map((place, i) => {
      const node = this.#network.node(place);
      const type = node.kind === 'module' || node.kind === 'layer' ? node.type : node.kind;
      return el(
        'li',
        { role: 'option', id: `${this.#list.id}-${i}`, 'data-index': i, 'aria-selected': 'false' },
        el('span', {}, this.#network.path(place)),
        el('small', {}, type),
      );
    });
    const rest = this.#found.length - shown.length;
    const isEmpty = this.#input.value.trim() === '';
    const note = rest > 0 ? `${rest} more` : shown.length === 0 ? 'Nothing has this name' : undefined;
    this.#list.replaceChildren(...items, ...(note === undefined ? [] : [el('li', { class: 'note' }, note)]));
    this.#setExpanded(!isEmpty);
    this.#activate(shown.length > 0 ? 0 : -1);
  }

  #key(event: KeyboardEvent): void {
    const last = Math.min(this.#found.length, most) - 1;
    if (event.key === 'ArrowDown') this.#activate(Math.min(last, this.#active + 1));
    else if (event.key === 'ArrowUp') this.#activate(Math.max(0, this.#active - 1));
    else if (event.key === 'Enter') this.#pick(this.#active);
    else if (event.key === 'Escape') {
      if (this.#list.hidden) return;
      this.#close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #activate(index: number): void {
    this.#active = index;
    for (const [i, item] of [...this.#list.children].entries()) {
      if (item.getAttribute('role') === 'option') item.setAttribute('aria-selected', `${i === index}`);
    }
    if (index < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `${this.#list.id}-${index}`);
  }

  #pick(index: number): void {
    const place = this.#found[index];
    if (place === undefined) return;
    this.#close();
    this.#onPick(place);
  }

  #close(): void {
    this.#setExpanded(false);
  }

  #setExpanded(isExpanded: boolean): void {
    this.#list.hidden = !isExpanded;
    this.#input.setAttribute('aria-expanded', `${isExpanded}`);
  }
}
