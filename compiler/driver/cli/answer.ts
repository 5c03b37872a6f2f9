/** What a run gave: the likeliest classes, or of a network that is no classifier, its numbers in short. */

import { type Classification, softmax, topK } from '../../../targets/javascript/runtime/classify.ts';
import { labelNames } from '../../labels.ts';
import { printName } from '../../names.ts';
import { classesOf } from '../../plan/classes.ts';
import type { Plan } from '../../plan/plan.ts';
import { grouped } from '../../quantities.ts';
import { elementCount, printShape, type Shape } from '../../shape.ts';
import type { Values } from '../../target.ts';
import { facts, table } from './output.ts';

/** Numbers in short. */
export interface Summary {
  readonly shape: Shape;
  /** Of those that are finite; absent where none is. */
  readonly min?: number;
  readonly mean?: number;
  readonly max?: number;
  readonly nan: number;
  readonly infinite: number;
  /** The first few, row-major. */
  readonly first: readonly number[];
}

/** What is told of outputs. */
export interface Answer {
  /** The likeliest classes of the first item of a batch; none where it is no classifier, or its numbers are not finite. */
  readonly best: readonly Classification[];
  /** The outputs that classes are not of, by name. */
  readonly others: Readonly<Record<string, Summary>>;
}

/** How many numbers are shown. */
const shown = 8;

/** @param k - how many classes */
export function answerOf(values: Values, plan: Plan, k: number): Answer {
  const best = bestOf(values, plan, k);
  const others = plan.outputs.filter(({ name }) => best.length === 0 || name !== plan.classes?.output);
  return {
    best,
    others: Object.fromEntries(
      others.map(({ name, shape }) => [name, summarize(values[name] ?? new Float32Array(), shape)]),
    ),
  };
}

function bestOf(values: Values, plan: Plan, k: number): readonly Classification[] {
  const classes = classesOf(plan);
  if (classes === undefined) return [];
  const row = (values[classes.output] ?? new Float32Array()).subarray(0, classes.count);
  if (!row.every(Number.isFinite)) return [];
  const labels = plan.labels && labelNames(plan.labels);
  return topK(classes.probabilities ? row : softmax(row), Math.min(k, classes.count), labels);
}

/** An answer for programs: of one output `output`, of several by their names. */
export const answerJson = ({ best, others }: Answer, { outputs }: Plan) => ({
  best,
  ...(outputs.length === 1 ? firstOf(others) : Object.keys(others).length > 0 && { outputs: others }),
});

const firstOf = (others: Answer['others']): { readonly output?: Summary } => {
  const [output] = Object.values(others);
  return output ? { output } : {};
};

/** @param values - as many as the shape has, row-major */
export function summarize(values: Float32Array, shape: Shape): Summary {
  let [min, max, sum, finite, nan] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) nan++;
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    finite++;
  }
  return {
    shape,
    ...(finite > 0 && { min, mean: sum / finite, max }),
    nan,
    infinite: values.length - finite - nan,
    first: [...values.subarray(0, shown)],
  };
}

/** An answer as text. */
export const printAnswer = ({ best, others }: Answer, { outputs }: Pick<Plan, 'outputs'>): string =>
  [
    ...(best.length > 0 ? [printBest(best)] : []),
    ...Object.entries(others).map(([name, summary]) =>
      printSummary(outputs.length === 1 ? 'output' : printName(name), summary),
    ),
  ].join('\n\n');

const printBest = (best: readonly Classification[]): string =>
  table(
    [
      { title: 'probability', align: 'right' },
      { title: 'class', fit: 'wrap' },
      { title: '', align: 'right' },
    ],
    best.map(({ probability, label, index }) => [`${(probability * 100).toFixed(2)}%`, label, `#${index}`]),
  );

function printSummary(name: string, { shape, min, mean, max, nan, infinite, first }: Summary): string {
  const count = elementCount(shape);
  const range =
    min === undefined || mean === undefined || max === undefined
      ? 'no finite number'
      : `${digits(min)} to ${digits(max)}, mean ${digits(mean)}`;
  const rest = count > first.length ? ', …' : '';
  return facts([
    [name, `${printShape(shape)}, ${grouped(count)} number${count === 1 ? '' : 's'}`],
    ['range', range],
    ...(nan + infinite > 0
      ? [['not finite', `${grouped(nan)} NaN, ${grouped(infinite)} infinite`] as const]
      : []),
    ['first', first.map(digits).join(', ') + rest],
  ]);
}

const digits = (value: number): string => String(Number(value.toPrecision(4)));
