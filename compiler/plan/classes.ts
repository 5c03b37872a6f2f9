/** What the numbers that a network gives are: scores of classes, or anything else. */

import type { Plan } from './plan.ts';

/**
 * How many classes a network tells apart; undefined where it is no classifier. One is a network that gives a row of two
 * numbers or more for each item of a batch, and whose numbers are known to be scores: they have labels, or are
 * probabilities, or are of images.
 */
export function classesOf({
  output,
  labels,
  probabilities,
  preprocessing,
}: Pick<Plan, 'output' | 'labels' | 'probabilities' | 'preprocessing'>): number | undefined {
  const [, classes] = output.shape;
  if (output.shape.length !== 2 || classes === undefined || classes < 2) return undefined;
  return labels !== undefined || probabilities || preprocessing !== undefined ? classes : undefined;
}
