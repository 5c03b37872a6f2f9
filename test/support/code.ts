/** Generated text with its comments and literals taken out: what a compiler would take for code. */

/** How a language writes what is no code. */
export interface Syntax {
  /** What a comment to the end of the line begins with. */
  readonly line: string;
  /** What other comments stand between. */
  readonly block?: readonly [open: string, close: string];
  /** Whether comments stand in comments. */
  readonly nests?: true;
  readonly quotes: readonly string[];
  /** What ends a line, and with it a comment. */
  readonly ends: RegExp;
  /** Whether a backslash at the end of a line joins it to the next, in comments too. */
  readonly joins?: true;
}

export const syntaxes = {
  script: { line: '//', block: ['/*', '*/'], quotes: ["'", '"', '`'], ends: /[\n\r\u2028\u2029]/ },
  wgsl: {
    line: '//',
    block: ['/*', '*/'],
    nests: true,
    quotes: [],
    ends: /[\n\v\f\r\u0085\u2028\u2029]/,
  },
  wat: { line: ';;', block: ['(;', ';)'], nests: true, quotes: ['"'], ends: /[\n\r]/ },
  c: { line: '//', block: ['/*', '*/'], quotes: ['"', "'"], ends: /[\n\r]/, joins: true },
  python: { line: '#', quotes: ['"""', '"', "'"], ends: /[\n\r]/ },
  make: { line: '#', quotes: [], ends: /\n/, joins: true },
} satisfies Readonly<Record<string, Syntax>>;

/**
 * The code, with one space for each gap and comment and `""` for each literal.
 *
 * @throws where a comment or a literal does not end
 */
export function codeOf(text: string, syntax: Syntax): string {
  const { line, block, nests, quotes, ends, joins } = syntax;
  // Trigraphs and lines that are joined go before anything else.
  const whole = joins ? text.replaceAll('??/', '\\').replaceAll(/\\[ \t]*\r?\n/g, '') : text;
  let code = '';
  let at = 0;
  const isAt = (word: string): boolean => whole.startsWith(word, at);
  const endOfBlock = ([open, close]: readonly [string, string]): void => {
    let depth = 1;
    at += open.length;
    while (depth > 0) {
      if (at >= whole.length) throw new Error('a comment does not end');
      if (isAt(close)) {
        depth--;
        at += close.length;
      } else if (nests && isAt(open)) {
        depth++;
        at += open.length;
      } else at++;
    }
  };
  const endOfLiteral = (quote: string): void => {
    at += quote.length;
    while (!isAt(quote)) {
      if (at >= whole.length || (quote.length === 1 && quote !== '`' && ends.test(whole[at] ?? ''))) {
        throw new Error('a literal does not end');
      }
      at += whole[at] === '\\' ? 2 : 1;
    }
    at += quote.length;
  };
  while (at < whole.length) {
    const quote = quotes.find(isAt);
    if (isAt(line)) {
      while (at < whole.length && !ends.test(whole[at] ?? '')) at++;
      code += ' ';
    } else if (block && isAt(block[0])) {
      endOfBlock(block);
      code += ' ';
    } else if (quote !== undefined) {
      endOfLiteral(quote);
      code += '""';
    } else code += whole[at++];
  }
  return code.replaceAll(/\s+/g, ' ').trim();
}
