/** The row of tools above a graph. */

import { button, el } from './dom.ts';
import type { Search } from './search.ts';
import type { View } from './view.ts';

/** Tools for a view. */
export const toolbar = (view: View, search: Search): HTMLElement =>
  el(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': `Tools of ${view.element.getAttribute('aria-label')}` },
    search.element,
    el(
      'div',
      { class: 'buttons' },
      button('Fold all', {}, () => view.openOnly([])),
      button('Unfold all', {}, () => view.openOnly(view.network.modules())),
      button('Fit', {}, () => view.camera.fit()),
      button('−', { 'aria-label': 'Zoom out' }, () => view.camera.zoomBy(1 / 1.3)),
      button('+', { 'aria-label': 'Zoom in' }, () => view.camera.zoomBy(1.3)),
    ),
  );

/** What the colours of boxes mean. */
export const legend = (): HTMLElement =>
  el(
    'ul',
    { class: 'legend', 'aria-label': 'Colours' },
    ...(
      [
        ['multiply', 'convolution, linear'],
        ['normalize', 'norm'],
        ['elementwise', 'elementwise'],
        ['pool', 'pooling'],
        ['move', 'shape'],
      ] as const
    ).map(([family, text]) => el('li', { class: family }, text)),
  );
