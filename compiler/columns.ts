/**
 * Tables for a terminal. Widths are those that a terminal shows: 名 takes two columns. Where a table is wider than its
 * page, prose wraps, then columns that follow from others go, then paths are shortened in the middle; and where all that
 * does not do, it stands in parts, one below another, each with the first column.
 */

import stringWidth from 'string-width';
import { printText } from './names.ts';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Left unless said. */
  readonly align?: 'left' | 'right';
  /** What becomes of it where the page is too narrow; nothing unless said. */
  readonly fit?: 'wrap' | 'shorten' | 'omit';
}

/** What a table is printed on. */
export interface Sheet {
  /** Columns of a line; no bound unless said. */
  readonly width?: number;
  /** How the line of titles is set off. */
  readonly title?: (line: string) => string;
  /** How a remark on the table is set off. */
  readonly remark?: (line: string) => string;
}

/** A column with its cells, and the width it is given. */
interface Sized extends Column {
  readonly cells: readonly string[];
  readonly width: number;
}

const gap = '  ';
/** What a column keeps at least, if its title is no wider. */
const least = { wrap: 20, shorten: 16 };

/** Rows under titles, as lines. */
export function tableLines(
  heads: readonly Column[],
  rows: readonly (readonly string[])[],
  { width = Number.POSITIVE_INFINITY, title = same, remark = same }: Sheet = {},
): readonly string[] {
  const all = heads.map((head, i) => sized(head, [head.title, ...rows.map(row => harmless(row[i] ?? ''))]));
  const whole = fitted(all, width, ['wrap']);
  const kept = all.filter(({ fit }) => fit !== 'omit');
  const tables = whole ? [whole] : narrowed(kept, width);
  const lines = tables.map(columns => {
    const [head = '', ...body] = linesOf(columns);
    return [title(head), ...body];
  });
  const omitted = new Set(all.filter(({ fit }) => fit === 'omit').map(column => column.title));
  return [
    ...lines.flatMap((each, i) => (i === 0 ? each : ['', ...each])),
    ...(whole || omitted.size === 0
      ? []
      : [remark(`${[...omitted].join(', ')} left out: ${width} columns are too few`)]),
  ];
}

const same = (line: string): string => line;

/** A cell of one line that cannot steer the terminal. */
const harmless = (cell: string): string => printText(cell, Number.POSITIVE_INFINITY);

function sized(head: Column, cells: readonly string[]): Sized {
  return { ...head, cells, width: cells.reduce((most, cell) => Math.max(most, stringWidth(cell)), 0) };
}

const leastOf = ({ fit, title, width }: Sized): number =>
  fit === 'wrap' || fit === 'shorten' ? Math.min(width, Math.max(stringWidth(title), least[fit])) : width;

const totalOf = (columns: readonly Sized[]): number =>
  columns.reduce((sum, { width }) => sum + width, gap.length * (columns.length - 1));

/** Columns narrow enough for one table: prose gives way first, then paths, the widest of them; undefined if that does not do. */
function fitted(
  columns: readonly Sized[],
  width: number,
  ways: readonly ('wrap' | 'shorten')[] = ['wrap', 'shorten'],
): readonly Sized[] | undefined {
  const widths = columns.map(column => column.width);
  let over = totalOf(columns) - width;
  for (const fit of ways) {
    for (; over > 0; over--) {
      let widest = -1;
      for (const [i, column] of columns.entries()) {
        const own = widths[i] ?? 0;
        if (column.fit === fit && own > leastOf(column) && own > (widths[widest] ?? 0)) widest = i;
      }
      if (widest < 0) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return over > 0 ? undefined : columns.map((column, i) => ({ ...column, width: widths[i] ?? 0 }));
}

/** One table, or several with the first column in each. */
function narrowed(columns: readonly Sized[], width: number): readonly (readonly Sized[])[] {
  const whole = fitted(columns, width);
  const [first, ...others] = columns;
  if (whole || !first) return [whole ?? columns];
  const lead = narrow(first, Math.floor(width / 3));
  const tables: Sized[][] = [];
  for (const column of others) {
    const own = narrow(column, width - lead.width - gap.length);
    const last = tables.at(-1);
    if (last && totalOf([...last, own]) <= width) last.push(own);
    else tables.push([lead, own]);
  }
  return tables;
}

const narrow = (column: Sized, width: number): Sized => ({
  ...column,
  width: Math.min(column.width, Math.max(leastOf(column), width)),
});

function linesOf(columns: readonly Sized[]): readonly string[] {
  const rows = columns[0]?.cells.map((_, row) =>
    columns.map(column => printCell(column, column.cells[row] ?? '')),
  );
  return (rows ?? []).flatMap(cells => {
    const height = cells.reduce((most, lines) => Math.max(most, lines.length), 1);
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, i) => pad(lines[line] ?? '', columns[i]))
        .join(gap)
        .trimEnd(),
    );
  });
}

function printCell({ fit, width }: Sized, cell: string): readonly string[] {
  if (stringWidth(cell) <= width) return [cell];
  return fit === 'wrap' ? wrapWords(cell, width) : [shortenTo(cell, width)];
}

function pad(text: string, column: Sized | undefined): string {
  const space = ' '.repeat(Math.max(0, (column?.width ?? 0) - stringWidth(text)));
  return column?.align === 'right' ? space + text : text + space;
}

const segmenter = new Intl.Segmenter();
const charactersOf = (text: string): readonly string[] =>
  [...segmenter.segment(text)].map(({ segment }) => segment);

/** A text without its middle, as wide as `width` or a column less. */
export function shortenTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const characters = charactersOf(text);
  const half = Math.floor((width - 1) / 2);
  const start = within(characters, half);
  const end = within(characters.toReversed(), width - 1 - half).toReversed();
  return `${start.join('')}…${end.join('')}`;
}

/** The first characters, as many as fit. */
function within(characters: readonly string[], width: number): readonly string[] {
  let room = width;
  const end = characters.findIndex(character => {
    room -= stringWidth(character);
    return room < 0;
  });
  return end < 0 ? characters : characters.slice(0, end);
}

/** A text in lines no wider than `width`, broken at spaces; within a word only where that alone is too wide. */
export function wrapWords(text: string, width: number): readonly string[] {
  if (stringWidth(text) <= width) return [text];
  const lines: string[] = [''];
  const put = (word: string): void => {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (last === '' || stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  };
  for (const word of text.split(' ')) {
    let rest = charactersOf(word);
    while (rest.length > 1 && stringWidth(rest.join('')) > width) {
      const part = within(rest, width);
      const taken = Math.max(1, part.length);
      put(rest.slice(0, taken).join(''));
      rest = rest.slice(taken);
    }
    put(rest.join(''));
  }
  return lines;
}
