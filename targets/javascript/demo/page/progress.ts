/** The way of the weights: how much is there, and a button that ends it. */

import { button, el } from '../../../../compiler/drawing/page/dom.ts';
import { megabytes } from './format.ts';
import type { Announcer } from './notice.ts';

/** See above. */
export class Progress {
  readonly element: HTMLElement;
  readonly cancel: HTMLButtonElement;
  readonly #bar = el('progress', { max: 1, value: 0, 'aria-label': 'Weights' });
  readonly #text = el('span', { class: 'progress-text' }, 'Starting…');
  readonly #announcer: Announcer;
  /** Quarters that were read out: more would be noise. */
  #quarters = 0;

  constructor(announcer: Announcer, onCancel: () => void) {
    this.#announcer = announcer;
    this.cancel = button('Cancel', {}, onCancel);
    this.element = el('div', { class: 'progress' }, this.#bar, this.#text, this.cancel);
  }

  update(loaded: number, total: number): void {
    this.#bar.max = total;
    this.#bar.value = loaded;
    const quarters = Math.floor((4 * loaded) / total);
    this.#text.textContent =
      loaded < total
        ? `${(loaded / 1e6).toFixed(1)} of ${megabytes(total)}`
        : `${megabytes(total)} are there; getting ready…`;
    if (quarters <= this.#quarters) return;
    this.#quarters = quarters;
    this.#announcer.say(`${25 * quarters} percent of the weights are loaded`);
  }
}
