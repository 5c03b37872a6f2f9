/** Logits. */

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf } from './files.mjs';

/** @import { Numbers, Precision } from './types.ts' */

/** What PyTorch's peers of a precision compute in. 3xTF32 stands for float32. @type {Readonly<Record<Precision, Numbers>>} */
export const numbersOf = { f32: 'float32', '3xtf32': 'float32', tf32: 'tf32', f16: 'float16' };

/**
 * @param {string} folder
 * @param {string} file
 * @returns {Promise<Float32Array>}
 */
export async function readFloats(folder, file) {
  return new Float32Array(new Uint8Array(await readFile(join(folder, file))).buffer);
}

/** What the specs of images take for what is not set. */
const usual = { classes: 1000, batch: 1, height: 224, width: 224 };

/**
 * What PyTorch said of this network when the goldens were made.
 *
 * @param {string} spec
 * @param {Readonly<Record<string, string>>} settings
 * @param {number} batch
 * @returns {Float32Array | undefined} undefined, where it was not asked
 */
export function goldenLogits(spec, settings, batch) {
  const asked = JSON.stringify({ ...usual, ...mapValues(settings, Number), batch });
  /** @type {string} */
  let text;
  try {
    text = readFileSync(filesOf.golden(spec), 'utf8');
  } catch {
    return undefined;
  }
  /** @type {{ cases: readonly { settings: object, logits: string }[] }} */
  const { cases } = JSON.parse(text);
  const found = cases.find(each => JSON.stringify(each.settings) === asked);
  return found && new Float32Array(new Uint8Array(Buffer.from(found.logits, 'base64')).buffer);
}

/**
 * @template T, U
 * @param {Readonly<Record<string, T>>} record
 * @param {(value: T) => U}  change
 */
const mapValues = (record, change) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
