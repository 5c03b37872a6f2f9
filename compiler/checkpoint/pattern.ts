/** Patterns of names, as `--ignore` takes them: `*` stands for any characters, dots too, and `?` for one. */

import { printName } from '../names.ts';

/** A pattern for a message: as it is given where a shell takes it so between quotes. */
export const printPattern = (pattern: string): string =>
  /^[\w.\-/:*?]{1,100}$/.test(pattern) ? pattern : printName(pattern);

/** No module is in deeper than a name of so many characters tells; longer names are a hostile file's. */
const longest = 1024;

/** Whether a pattern fits a name, or a module that the name is inside of: `head` fits `head.fc.weight`. */
export function fitsName(pattern: string, name: string): boolean {
  if (name.length > longest) return fits(pattern, name);
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    if (fits(pattern, name.slice(0, end))) return true;
  }
  return false;
}

/** Without regular expressions: theirs take exponential time for patterns of many stars. */
function fits(pattern: string, text: string): boolean {
  let at = 0;
  /** The last star, and the text from which what follows it is tried. */
  let star = -1;
  let from = 0;
  for (let i = 0; i < text.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      from = i;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[i])) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++from;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
