/** Lists of names, figures and bars. */

import { el } from '../../../../compiler/drawing/page/dom.ts';

/** One row. */
export interface Bar {
  readonly name: string;
  /** Comes before the figure, and is smaller. */
  readonly detail?: string;
  readonly figure: string;
  /** Length, of the whole width. */
  readonly share: number;
}

/** A list. */
export function bars(rows: readonly Bar[], className: string): HTMLOListElement {
  return el(
    'ol',
    { class: `bars ${className}` },
    ...rows.map(({ name, detail, figure, share }) => {
      const bar = el('span', { class: 'bar', 'aria-hidden': 'true' });
      // By the object model: the policy forbids style attributes.
      bar.style.setProperty('--share', String(Math.max(0, Math.min(1, share))));
      return el(
        'li',
        {},
        el('span', { class: 'bar-name' }, name),
        ' ',
        el(
          'span',
          { class: 'bar-figure' },
          detail !== undefined && el('small', {}, `${detail} `),
          el('span', {}, figure),
        ),
        bar,
      );
    }),
  );
}
