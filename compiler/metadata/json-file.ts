/** JSON files that tell of a network: read within bounds, as all that comes from elsewhere. */

import { parseJson } from '../json-text.ts';
import { readTextFile } from '../text-file.ts';

/** The names of 100,000 classes. */
export const mostBytes = 2 ** 22;

/** Every class is a key of a file, or two. */
const mostKeys = 2 ** 18;

/** The code of errors about files that say nothing that can be used. */
export const badFile = 'bad-metadata';

/** Reads such a file. @throws UserError `bad-metadata` naming the file, where it is none */
export async function readJsonFile(path: string, fix: string): Promise<unknown> {
  return parseMetadata(await readTextFile(path, { code: badFile, most: mostBytes, fix }), path, fix);
}

/** Its text. @throws UserError `bad-metadata` */
export const parseMetadata = (text: string, at: string, fix: string): unknown =>
  parseJson(text, { at, code: badFile, depth: 32, keys: mostKeys, fix });

/** An object of JSON, whatever its fields are. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object, no list. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
