/**
 * Rename maps: JSON files `{ "old.name": "new.name", ... }` from a checkpoint's names to a network's. Those of a
 * checkpoint may be with or without what stands before every name, such as the `module.` of `DataParallel`. What a map
 * does not name keeps its name.
 */

import { UserError } from '../errors.ts';
import { parseJson } from '../json-text.ts';
import { printName, printText } from '../names.ts';
import { readTextFile } from '../text-file.ts';

/** Two names of 50 characters for each of 40,000 tensors. ResNet-152 has 932. */
const mostBytes = 2 ** 22;

const code = 'bad-rename-map';
const fix = 'give a JSON object of names, as `netwright diff --rename-map` writes it';

/** A network's names of tensors by the checkpoint's. */
export type RenameMap = ReadonlyMap<string, string>;

/**
 * Reads a rename map.
 *
 * @throws UserError naming the file, and the name where it is no map: an old name that stands there twice, a new name
 *   that is no text, is empty, or is that of another tensor too
 */
export async function readRenameMap(path: string): Promise<RenameMap> {
  const text = await readTextFile(path, { code, most: mostBytes, fix });
  const value = parseJson(text, { at: path, code, depth: 1, fix });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UserError(code, `expected an object of names, got ${printText(text.trim(), 40)}`, {
      at: path,
      fix,
    });
  }
  const names = new Map<string, string>();
  const olds = new Map<string, string>();
  // Entries are own properties, and nothing is looked up in the object: `__proto__` is a name like any other.
  for (const [old, name] of Object.entries(value)) {
    if (typeof name !== 'string' || name === '') {
      const got = name === '' ? 'an empty name' : JSON.stringify(name);
      throw new UserError(code, `${printName(old)}: expected a name, got ${got}`, { at: path, fix });
    }
    const other = olds.get(name);
    if (other !== undefined) {
      throw new UserError(code, `${printName(other)} and ${printName(old)} both become ${printName(name)}`, {
        at: path,
        fix: 'give each tensor a name of its own',
      });
    }
    olds.set(name, old);
    names.set(old, name);
  }
  return names;
}

/** The text of a rename map: one name a line, in the order of the map. */
export function printRenameMap(map: RenameMap): string {
  const lines = [...map].map(([old, name]) => `  ${JSON.stringify(old)}: ${JSON.stringify(name)}`);
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}
