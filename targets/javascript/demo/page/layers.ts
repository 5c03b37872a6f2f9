/** The time of each layer, as bars. */

import { button, el, facts } from '../../../../compiler/drawing/page/dom.ts';
import { bars } from './bars.ts';
import type { Engine, LayerTime } from './engine.ts';
import { percentText, timeText } from './format.ts';

const clocks = {
  gpu: 'by the GPU’s clock',
  submit: 'from handing in each step until it is done, which counts the way there and back',
  thread: 'by the thread’s clock',
} as const;

/** A profile, drawn in the order of the network or the slowest first. */
export function layerBars(times: readonly LayerTime[], { place }: Engine): HTMLElement {
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const most = Math.max(...times.map(({ milliseconds }) => milliseconds));
  const sorted = times.toSorted((a, b) => b.milliseconds - a.milliseconds);
  const list = el('div', {});
  const draw = (order: readonly LayerTime[]): void => {
    const rows = order.map(({ layer, milliseconds }) => ({
      name: layer,
      detail: percentText(milliseconds / total || 0),
      figure: timeText(milliseconds),
      share: milliseconds / most || 0,
    }));
    list.replaceChildren(bars(rows, 'layer-times'));
  };
  const orders = [
    ['In order', times],
    ['Slowest first', sorted],
  ] as const;
  const buttons = orders.map(([label, order]) =>
    button(label, { 'aria-pressed': order === times ? 'true' : 'false' }, () => {
      for (const each of buttons) each.setAttribute('aria-pressed', String(each.textContent === label));
      draw(order);
    }),
  );
  draw(times);
  return el(
    'div',
    { class: 'profile' },
    facts([
      ['All layers', `${timeText(total)} in ${times.length} steps`],
      ['On', place],
      ['Measured', clocks[times[0]?.clock ?? 'thread']],
    ]),
    el('div', { class: 'buttons' }, ...buttons),
    list,
  );
}

/** A profile as it is read out. */
export function spokenProfile(times: readonly LayerTime[]): string {
  const [slowest] = times.toSorted((a, b) => b.milliseconds - a.milliseconds);
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return `${times.length} steps take ${timeText(total)}; the slowest is ${slowest?.layer}, ${timeText(slowest?.milliseconds ?? 0)}`;
}
