/** What a caller of a network sees of it: changes there break who uses it. */

import type { Configured } from '../../dsl/spec.ts';
import { endsInSoftmax } from '../../ir/probabilities.ts';
import type { Outline, Signature } from '../../outline/outline.ts';
import { printShape } from '../../shape.ts';

/** A change that callers notice. */
export interface BreakingChange {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Something that callers see. */
type Seen = readonly [what: string, before: string | undefined, after: string | undefined];

/** Compares the borders of two networks. What only one of them says, such as labels, is not compared. */
export function breakingChanges(
  [before, a]: readonly [Configured, Outline],
  [after, b]: readonly [Configured, Outline],
): readonly BreakingChange[] {
  const seen: readonly Seen[] = [
    ['input', shapes(a.inputs), shapes(b.inputs)],
    ['output', shapes(a.outputs), shapes(b.outputs)],
    ['meaning of the output', meaning(before), meaning(after)],
    ['preprocessing', print(before.preprocessing), print(after.preprocessing)],
    ['labels', print(before.labels), print(after.labels)],
  ];
  return seen.flatMap(([what, before, after]) =>
    before !== undefined && after !== undefined && before !== after ? [{ what, before, after }] : [],
  );
}

const shapes = (borders: readonly Signature[]): string =>
  borders.map(({ shape }) => printShape(shape)).join(', ');

const meaning = ({ graph }: Configured): string =>
  graph.outputs.map(node => (endsInSoftmax(node) ? 'probabilities' : 'logits')).join(', ');

const print = (value: unknown): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);
