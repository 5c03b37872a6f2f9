/** Light or dark: as the system says, until the button says otherwise. */

import { button } from './dom.ts';

/** The button. */
export function themeButton(): HTMLButtonElement {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const isDark = (): boolean =>
    root.dataset.theme === undefined ? system.matches : root.dataset.theme === 'dark';
  const toggle = button('', { class: 'plain-button theme' }, () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    say();
  });
  const say = (): void => {
    toggle.textContent = isDark() ? 'Light' : 'Dark';
    toggle.setAttribute('aria-label', `Switch to ${isDark() ? 'light' : 'dark'} colours`);
  };
  system.addEventListener('change', say);
  say();
  return toggle;
}
