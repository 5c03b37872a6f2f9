/** What a package is run on: an image, or raw numbers. */

import { preparedFor } from '../../../targets/javascript/filters.ts';
import { preprocess } from '../../../targets/javascript/runtime/preprocess.ts';
import { UserError } from '../../errors.ts';
import { openRegularFile } from '../../files/regular.ts';
import { writeWhole } from '../../files/whole.ts';
import { decodeImage } from '../../image/decode.ts';
import type { Plan } from '../../plan/plan.ts';
import { elementCount, printShape, type Shape } from '../../shape.ts';

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
  const expected = 4 * elementCount(shape);
  const { handle, size } = await openRegularFile(file, {
    code: 'no-input',
    fix: 'give the path of a file of raw float32 numbers',
  });
  try {
    if (size !== expected) throw wrongSize(file, shape, size);
    const numbers = new Float32Array(elementCount(shape));
    let read = 0;
    for (let bytes = new Uint8Array(numbers.buffer); bytes.length > 0; bytes = bytes.subarray(read)) {
      read = (await handle.read(bytes, 0, bytes.length, expected - bytes.length)).bytesRead;
      if (read === 0) throw wrongSize(file, shape, expected - bytes.length);
    }
    return numbers;
  } finally {
    await handle.close();
  }
}

function wrongSize(file: string, shape: Shape, got: number): UserError {
  const expected = 4 * elementCount(shape);
  const problem = `expected ${expected} bytes, float32 of ${printShape(shape)}, got ${got}`;
  return new UserError('bad-input', problem, {
    at: file,
    fix: 'write all numbers of the input and no more, as `numpy.ndarray.tofile` does',
  });
}

/** Writes raw float32. */
export const writeNumbers = (file: string, numbers: Float32Array): Promise<void> =>
  writeWhole(file, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
