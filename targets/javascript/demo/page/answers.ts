/** The likeliest classes of the image, and how long runs take. */

import { el, facts } from '../../../../compiler/drawing/page/dom.ts';
import type { Classification } from '../../runtime/classify.ts';
import { median } from '../../runtime/interface.ts';
import { bars } from './bars.ts';
import { busyButton, setBusy } from './busy.ts';
import type { Engine } from './engine.ts';
import { percentText, timeText } from './format.ts';

/** Runs that the button asks for. */
const more = 10;

/** See above. */
export class Answers {
  readonly element: HTMLElement;
  readonly #list = el('div', {});
  readonly #times = el('div', {});
  readonly #again: HTMLButtonElement;
  #first: number | undefined;
  #later: number[] = [];

  /** @param onAgain - runs the image once more */
  constructor(onAgain: () => Promise<void>) {
    this.#again = busyButton(`Run ${more} more times`, 'again', () => void this.#repeat(onAgain));
    this.#again.hidden = true;
    this.element = el('div', { class: 'answers' }, this.#list, this.#times, this.#again);
    this.wait('The five likeliest classes will stand here.');
  }

  /** Says what is being waited for. */
  wait(text: string): void {
    this.#list.replaceChildren(el('p', { class: 'muted' }, text));
  }

  /** Forgets times: they were of another engine. */
  reset(): void {
    this.#first = undefined;
    this.#later = [];
    this.#times.replaceChildren();
    this.#again.hidden = true;
  }

  /** Shows an answer. */
  show(best: readonly Classification[], milliseconds: number, { place, origin }: Engine): void {
    const rows = best.map(({ label, probability }) => ({
      name: label,
      figure: percentText(probability),
      share: probability,
    }));
    this.#list.replaceChildren(bars(rows, 'classes'));
    if (this.#first === undefined) this.#first = milliseconds;
    else this.#later.push(milliseconds);
    const { length } = this.#later;
    this.#times.replaceChildren(
      facts([
        ['First run', timeText(this.#first)],
        ['Later runs', length === 0 ? 'none yet' : `${timeText(median(this.#later))}, median of ${length}`],
        ['On', place],
        ['Weights', origin === 'synthetic' && 'synthetic: these classes mean nothing'],
      ]),
      el('p', { class: 'muted small' }, 'From the image to its classes, resizing and all.'),
    );
    this.#again.hidden = false;
  }

  async #repeat(onAgain: () => Promise<void>): Promise<void> {
    setBusy(this.#again, true);
    try {
      for (let i = 0; i < more; i++) await onAgain();
    } finally {
      setBusy(this.#again, false);
    }
  }
}

/** An answer as it is read out. */
export const spoken = (best: readonly Classification[]): string =>
  best.map(({ label, probability }) => `${label}, ${percentText(probability)}`).join('; ');
