/** Bounds on what a graph's text may hold, far beyond any network and well within what is read in seconds. */

import { z } from 'zod';
import { longestName, steers } from '../names.ts';

/**
 * Nodes of a graph; of modules too. ResNet-152 has 2,000. This many take about two seconds to read, and a million
 * would take ten.
 */
export const mostNodes = 2 ** 17;

/** Values that one node reads. */
export const mostOperands = 1024;

/** Axes of a shape. */
export const mostAxes = 8;

/**
 * A list of at most `most`. Its length is looked at first: a schema of a list checks every element before the length,
 * and keeps a refusal for each, of which a hostile list has millions.
 */
export function listOf<T extends z.ZodType>(element: T, most: number) {
  return z.array(z.unknown()).max(most).pipe(z.array(element));
}

/** An index into a list. */
export const place = z.int().nonnegative();

/** Sizes, outermost first. */
export const sizes = listOf(z.int().positive(), mostAxes);

/** A text that will be printed. */
export const printableOf = (most: number) =>
  z
    .string()
    .max(most)
    .refine(text => !steers(text), { error: 'holds control characters' });

/** A path or a name. */
export const printable = printableOf(longestName);
