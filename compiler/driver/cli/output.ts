/**
 * What commands print: tables, progress on a terminal, JSON for programs. Results go to stdout, all else to stderr.
 * Nothing that is printed steers a terminal, whatever file it comes from.
 */

import type { WriteStream } from 'node:tty';
import picocolors from 'picocolors';
import { type Column, tableLines, wrapWords } from '../../columns.ts';
import { reasonOf } from '../../files/reasons.ts';
import { printLines } from '../../names.ts';

/** Colours where a terminal reads and does not object; not in a pipe, even under CI, for programs read there. */
const colorsOf = ({ isTTY }: Pick<WriteStream, 'isTTY'>): ReturnType<typeof picocolors.createColors> => {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  const isForced = FORCE_COLOR !== undefined && !['', '0', 'false'].includes(FORCE_COLOR);
  return picocolors.createColors(!NO_COLOR && (isForced || (isTTY === true && TERM !== 'dumb')));
};

/** For `print`. */
export const colors = colorsOf(process.stdout);

/** What text is laid out for. */
export interface Page {
  readonly colors: ReturnType<typeof picocolors.createColors>;
  /** Columns of a line; infinite where nothing bounds it. */
  readonly width: number;
}

/** How wide lines may be: as `COLUMNS` says, as the terminal is; in a pipe, as they come. */
export function widthOf(
  { isTTY, columns }: Pick<WriteStream, 'isTTY' | 'columns'>,
  { COLUMNS }: { readonly COLUMNS?: string | undefined },
): number {
  if (COLUMNS !== undefined && /^[1-9]\d{0,5}$/.test(COLUMNS)) return Number(COLUMNS);
  return isTTY && columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

/** For `print`. */
export const screen: Page = {
  colors,
  get width() {
    return widthOf(process.stdout, process.env);
  },
};

/** For `note`. */
export const noteColors = colorsOf(process.stderr);

/** For files. */
export const paper: Page = { colors: picocolors.createColors(false), width: Number.POSITIVE_INFINITY };

/** Prints a line of a result. */
export const print = (line = ''): void =>
  void process.stdout.write(`${printLines(line, colors.isColorSupported)}\n`);

/** Prints a result for programs. */
export const printJsonResult = (value: unknown): void => print(JSON.stringify(value, undefined, 2));

/** Says something that is no result. */
export const note = (line: string): void =>
  void process.stderr.write(`${printLines(line, noteColors.isColorSupported)}\n`);

/**
 * Whoever reads stdout may stop early, as `head` does: the command goes on all the same, for its files and its exit
 * code. A result that cannot be written for another reason is an error, which stderr says. What stderr does not take
 * is not said.
 */
export function mindStreams(): void {
  let isLost = false;
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE' || isLost) return;
    isLost = true;
    note(`${noteColors.red('error:')} stdout: cannot be written: ${reasonOf(cause)}`);
    note('  fix: write the result to another place');
    process.on('exit', () => {
      process.exitCode = 2;
    });
  });
  process.stderr.on('error', () => undefined);
}

/** Rows under titles. */
export function table(
  heads: readonly Column[],
  rows: readonly (readonly string[])[],
  { colors: { bold, dim }, width }: Page = screen,
): string {
  return tableLines(heads, rows, { width, title: bold, remark: dim }).join('\n');
}

/** Names and what they are, aligned. */
export function facts(
  pairs: readonly (readonly [name: string, value: string])[],
  { colors: { dim }, width }: Page = screen,
): string {
  const column = Math.max(...pairs.map(([name]) => name.length));
  const room = Math.max(20, width - column - 2);
  return pairs
    .map(([name, value]) => {
      const lines = wrapWords(value, room).join(`\n${' '.repeat(column + 2)}`);
      return `${dim(name.padEnd(column))}  ${lines}`;
    })
    .join('\n');
}

/** Shows what is going on and how far it is: a bar on a terminal, nothing in a pipe. */
export interface Progress {
  /** A share that is not known is no bar. */
  readonly update: (share?: number) => void;
  readonly end: () => void;
}

/** Progress of one thing. */
export function progress(what: string): Progress {
  const { stderr } = process;
  if (!stderr.isTTY) return { update: () => undefined, end: () => undefined };
  let shown: string | undefined;
  return {
    update(share) {
      const text = share === undefined ? '…' : ` ${bar(share)}`;
      if (text !== shown) stderr.write(`\r${printLines(what + text, noteColors.isColorSupported)}`);
      shown = text;
    },
    end() {
      if (shown !== undefined) stderr.write('\r\x1b[K');
    },
  };
}

function bar(share: number): string {
  const filled = '━'.repeat(Math.round(share * 24)).padEnd(24, '╌');
  return `${noteColors.cyan(filled)} ${String(Math.floor(share * 100)).padStart(3)}%`;
}

/** Progress of things that follow one another, each with a bar of its own. */
export function stages(): {
  readonly update: (doing: string, share?: number) => void;
  readonly end: () => void;
} {
  let stage: { readonly doing: string; readonly bar: Progress } | undefined;
  return {
    update(doing, share) {
      if (stage?.doing !== doing) {
        stage?.bar.end();
        stage = { doing, bar: progress(doing) };
      }
      stage.bar.update(share);
    },
    end: () => stage?.bar.end(),
  };
}

/** `1.23 s`, `45 ms`, `0.67 ms`. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds >= 10 ? Math.round(milliseconds) : Number(milliseconds.toPrecision(2))} ms`;
}
