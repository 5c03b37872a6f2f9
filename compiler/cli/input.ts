/** What a package is run on: an image, or raw numbers. */

import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { preparedFor } from '../../targets/javascript/filters.ts';
import { preprocess } from '../../targets/javascript/runtime/preprocess.ts';
import { UserError } from '../errors.ts';
import { decodeImage } from '../image/decode.ts';
import type { Plan } from '../plan/plan.ts';
import { elementCount, printShape } from '../shape.ts';

/** An image as the network's input; of a batch it is the first, and the rest is zeros. */
export async function readImage(file: string, plan: Plan): Promise<Float32Array> {
  const { preprocessing, input } = plan;
  const [, , height = 0, width = 0] = input.shape;
  if (!preprocessing || input.shape.length !== 4) {
    throw new UserError(
      'no-images',
      `${plan.name} takes no images, its input is ${printShape(input.shape)}`,
      {
        fix: 'give raw numbers: --input x.f32',
      },
    );
  }
  const image = await decodeImage(file);
  const result = new Float32Array(elementCount(input.shape));
  preprocess(image, preparedFor(preprocessing, input.shape), result.subarray(0, 3 * height * width));
  return result;
}

/** Raw float32, little-endian, row-major. */
export async function readNumbers(file: string, plan: Plan): Promise<Float32Array> {
  const { shape } = plan.input;
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UserError('no-input', 'cannot be read', { at: file, fix: 'check the path', cause });
  });
  const expected = 4 * elementCount(shape);
  if (bytes.length !== expected) {
    throw new UserError(
      'bad-input',
      `expected ${expected} bytes, float32 of ${printShape(shape)}, got ${bytes.length}`,
      { at: file },
    );
  }
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Writes raw float32, beside its place first. */
export async function writeNumbers(file: string, numbers: Float32Array): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new UserError('no-output', 'cannot be written', { at: file, fix: 'check the path', cause });
  }
}
