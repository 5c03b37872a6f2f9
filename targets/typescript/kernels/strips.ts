/** What kernels that work strip by strip have in common: their signatures, and the loop over the strips. */

import { type Kernel, parametersOf } from '../../../compiler/plan/kernel.ts';
import { list, loop } from '../layout.ts';

/** A kernel's parameters with their types. */
export const typedParameters = (kernel: Kernel): readonly string[] =>
  parametersOf(kernel).map(name => `${name}: Float32Array`);

/** The parts of a kernel's frame around one strip. */
export interface Strips {
  /** The place of the strip's first pixel or tile: `p`, or `0` where one strip is all. */
  readonly first: string;
  /** What a strip is, for the comment above it. */
  readonly about: string;
  /** The head of the function for one strip. */
  readonly signature: string;
  /** The kernel itself: calls `strip` for each strip. */
  readonly entry: string;
}

/**
 * The strips of a kernel.
 *
 * @param unit - what a strip's rows are: `pixel`, `tile`
 * @param total - how many of them an image has
 * @param rows - how many a strip has
 */
export function stripsOf(kernel: Kernel, images: number, unit: string, total: number, rows: number): Strips {
  const isOnly = total <= rows;
  const typed = typedParameters(kernel);
  const image = images > 1;
  const own = [...(isOnly ? [] : ['p']), ...(image ? ['image'] : [])];
  const call = `strip(${[...parametersOf(kernel), ...own].join(', ')});`;
  const strips = isOnly ? call : `for (let p = 0; p < ${total}; p += ${rows}) ${call}`;
  const loops = loop('image', images, () => strips);
  return {
    first: isOnly ? '0' : 'p',
    about: isOnly ? aboutAll(unit, rows, image) : aboutSome(unit, rows),
    signature: list('function strip', [...typed, ...own.map(name => `${name}: number`)], ': void {', 2),
    entry:
      isOnly && !image ? 'return strip;' : [list('return ', typed, ': void => {', 2), loops, '};'].join('\n'),
  };
}

const aboutAll = (unit: string, rows: number, image: boolean): string =>
  `${image ? 'The whole result of an image' : 'The whole result'}: ${rows === 1 ? `one ${unit}` : `${rows} ${unit}s`}.`;

function aboutSome(unit: string, rows: number): string {
  const name = `${unit[0]?.toUpperCase()}${unit.slice(1)}`;
  const which = rows === 1 ? `${name} \`p\`` : `${name}s \`p\` to \`p + ${rows - 1}\``;
  return `${which}. A function of its own, so that V8 optimizes it within the first run.`;
}
