/** Shaders beside a plan's kernels: they bring a caller's input to where the first kernel reads it. */

import type { Plan } from '../../compiler/plan/plan.ts';
import { elementCount } from '../../compiler/shape.ts';
import { inComment } from '../escape.ts';
import { fillFrame } from '../frames.ts';
import { turnsOver } from './parts/turns.ts';

/** `preprocess`: an image becomes the input. `convert`: numbers in float32 become the input in float16. */
export type Helper = 'preprocess' | 'convert';

/** The helpers that a plan's package has. */
export const helperNames = ({ preprocessing }: Plan): readonly Helper[] =>
  preprocessing ? ['convert', 'preprocess'] : ['convert'];

/** A helper's shader. */
export function printHelper(helper: Helper, { name, inputs }: Plan): string {
  const [, , height = 1, width = 1] = inputs[0]?.shape ?? [];
  return helper === 'preprocess'
    ? fillFrame('wgsl', 'preprocess', { model: inComment(name), height, width })
    : printConvert(
        inComment(name),
        inputs.map(({ shape }) => elementCount(shape)),
      );
}

/** Threads that `convert` has at most: 1024 workgroups of 64 (`runtime/inputs.ts`). */
const convertThreads = 64 * 1024;

/** @param sizes - elements of each input: of several, what is bound says how many there are */
function printConvert(model: string, sizes: readonly number[]): string {
  const total = Math.max(...sizes);
  const bound = sizes.length === 1 ? 'elements' : 'arrayLength(&x)';
  const share = { name: 'i', total, bound, threads: convertThreads, thread: 'id.x' };
  return fillFrame('wgsl', 'convert', {
    model,
    ...(sizes.length === 1 && { elements: total }),
    ...turnsOver(share),
  });
}
