/** What the numbers that a network gives are: scores of classes, or anything else. */

import { invariant } from '../errors.ts';
import type { Output } from '../ir/graph.ts';
import { endsInSoftmax } from '../ir/probabilities.ts';
import type { Border, Classes, Plan } from './plan.ts';

/**
 * What classes are read from: an output of a row of two numbers or more for each item of a batch, whose numbers are
 * known to be scores.
 *
 * @param isKnown - whether they are, since they have labels, or are of images; probabilities are so too
 */
export function scoresOf({ name, node }: Output, isKnown: boolean): Classes | undefined {
  const { shape } = node.type;
  const [, classes = 0] = shape;
  const probabilities = endsInSoftmax(node);
  const areScores = shape.length === 2 && classes >= 2 && (isKnown || probabilities);
  return areScores ? { output: name, probabilities } : undefined;
}

/** The output that classes are read from, and how many there are; undefined where the network tells none apart. */
export function classesOf({
  classes,
  outputs,
}: Pick<Plan, 'classes' | 'outputs'>):
  | (Classes & { readonly scores: Border; readonly count: number })
  | undefined {
  if (!classes) return undefined;
  const scores = outputs.find(({ name }) => name === classes.output);
  invariant(scores, `no output is called ${classes.output}`);
  return { ...classes, scores, count: scores.shape[1] ?? 0 };
}
