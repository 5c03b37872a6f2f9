/** Making elements. Text becomes text nodes, never markup. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | number | undefined | false;

/** An HTML element. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : `${value}`);
  }
  for (const child of children) if (child !== undefined && child !== false) element.append(textOf(child));
  return element;
}

const textOf = (child: Node | string | number): Node | string =>
  typeof child === 'number' ? `${child}` : child;

/** A button. */
export function button(label: string, attributes: Attributes, onClick: () => void): HTMLButtonElement {
  const element = el('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', onClick);
  return element;
}

/** A list of terms and what they are; terms of nothing are left out. */
export function facts(rows: readonly (readonly [string, Child])[], className = 'facts'): HTMLDListElement {
  return el(
    'dl',
    { class: className },
    ...rows.flatMap(([term, value]) =>
      value === undefined || value === false ? [] : [el('div', {}, el('dt', {}, term), el('dd', {}, value))],
    ),
  );
}

/** Whether the reader would rather see nothing move. */
export const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Whether the page is laid out for a phone: the panel covers what is below then. As in the style sheets. */
export const isNarrow = (): boolean => matchMedia('(max-width: 1000px)').matches;
