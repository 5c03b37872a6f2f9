/** What files beside a checkpoint say of it: Hugging Face's `config.json` and `preprocessor_config.json`, timm's `config.json`. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { type Preprocessing, takesImages } from '../preprocessing/preprocessing.ts';
import type { Shape } from '../shape.ts';
import { badFile, isFields, readJsonFile } from './json-file.ts';
import { labelsOf } from './labels.ts';
import { preprocessingOf } from './recipes.ts';

/** Something, and the file that says it. */
export interface Told<T> {
  readonly value: T;
  readonly file: string;
}

/** What is told. */
export interface Beside {
  readonly labels?: Told<readonly string[]>;
  readonly preprocessing?: Told<Preprocessing>;
  /** The fields of a config.json, where there is one. */
  readonly config?: Told<Readonly<Record<string, unknown>>>;
  /** What was not taken, and why: a sentence a file. */
  readonly leftOut: readonly string[];
}

/**
 * Reads what lies beside a checkpoint. What is broken, or of another network, is left out and told of.
 *
 * @param input - shape of the network's input
 * @param classes - how many it tells apart
 * @param wanted - what is asked for
 * @throws UserError `unsupported-preprocessing` where images are to be prepared as no package does
 */
export async function readBeside(
  checkpoint: string,
  input: Shape,
  classes: number,
  wanted: { readonly labels: boolean; readonly preprocessing: boolean },
): Promise<Beside> {
  const leftOut: string[] = [];
  const attempt = async <T>(read: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== badFile) throw error;
      leftOut.push(`${error.at ?? ''}: ${error.problem}`);
      return undefined;
    }
  };
  const files = ['preprocessor_config.json', 'config.json'].map(name => join(dirname(checkpoint), name));
  const read = async (file: string): Promise<Told<Readonly<Record<string, unknown>>> | undefined> => {
    if (!existsSync(file)) return undefined;
    const value = await attempt(() => readJsonFile(file, ''));
    if (isFields(value)) return { value, file };
    if (value !== undefined) leftOut.push(`${file}: expected a JSON object`);
    return undefined;
  };
  const told = await Promise.all(files.map(read));
  const found = told.flatMap(each => each ?? []);
  let preprocessing: Beside['preprocessing'];
  let labels: Beside['labels'];
  for (const { value, file } of found) {
    if (wanted.preprocessing && !preprocessing && takesImages(input)) {
      const own = await attempt(() => preprocessingOf(value, file, input));
      if (own) preprocessing = { value: own, file };
    }
    const names = wanted.labels ? await attempt(() => labelsOf(value, file)) : undefined;
    if (names && names.length !== classes) {
      leftOut.push(`${file}: has ${names.length} labels, and the network ${classes} classes`);
    } else if (names) labels ??= { value: names, file };
  }
  const [, config] = told;
  return {
    ...(labels && { labels }),
    ...(preprocessing && { preprocessing }),
    ...(config && { config }),
    leftOut,
  };
}
