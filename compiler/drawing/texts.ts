/**
 * Texts that are nearly the same: a network's graph after each pass. Only the numbers of values differ in most of
 * their lines, so a line is kept once without its numbers.
 */

/** Texts in few bytes. */
export interface TextTable {
  /** Lines as what stands between their numbers. */
  readonly lines: readonly (readonly string[])[];
  /** A text is, line after line, the line's place in `lines` and then its numbers. */
  readonly texts: readonly (readonly number[])[];
}

/** A value's number as `printGraph` writes it. Longer ones are nobody's, and stay text. */
const number = /(?<=%)(0|[1-9]\d{0,8})(?!\d)/;

/** Packs texts. */
export function packTexts(texts: readonly string[]): TextTable {
  const lines: (readonly string[])[] = [];
  const places = new Map<string, number>();
  const placeOf = (pieces: readonly string[]): number => {
    const key = JSON.stringify(pieces);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, lines.length);
    return lines.push(pieces) - 1;
  };
  const packed = texts.map(text =>
    text.split('\n').flatMap(line => {
      const parts = line.split(number);
      const pieces = parts.filter((_, i) => i % 2 === 0);
      return [placeOf(pieces), ...parts.filter((_, i) => i % 2 === 1).map(Number)];
    }),
  );
  return { lines, texts: packed };
}

/** The text at this place, as it was. */
export function unpackText({ lines, texts }: TextTable, place: number): string {
  const packed = texts[place] ?? [];
  const result: string[] = [];
  for (let at = 0; at < packed.length; ) {
    const pieces = lines[packed[at++] ?? 0] ?? [''];
    result.push(pieces.map((piece, i) => (i === 0 ? piece : `${packed[at++]}${piece}`)).join(''));
  }
  return result.join('\n');
}
