/** What a caller of a network sees of it: changes there break who uses it. */

import type { Configured, Labels } from '../../dsl/spec.ts';
import { outputNodes } from '../../ir/graph.ts';
import { endsInSoftmax } from '../../ir/probabilities.ts';
import { labelNames } from '../../labels.ts';
import { printName } from '../../names.ts';
import type { Outline, Signature } from '../../outline/outline.ts';
import { explicit, type Preprocessing, printParts } from '../../preprocessing/preprocessing.ts';
import { printShape } from '../../shape.ts';

/** A change that callers notice. */
export interface BreakingChange {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** What one network says of something, and how that is told beside what the other says. */
type Told = readonly [before: string, after: string] | undefined;

/** Compares the borders of two networks. What only one of them says, such as labels, is not compared. */
export function breakingChanges(
  [before, a]: readonly [Configured, Outline],
  [after, b]: readonly [Configured, Outline],
): readonly BreakingChange[] {
  const seen: readonly (readonly [what: string, told: Told])[] = [
    ['input', differing(shapes(a.inputs), shapes(b.inputs))],
    ['output', differing(shapes(a.outputs), shapes(b.outputs))],
    ['meaning of the output', differing(meaning(before), meaning(after))],
    ['preprocessing', preprocessing(before.preprocessing, after.preprocessing)],
    ['labels', labels(before.labels, after.labels)],
  ];
  return seen.flatMap(([what, told]) => (told ? [{ what, before: told[0], after: told[1] }] : []));
}

const differing = (before: string, after: string): Told => (before === after ? undefined : [before, after]);

/** Of one, its shape alone: nobody calls it by its name. */
const shapes = (borders: readonly Signature[]): string =>
  borders
    .map(({ name, shape }) => (borders.length === 1 ? '' : `${printName(name)} `) + printShape(shape))
    .join(', ');

const meaning = ({ graph }: Configured): string =>
  outputNodes(graph)
    .map(node => (endsInSoftmax(node) ? 'probabilities' : 'logits'))
    .join(', ');

/** The steps that differ. */
function preprocessing(before: Preprocessing | undefined, after: Preprocessing | undefined): Told {
  if (!before || !after) return undefined;
  const [a, b] = [explicit(before), explicit(after)];
  const steps = (['resize', 'interpolation', 'mean', 'std'] as const).filter(
    step => JSON.stringify(a[step]) !== JSON.stringify(b[step]),
  );
  const print = (values: Preprocessing): string => steps.map(step => printParts(values)[step]).join(', ');
  return differing(print(a), print(b));
}

/** How many names there are, or the first that differ. */
function labels(before: Labels | undefined, after: Labels | undefined): Told {
  if (before === undefined || after === undefined || before === after) return undefined;
  const [a, b] = [labelNames(before), labelNames(after)];
  if (a.length !== b.length) return [`${a.length} names`, `${b.length} names`];
  const place = a.findIndex((name, i) => name !== b[i]);
  if (place < 0) return undefined;
  const print = (names: readonly string[]): string => `${printName(names[place] ?? '')} at ${place}`;
  return [print(a), print(b)];
}
