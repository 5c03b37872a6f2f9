/** Lists and loops as text, broken where lines would be too long, and left out where there is nothing to say. */

import { widest, wrap } from '../text.ts';

/** Loops of fewer columns are one line. */
const shortest = 90;

/**
 * `head(a, b, c) tail` on one line, or, where that is too long, with an entry a line.
 *
 * @param margin - columns to the left
 */
export function list(head: string, entries: readonly string[], tail: string, margin: number): string {
  const line = `${head}(${entries.join(', ')})${tail}`;
  if (margin + line.length <= widest) return line;
  return [`${head}(`, ...entries.map(entry => `${entry},`), `)${tail}`].join('\n');
}

/** A loop over `[0, size)`; of one turn, its body with `0` for the variable. */
export function loop(variable: string, size: number, body: (place: string) => string): string {
  if (size === 1) return body('0');
  const head = `for (let ${variable} = 0; ${variable} < ${size}; ${variable}++)`;
  const text = body(variable);
  const isShort = !/^for |\n/.test(text) && head.length + text.length < shortest;
  return isShort ? `${head} ${text}` : `${head} {\n${text}\n}`;
}

/** A comment of what is below it: on one line, or, where that is too long, on several. */
export function doc(text: string, margin: number): string {
  if (margin + text.length + '/** '.length + ' */'.length <= widest) return `/** ${text} */`;
  return ['/**', ...wrap(text, margin + 3).map(line => `* ${line}`), '*/'].join('\n');
}

/** A comment of `//` lines. */
export const comment = (text: string, margin: number): string =>
  wrap(text, margin + 3)
    .map(line => `// ${line}`)
    .join('\n');
