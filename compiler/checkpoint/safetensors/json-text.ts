/**
 * JSON as a file from elsewhere must be read: `JSON.parse` takes the last of two equal keys in silence, so keys are
 * checked in the text first, and so is the depth.
 */

import { UserError } from '../../errors.ts';
import { printName } from '../names.ts';

/** A safetensors header is 3 deep: tensors, fields, sizes. */
const maxDepth = 8;

/**
 * @param at - the file and the part of it, for messages
 * @throws UserError if the text is not JSON, nests too deeply, or an object has a key twice
 */
export function parseJson(text: string, at: string): unknown {
  checkKeys(text, at);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('checkpoint-malformed', `not JSON: ${reason}`, { at, cause });
  }
}

/** Looks at brackets and strings only; whatever else is wrong with the text, `JSON.parse` says. */
function checkKeys(text: string, at: string): void {
  const objects: (Set<string> | undefined)[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '{' || character === '[') {
      objects.push(character === '{' ? new Set() : undefined);
      if (objects.length > maxDepth) {
        throw new UserError('checkpoint-malformed', `nests more than ${maxDepth} deep`, { at });
      }
    } else if (character === '}' || character === ']') {
      objects.pop();
    } else if (character === '"') {
      const end = endOfString(text, index);
      const keys = objects.at(-1);
      if (keys !== undefined && isKey(text, end)) addKey(keys, text.slice(index, end), at);
      index = end - 1;
    }
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

function addKey(keys: Set<string>, quoted: string, at: string): void {
  const key = unquote(quoted);
  if (keys.has(key))
    throw new UserError('checkpoint-malformed', `the key ${printName(key)} appears twice`, { at });
  keys.add(key);
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
