/** Images of a batch: the input that they make, and their classes. */

import { checkOptions, checkWhole, printed } from './arguments.ts';
import { type Classification, softmax, topK } from './classify.ts';
import { pixelsOf } from './images.ts';
import {
  type ClassifyOptions,
  checkInput,
  elementCount,
  type PreprocessOptions,
  type Program,
  preprocessingOf,
} from './interface.ts';
import { type Pixels, preprocess } from './preprocess.ts';

/**
 * Images as they were given, one or an array, as a list.
 *
 * @throws TypeError where the network takes none; RangeError where they are not as many as its batch
 */
export function imagesOf(program: Program, given: unknown): readonly unknown[] {
  preprocessingOf(program);
  const { name, input } = program;
  const [batch = 1] = input.shape;
  const images: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (images.length === batch && (batch === 1 || images === given)) return images;
  const expected = batch === 1 ? 'one image' : `an array of ${batch} images, one for each of the batch`;
  throw new RangeError(
    `${name}: expected ${expected}, got ${images === given ? images.length : printed(given)}`,
  );
}

/** The pixels of images as they were given. @throws Error as `imagesOf` and `pixelsOf` do */
export const batchOf = (program: Program, given: unknown): readonly Pixels[] =>
  imagesOf(program, given).map(image => pixelsOf(program.name, image));

/** Makes images the input. @param into - where to: as long as the input */
export function writeBatch(program: Program, images: readonly Pixels[], into: Float32Array): void {
  const preprocessing = preprocessingOf(program);
  const size = into.length / images.length;
  for (const [i, image] of images.entries()) {
    preprocess(image, preprocessing, into.subarray(i * size, (i + 1) * size));
  }
}

/** `preprocess` of a package. @throws Error as `batchOf` does, or for `into` that is not as long as the input */
export function prepare(program: Program, given: unknown, options: PreprocessOptions): Float32Array {
  checkOptions(`${program.name}: preprocess`, options, ['into']);
  const images = batchOf(program, given);
  const { into = new Float32Array(elementCount(program.input.shape)) } = options;
  checkInput(program, into, 'into');
  writeBatch(program, images, into);
  return into;
}

/** How many classes are asked for. @throws Error for options that are none */
export function classCount({ name, output }: Program, options: ClassifyOptions): number {
  checkOptions(`${name}: classify`, options, ['k']);
  const classes = output.shape.at(-1) ?? 1;
  const { k = Math.min(5, classes) } = options;
  checkWhole(`${name}: k`, k, 1, classes);
  return k;
}

/** The likeliest classes: a list, or as many as images where they were given in an array. */
export function classesOf(
  { output: { shape }, input, probabilities, labels }: Program,
  output: Float32Array,
  given: unknown,
  k: number,
): Classification[] | Classification[][] {
  const [batch = 1] = input.shape;
  const classes = shape.at(-1) ?? 1;
  const lists = Array.from({ length: batch }, (_, i) => {
    const row = output.subarray(i * classes, (i + 1) * classes);
    return topK(probabilities ? row : softmax(row), k, labels);
  });
  return Array.isArray(given) ? lists : (lists[0] ?? []);
}
