/** How wide text is, so that it can be shortened to fit. */

const family = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Fonts of the graph, as the style sheet has them. */
export const fonts = {
  name: `600 13px ${family}`,
  plain: `12px ${family}`,
} as const;

const context = document.createElement('canvas').getContext('2d');
const widths = new Map<string, number>();

/** In pixels. */
export function widthOf(text: string, font: keyof typeof fonts): number {
  const key = `${font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (context) context.font = fonts[font];
  const width = context?.measureText(text).width ?? 7 * text.length;
  widths.set(key, width);
  return width;
}

/**
 * The text, or as much of it as fits beside an ellipsis.
 *
 * @param keep - which end: the end of a path, or the start of a word, says most
 */
export function shortened(
  text: string,
  font: keyof typeof fonts,
  width: number,
  keep: 'start' | 'end' = 'end',
): string {
  if (text === '' || widthOf(text, font) <= width) return text;
  const cut = (count: number): string =>
    keep === 'end' ? `…${count === 0 ? '' : text.slice(-count)}` : `${text.slice(0, count)}…`;
  let [least, most] = [0, Math.min(text.length, 200)];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (widthOf(cut(middle), font) <= width) least = middle;
    else most = middle - 1;
  }
  return cut(least);
}
