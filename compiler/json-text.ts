/**
 * JSON as a file from elsewhere must be read. `JSON.parse` takes the last of two equal keys in silence, and turns few
 * bytes into much memory and time: keys, depth and the number of values are checked in the text first.
 */

import { UserError } from './errors.ts';
import { printName, printText } from './names.ts';

/** Elements and fields of a text, all levels together. As many empty objects take 140 MB. */
const mostValues = 2 ** 21;

/** What is being read. */
export interface JsonText {
  /** The file, and the part of it, for messages. */
  readonly at: string;
  /** The code of errors. */
  readonly code: string;
  /** How deep an honest text nests. */
  readonly depth: number;
  /** How many different keys it has, in all its objects together; unbounded unless said. */
  readonly keys?: number;
  /** What errors say of mending it. */
  readonly fix?: string;
}

/**
 * Reads JSON. A key `__proto__` makes an own property like any other: read with `Object.entries`, or refuse it.
 *
 * @throws UserError if the text is not JSON, nests too deeply, holds too many values, or repeats a key
 */
export function parseJson(text: string, about: JsonText): unknown {
  // Of anything else than these, `JSON.parse` reads no more than a word before it refuses.
  if (/^\s*[{[]/.test(text)) checkText(text, about);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refused(about, `not JSON: ${printText(reason)}`, cause);
  }
}

/** Looks at brackets, commas and strings only; whatever else is wrong with the text, `JSON.parse` says. */
function checkText(text: string, about: JsonText): void {
  /** The keys of each open object, if it has any yet; lists have none. */
  const open: (Set<string> | 'list' | undefined)[] = [];
  const different = new Set<string>();
  const { keys: mostKeys = Number.POSITIVE_INFINITY } = about;
  let values = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text[index]) {
      case '{':
      case '[':
        open.push(text[index] === '[' ? 'list' : undefined);
        values++;
        if (open.length > about.depth) throw refused(about, `nests more than ${about.depth} deep`);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        values++;
        break;
      case '"': {
        const end = endOfString(text, index);
        const level = open.length - 1;
        const keys = open[level];
        if (level >= 0 && keys !== 'list' && isKey(text, end)) {
          const key = unquote(text.slice(index, end));
          if (keys?.has(key)) throw refused(about, `the key ${printName(key)} appears twice`);
          open[level] = (keys ?? new Set<string>()).add(key);
          // Every new key makes a new class of objects, which is slow.
          if (different.size < mostKeys) different.add(key);
          else if (!different.has(key)) throw refused(about, `has more than ${mostKeys} different keys`);
        }
        index = end - 1;
      }
    }
    if (values > mostValues) throw refused(about, `holds more than ${mostValues} values`);
  }
}

/** The index after the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return Math.min(index + 1, text.length);
}

function isKey(text: string, end: number): boolean {
  let index = end;
  while (' \t\n\r'.includes(text[index] ?? ':')) index++;
  return text[index] === ':';
}

/** What the string says: "a" and "\u0061" are one key. A bad escape is left for `JSON.parse` of the whole. */
function unquote(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

function refused({ at, code, fix }: JsonText, problem: string, cause?: unknown): UserError {
  return new UserError(code, problem, { at, ...(fix !== undefined && { fix }), cause });
}
