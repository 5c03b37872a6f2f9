/** Buttons that wait: they keep the focus, which a disabled one would lose. */

import { button } from '../../../../compiler/drawing/page/dom.ts';

/** A button whose presses are ignored while it is busy. */
export function busyButton(label: string, className: string, onClick: () => void): HTMLButtonElement {
  const element = button(label, { class: className }, () => {
    if (element.getAttribute('aria-disabled') !== 'true') onClick();
  });
  return element;
}

/** Lets a button wait, or not. */
export const setBusy = (element: HTMLButtonElement, isBusy: boolean): void =>
  element.setAttribute('aria-disabled', String(isBusy));
