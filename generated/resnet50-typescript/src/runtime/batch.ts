/** Images of a batch: the input that they make, and their classes. */

import { checkOptions, checkWhole, printed } from './arguments.ts';
import { type Classification, softmax, topK } from './classify.ts';
import { pixelsOf } from './images.ts';
import {
  type Border,
  type ClassifyOptions,
  elementCount,
  type PreprocessOptions,
  type Program,
  preprocessingOf,
} from './interface.ts';
import { type Pixels, preprocess } from './preprocess.ts';
import { checkValues } from './values.ts';

/**
 * Images as they were given, one or an array, as a list.
 *
 * @throws TypeError where the network takes none; RangeError where they are not as many as its batch
 */
export function imagesOf(program: Program, given: unknown): readonly unknown[] {
  preprocessingOf(program);
  const { name } = program;
  const [batch = 1] = imageInput(program).shape;
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
  const input = imageInput(program);
  const { into = new Float32Array(elementCount(input.shape)) } = options;
  checkValues(program.name, input, into, 'into');
  writeBatch(program, images, into);
  return into;
}

/** The one input of a network that takes images. */
export const imageInput = ({ inputs }: Program): Border => inputs[0] as Border;

/** The output that has the scores of classes, as rows. @throws TypeError where the network tells none apart */
function scoresOf({ name, classes, outputs }: Program) {
  if (!classes) throw new TypeError(`${name}: the network tells no classes apart; use run`);
  const [batch = 1, count = 1] = outputs[classes.output]?.shape ?? [];
  return { ...classes, batch, classes: count };
}

/** How many classes are asked for. @throws Error for options that are none */
export function classCount(program: Program, options: ClassifyOptions): number {
  const { name } = program;
  checkOptions(`${name}: classify`, options, ['k']);
  const { classes } = scoresOf(program);
  const { k = Math.min(5, classes) } = options;
  checkWhole(`${name}: k`, k, 1, classes);
  return k;
}

/** The likeliest classes: a list, or as many as images where they were given in an array. */
export function classesOf(
  program: Program,
  outputs: readonly Float32Array[],
  given: unknown,
  k: number,
): Classification[] | Classification[][] {
  const { output, probabilities, batch, classes } = scoresOf(program);
  const { labels } = program;
  const lists = Array.from({ length: batch }, (_, i) => {
    const row = (outputs[output] as Float32Array).subarray(i * classes, (i + 1) * classes);
    return topK(probabilities ? row : softmax(row), k, labels);
  });
  return Array.isArray(given) ? lists : (lists[0] ?? []);
}
