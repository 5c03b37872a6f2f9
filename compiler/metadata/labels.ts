/** Names of classes in the files that people have them in. */

import { UserError } from '../errors.ts';
import { printName, steers } from '../names.ts';
import { readTextFile } from '../text-file.ts';
import { badFile, type Fields, isFields, mostBytes, parseMetadata } from './json-file.ts';

const fix =
  'give a text file with a name a line, a JSON list of names, or JSON with `id2label`, such as a config.json of Hugging Face';

/**
 * Reads names of classes: one a line, or JSON: a list, an object of names by their index (`id2label`) or of indices by
 * their name (`class_to_idx`), or a config.json of Hugging Face or timm.
 *
 * @throws UserError `bad-metadata` naming the file, where it is none of these, or a name is empty
 */
export async function readLabels(path: string): Promise<readonly string[]> {
  const text = await readTextFile(path, { code: badFile, most: mostBytes, fix });
  if (!/^\s*[[{]/.test(text)) return checked(text.trimEnd().split(/\r\n|\n|\r/), path, 'line', 1);
  const labels = labelsOf(parseMetadata(text, path, fix), path);
  if (labels) return labels;
  throw new UserError(badFile, 'holds no names of classes', { at: path, fix });
}

/**
 * The names in a JSON file's value; none where it has none, or only those that Hugging Face makes up (`LABEL_0`).
 *
 * @throws UserError `bad-metadata` where they are not one for each class
 */
export function labelsOf(value: unknown, at: string): readonly string[] | undefined {
  if (Array.isArray(value)) return checked(value, at, 'name', 0);
  if (!isFields(value)) return undefined;
  if (isFields(value.id2label)) return named(value.id2label, `${at}: id2label`);
  const timm = [value, value.pretrained_cfg].find(each => isFields(each) && Array.isArray(each.label_names));
  if (isFields(timm)) return described(timm, value, at);
  return indexed(value, at);
}

/** Hugging Face's, unless they are placeholders. */
function named(id2label: Fields, at: string): readonly string[] | undefined {
  const names = indexed(id2label, at);
  return names?.every((name, i) => name === `LABEL_${i}`) ? undefined : names;
}

/** timm's: WordNet's numbers, as ImageNet's classes have, give way to what they mean where that is told. */
function described(config: Fields, whole: Fields, at: string): readonly string[] {
  const names = checked(config.label_names as readonly unknown[], `${at}: label_names`, 'name', 0);
  const told = config.label_descriptions ?? whole.label_descriptions;
  if (!isFields(told)) return names;
  const meanings = new Map(Object.entries(told));
  return checked(
    names.map(name => (/^n\d{8}$/.test(name) ? (meanings.get(name) ?? name) : name)),
    `${at}: label_descriptions`,
    'name',
    0,
  );
}

/** Names by their index, or the other way round; nothing where an object is neither. */
function indexed(value: Fields, at: string): readonly string[] | undefined {
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  const isByIndex = entries.every(([key]) => /^\d{1,9}$/.test(key));
  const isByName = entries.every(([, each]) => Number.isInteger(each));
  if (!isByIndex && !isByName) return undefined;
  const names: unknown[] = new Array(entries.length).fill(undefined);
  for (const [key, each] of entries) {
    const [index, name] = isByIndex ? [Number(key), each] : [Number(each), key];
    if (index < 0 || index >= entries.length || names[index] !== undefined) {
      const problem = `expected an index from 0 to ${entries.length - 1} for each class, once, got ${index}`;
      throw new UserError(badFile, `${printName(String(name))}: ${problem}`, { at, fix });
    }
    names[index] = name;
  }
  return checked(names, at, 'name', 0);
}

/** @param first - what the first is counted as in errors */
function checked(names: readonly unknown[], at: string, what: string, first: number): readonly string[] {
  return names.map((name, i) => {
    const place = `${what} ${i + first}`;
    if (typeof name !== 'string') {
      throw new UserError(badFile, `${place}: expected text, got ${typeof name}`, { at, fix });
    }
    const trimmed = name.trim();
    if (trimmed !== '' && !steers(trimmed)) return trimmed;
    const got = trimmed === '' ? 'nothing' : printName(trimmed);
    throw new UserError(badFile, `${place}: expected the name of a class, got ${got}`, { at, fix });
  });
}
