/** Lays out WebAssembly text: whoever prints it need not care for lines and indentation. */

import { InvariantError } from '../../../compiler/errors.ts';
import { widest } from '../../text.ts';

/** A word, a list in parentheses, or a comment of one line. */
type Part =
  | { readonly kind: 'word' | 'comment'; readonly text: string }
  | { readonly kind: 'list'; readonly parts: readonly Part[] };

/** Lists whose entries are statements: one a line, however short. */
const blocks: ReadonlySet<string> = new Set(['module', 'func', 'loop', 'block', 'then', 'else', 'if']);

/** Entries that stay on the line of the block they belong to. */
const heads: ReadonlySet<string> = new Set(['export', 'param', 'result']);

/** Text of folded expressions, a line each where it fits, else an entry a line. Comments, `;; ...`, stay. */
export const layOut = (text: string, margin = 0): string =>
  parse(text)
    .map(part => print(part, margin))
    .join('\n');

function parse(text: string): readonly Part[] {
  const open: Part[][] = [[]];
  const add = (part: Part): void => {
    open.at(-1)?.push(part);
  };
  for (const [token] of text.matchAll(/;;[^\n]*|[()]|"[^"]*"|[^\s()]+/g)) {
    if (token === '(') open.push([]);
    else if (token === ')') {
      const parts = open.pop() ?? [];
      if (open.length === 0) throw new InvariantError(`a parenthesis too many in ${text}`);
      add({ kind: 'list', parts });
    } else add({ kind: token.startsWith(';;') ? 'comment' : 'word', text: token.trimEnd() });
  }
  if (open.length !== 1) throw new InvariantError(`a parenthesis too few in ${text}`);
  return open[0] ?? [];
}

function print(part: Part, margin: number): string {
  const space = ' '.repeat(margin);
  if (part.kind !== 'list') return space + part.text;
  const name = nameOf(part);
  const line = blocks.has(name) ? undefined : onOneLine(part, widest - margin);
  if (line !== undefined) return space + line;
  const isBlock = blocks.has(name);
  // What stands on the first line: the name, words behind it, and a function's parameters.
  const begins = part.parts.findIndex(each => !staysAhead(each, isBlock, name));
  const ahead = begins < 0 ? part.parts : part.parts.slice(0, begins);
  const rest = begins < 0 ? [] : part.parts.slice(begins);
  const opening = flow(ahead, margin + 4, margin);
  // Declarations fill lines.
  const others = rest.findIndex(each => nameOf(each) !== 'local');
  const declared = others < 0 ? rest : rest.slice(0, others);
  const body = [
    ...(declared.length > 0 ? [`${space}  ${flow(declared, margin + 2)}`] : []),
    ...rest.slice(declared.length).map(each => print(each, margin + 2)),
  ];
  const isClosed = rest.at(-1)?.kind !== 'comment';
  return `${[`${space}(${opening}`, ...body].join('\n')}${isClosed ? '' : `\n${space}`})`;
}

/** Words, and short lists, on as few lines as they need; lines after the first begin at `margin`. */
function flow(parts: readonly Part[], margin: number, first = margin): string {
  const lines: string[] = [];
  for (const part of parts) {
    const text = onOneLine(part, Number.POSITIVE_INFINITY) ?? '';
    const line = lines.at(-1);
    const taken = lines.length === 1 ? first + 1 : margin;
    if (line !== undefined && taken + line.length + 1 + text.length <= widest) {
      lines[lines.length - 1] = `${line} ${text}`;
    } else lines.push(text);
  }
  return lines.join(`\n${' '.repeat(margin)}`);
}

function staysAhead(part: Part, isBlock: boolean, name: string): boolean {
  if (part.kind !== 'list') return part.kind === 'word';
  const own = nameOf(part);
  // The condition of an `if` stands beside it where it is short.
  if (name === 'if') return own !== 'then' && own !== 'else' && onOneLine(part, 80) !== undefined;
  return isBlock && heads.has(own);
}

/** The text on one line, unless it is longer than that or has lines of its own. */
function onOneLine(part: Part, width: number): string | undefined {
  if (part.kind !== 'list') {
    return part.kind === 'word' && part.text.length <= width ? part.text : undefined;
  }
  const texts: string[] = [];
  let length = 1;
  for (const each of part.parts) {
    // Statements inside have lines of their own.
    if (each.kind === 'list' && blocks.has(nameOf(each))) return undefined;
    const text = onOneLine(each, width - length);
    if (text === undefined) return undefined;
    texts.push(text);
    length += text.length + 1;
  }
  return length <= width ? `(${texts.join(' ')})` : undefined;
}

/** The word that a list begins with. */
function nameOf(part: Part): string {
  const first = part.kind === 'list' ? part.parts[0] : undefined;
  return first?.kind === 'word' ? first.text : '';
}
