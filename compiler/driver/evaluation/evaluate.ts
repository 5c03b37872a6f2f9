/** Runs a package on images whose classes are known, a batch at a time, while the next are decoded. */

import { preparedFor } from '../../../targets/javascript/filters.ts';
import { preprocess } from '../../../targets/javascript/runtime/preprocess.ts';
import { invariant, UserError } from '../../errors.ts';
import { decodeImage } from '../../image/decode.ts';
import { imageInput } from '../../plan/borders.ts';
import { classesOf } from '../../plan/classes.ts';
import type { Plan } from '../../plan/plan.ts';
import { elementCount, printShape } from '../../shape.ts';
import type { AnyModel } from '../../target.ts';
import type { Sample } from './dataset.ts';
import { type Answer, answerOf, type Score, Tally } from './tally.ts';

/** What became of each image, in the order they were given. */
export interface Result {
  readonly sample: Sample;
  /** Absent where it could not be read, or its outputs are no numbers. */
  readonly answer?: Answer;
  /** Why it could not be read. */
  readonly broken?: string;
}

/** What an evaluation found. */
export interface Evaluation {
  readonly score: Score;
  readonly results: readonly Result[];
  /** From the first image to the last, without what was loaded before. */
  readonly milliseconds: number;
}

/** Images that are decoded ahead of what is computed: more would only take memory. */
const mostAhead = 8;

/**
 * How many images a run takes, and classes it tells apart.
 *
 * @throws UserError where a package takes no images, or gives no classes
 */
export function classifierOf(plan: Plan): {
  readonly batch: number;
  readonly classes: number;
  /** The output that has their scores. */
  readonly scores: string;
} {
  const { name, preprocessing, outputs } = plan;
  const input = imageInput(plan);
  if (!preprocessing) {
    throw new UserError(
      'no-images',
      `${name} says nothing of how images are prepared, its input is ${printShape(input.shape)}`,
      { fix: 'compile it again with --preprocessing, such as `--preprocessing torchvision-v1`' },
    );
  }
  const [batch = 0] = input.shape;
  const found = classesOf(plan);
  if (found?.scores.shape[0] === batch) return { batch, classes: found.count, scores: found.output };
  throw new UserError(
    'no-classes',
    `${name} gives ${outputs.map(({ shape }) => printShape(shape)).join(', ')}, expected [${batch}, classes]`,
    { fix: 'evaluate a network that classifies images' },
  );
}

/**
 * Evaluates a model. Images that cannot be read are told of, and not counted.
 *
 * @param onProgress - called with the share that is done, 0 to 1
 */
export async function evaluate(
  plan: Plan,
  model: AnyModel,
  samples: readonly Sample[],
  onProgress: (share: number) => void,
): Promise<Evaluation> {
  const { batch, classes, scores } = classifierOf(plan);
  const { name, shape } = imageInput(plan);
  const prepared = prepareAhead(plan, samples, Math.max(mostAhead, batch));
  const one = elementCount(shape) / batch;
  const input = new Float32Array(batch * one);
  const tally = new Tally();
  const results: Result[] = samples.map(sample => ({ sample }));
  const start = performance.now();
  let waiting: number[] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    // Of a batch that is not full, the rest is zeros, whatever the one before held.
    input.fill(0, waiting.length * one);
    const { [scores]: rows } = await model.run({ [name]: input });
    invariant(rows, `${plan.name} gives ${scores}`);
    for (const [row, index] of waiting.entries()) {
      const sample = samples[index];
      if (!sample) continue;
      const answer = answerOf(rows.subarray(row * classes, (row + 1) * classes), sample.label);
      tally.add(sample.label, answer);
      results[index] = { sample, ...(answer && { answer }) };
    }
    waiting = [];
  };
  for await (const { sample, pixels, broken } of prepared) {
    if (pixels) {
      input.set(pixels, waiting.length * one);
      waiting.push(done);
    } else if (broken !== undefined) results[done] = { sample, broken };
    done++;
    if (waiting.length === batch) await flush();
    onProgress(done / samples.length);
  }
  await flush();
  return { score: tally.score(), results, milliseconds: performance.now() - start };
}

interface Prepared {
  readonly sample: Sample;
  readonly pixels?: Float32Array;
  readonly broken?: string;
}

/** Images as inputs, in their order, some of them under way at once. */
async function* prepareAhead(
  plan: Plan,
  samples: readonly Sample[],
  ahead: number,
): AsyncGenerator<Prepared> {
  const { preprocessing } = plan;
  if (!preprocessing) return;
  const options = preparedFor(preprocessing, imageInput(plan).shape);
  const prepare = async (sample: Sample): Promise<Prepared> => {
    try {
      return { sample, pixels: preprocess(await decodeImage(sample.path), options) };
    } catch (error) {
      if (!(error instanceof UserError) || error.code === 'no-image-decoder') throw error;
      return { sample, broken: error.problem };
    }
  };
  const underWay: Promise<Prepared>[] = [];
  for (const sample of samples) {
    const promise = prepare(sample);
    // Whoever waits for it is told; until then, nobody does.
    promise.catch(() => {});
    underWay.push(promise);
    if (underWay.length < ahead) continue;
    const first = underWay.shift();
    if (first) yield await first;
  }
  for (const promise of underWay) yield await promise;
}
