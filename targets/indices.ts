/** Indices into flat arrays, as text. */

/** `i * 64 + j`, without terms that are nothing; `0` where none is left. */
export function index(...terms: readonly (readonly [name: string, stride: number])[]): string {
  const texts = terms
    .filter(([name, stride]) => stride !== 0 && name !== '0')
    .map(([name, stride]) => (stride === 1 ? name : `${atom(name)} * ${stride}`));
  return texts.length === 0 ? '0' : texts.join(' + ');
}

/** In parentheses unless it is a name, a number or a call. */
export const atom = (name: string): string => (/^[\w.]+$|^[\w.]*\([^()]*\)$/.test(name) ? name : `(${name})`);

/** An index plus a constant. */
export const plus = (name: string, constant: number): string =>
  constant === 0 ? name : name === '0' ? String(constant) : `${name} + ${constant}`;

/** Text with a constant added, as `- 3` where it is negative. */
export const plusSigned = (text: string, constant: number): string =>
  constant < 0 ? (text === '0' ? String(constant) : `${text} - ${-constant}`) : plus(text, constant);

/** `[0, 1, ..., n - 1]`. */
export const count = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
