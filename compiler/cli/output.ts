/**
 * What commands print: tables, progress on a terminal, JSON for programs. Results go to stdout, all else to stderr.
 * Nothing that is printed steers a terminal, whatever file it comes from.
 */

import type { WriteStream } from 'node:tty';
import picocolors from 'picocolors';
import { type Align, columns } from '../columns.ts';
import { printLines } from '../names.ts';

/** Colours where a terminal reads and does not object; not in a pipe, even under CI, for programs read there. */
const colorsOf = ({ isTTY }: Pick<WriteStream, 'isTTY'>): ReturnType<typeof picocolors.createColors> => {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  const isForced = FORCE_COLOR !== undefined && !['', '0', 'false'].includes(FORCE_COLOR);
  return picocolors.createColors(!NO_COLOR && (isForced || (isTTY === true && TERM !== 'dumb')));
};

/** For `print`. */
export const colors = colorsOf(process.stdout);

/** For `note`. */
export const noteColors = colorsOf(process.stderr);

/** For files. */
export const noColors = picocolors.createColors(false);

/** Prints a line of a result. */
export const print = (line = ''): void =>
  void process.stdout.write(`${printLines(line, colors.isColorSupported)}\n`);

/** Prints a result for programs. */
export const printJsonResult = (value: unknown): void => print(JSON.stringify(value, undefined, 2));

/** Says something that is no result. */
export const note = (line: string): void =>
  void process.stderr.write(`${printLines(line, noteColors.isColorSupported)}\n`);

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align?: Align;
}

/** Rows under titles. */
export function table(heads: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = heads.map(({ title }) => title);
  const [head = '', ...lines] = columns(
    [titles, ...rows],
    heads.map(({ align = 'left' }) => align),
  );
  return [colors.bold(head), ...lines].join('\n');
}

/** Names and what they are, aligned. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${colors.dim(name.padEnd(width))}  ${value}`).join('\n');
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
