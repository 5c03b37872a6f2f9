/** Lists and loops as text, broken where lines would be too long, and left out where there is nothing to say. */

/** The column where a line ends. */
const widest = 110;
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

/** Words in lines no longer than the widest; `margin` is what stands to the left of each. */
export function wrap(text: string, margin: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && margin + line.length + 1 + word.length <= widest) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/** A comment of `//` lines. */
export const comment = (text: string, margin: number): string =>
  wrap(text, margin + 3)
    .map(line => `// ${line}`)
    .join('\n');
