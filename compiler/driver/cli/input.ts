/** What a package is run on: an image, or raw numbers. */

import { preparedFor } from '../../../targets/javascript/filters.ts';
import { preprocess } from '../../../targets/javascript/runtime/preprocess.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { UserError } from '../../errors.ts';
import { openRegularFile } from '../../files/regular.ts';
import { writeWhole } from '../../files/whole.ts';
import { decodeImage } from '../../image/decode.ts';
import { printName } from '../../names.ts';
import { imageInput } from '../../plan/borders.ts';
import type { Border, Plan } from '../../plan/plan.ts';
import { elementCount, printShape, type Shape } from '../../shape.ts';
import type { Values } from '../../target.ts';

/** An image as the network's input; of a batch it is the first, and the rest is zeros. */
export async function readImage(file: string, plan: Plan): Promise<Values> {
  const { preprocessing, inputs } = plan;
  const { name, shape } = imageInput(plan);
  const [, , height = 0, width = 0] = shape;
  if (!preprocessing || shape.length !== 4) {
    const takes =
      inputs.length === 1
        ? `its input is ${printShape(shape)}`
        : `its inputs are ${inputs.map(each => printName(each.name)).join(', ')}`;
    throw new UserError('no-images', `${plan.name} takes no images, ${takes}`, {
      fix: `give raw numbers: ${inputs.map(each => `--input ${inputs.length === 1 ? '' : `${each.name}=`}x.f32`).join(' ')}`,
    });
  }
  const image = await decodeImage(file);
  const result = new Float32Array(elementCount(shape));
  preprocess(image, preparedFor(preprocessing, shape), result.subarray(0, 3 * height * width));
  return { [name]: result };
}

/**
 * Which file each input or output is of: `--input x.f32` where there is one, `--input left=x.f32` where there are
 * several.
 *
 * @param given - the option's values
 * @param what - the option's name
 * @throws UserError where a name is none, or is not clear, or comes twice
 */
export function filesOf(
  given: readonly string[],
  borders: readonly Border[],
  what: 'input' | 'output',
): ReadonlyMap<Border, string> {
  const files = new Map<Border, string>();
  const names = borders.map(({ name }) => name);
  const usage = `it has ${names.map(printName).join(', ')}: --${what} ${names[0] ?? ''}=FILE`;
  for (const text of given) {
    const [, name = '', file = ''] = /^(\w+)=(.*)$/s.exec(text) ?? [];
    const named = borders.find(each => each.name === name);
    const [only, ...others] = borders;
    const border = named ?? (others.length === 0 ? only : undefined);
    if (!border) {
      throw new UserError(
        `no-such-${what}`,
        name === ''
          ? `the package has several ${what}s, and it is not said which of them ${printName(text)} is`
          : `no ${what} is called ${printName(name)}${didYouMean(name, names)}`,
        { at: `--${what}`, fix: usage },
      );
    }
    if (files.has(border)) {
      throw new UserError('said-twice', `${printName(border.name)} is given twice`, {
        at: `--${what}`,
        fix: 'give it once',
      });
    }
    files.set(border, named ? file : text);
  }
  return files;
}

/** Every input from its file of raw float32. @throws UserError where one is missing, or its file is none of its size */
export async function readInputs(given: readonly string[], { inputs }: Plan): Promise<Values> {
  const files = filesOf(given, inputs, 'input');
  const missing = inputs.filter(input => !files.has(input));
  if (missing.length > 0) {
    throw new UserError('no-input', `no file for ${missing.map(({ name }) => printName(name)).join(', ')}`, {
      at: '--input',
      fix: `give ${missing.map(({ name }) => `--input ${name}=FILE`).join(' ')}`,
    });
  }
  const values: Record<string, Float32Array> = {};
  for (const [{ name, shape }, file] of files) values[name] = await readNumbers(file, shape);
  return values;
}

/** Raw float32, little-endian, row-major. */
async function readNumbers(file: string, shape: Shape): Promise<Float32Array> {
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
