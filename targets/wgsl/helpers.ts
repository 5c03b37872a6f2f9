/** Shaders beside a plan's kernels: they bring a caller's input to where the first kernel reads it. */

import type { Plan } from '../../compiler/plan/plan.ts';
import { elementCount } from '../../compiler/shape.ts';
import { inComment } from '../escape.ts';
import { fillFrame } from '../frames.ts';

/** `preprocess`: an image becomes the input. `convert`: numbers in float32 become the input in float16. */
export type Helper = 'preprocess' | 'convert';

/** The helpers that a plan's package has. */
export const helperNames = ({ preprocessing }: Plan): readonly Helper[] =>
  preprocessing ? ['convert', 'preprocess'] : ['convert'];

/** A helper's shader. */
export function printHelper(helper: Helper, { name, input }: Plan): string {
  const [, , height = 1, width = 1] = input.shape;
  return helper === 'preprocess'
    ? fillFrame('wgsl', 'preprocess', { model: inComment(name), height, width })
    : fillFrame('wgsl', 'convert', { model: inComment(name), elements: elementCount(input.shape) });
}
