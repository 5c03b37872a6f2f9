/** Inputs and outputs of a package in C: what their parameters and constants are called. */

import { invariant } from '../../compiler/errors.ts';
import { classesOf } from '../../compiler/plan/classes.ts';
import type { Border, Plan } from '../../compiler/plan/plan.ts';
import { elementCount, printShape } from '../../compiler/shape.ts';
import { describeBorders } from '../describe.ts';
import { inC } from '../escape.ts';

/** What frames say of an input or an output. */
export interface BorderSlots {
  /** The parameter: `input`, or of several `input_left`. */
  readonly id: string;
  /** What its constants begin with. */
  readonly ID: string;
  /** What errors call it, as text in C. */
  readonly what: string;
  /** Its own name, as text in C, which Python reads as well. */
  readonly key: string;
  readonly shape: string;
  readonly rank: number;
  readonly list: string;
  readonly tuple: string;
  readonly elements: number;
  /** Its first element in the arena. */
  readonly at: number;
  /** Elements of those before it. */
  readonly start: number;
  /** Which of the example's files it is: outputs come after all inputs. */
  readonly file: number;
}

/** The inputs, or the outputs, of a plan. */
function slotsOf(
  kind: 'input' | 'output',
  borders: readonly Border[],
  firstFile: number,
): readonly BorderSlots[] {
  const taken = new Set<string>();
  return borders.map(({ name, shape, offset }, i) => {
    const own = `${kind}_${name.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
    const id = borders.length === 1 ? kind : taken.has(own.toUpperCase()) ? `${own}_${i}` : own;
    taken.add(id.toUpperCase());
    return {
      id,
      ID: id.toUpperCase(),
      what: inC(borders.length === 1 ? kind : `${kind} ${name}`),
      key: inC(name),
      shape: printShape(shape),
      rank: shape.length,
      list: shape.join(', '),
      tuple: shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`,
      elements: elementCount(shape),
      at: offset,
      start: elementsOf(borders.slice(0, i)),
      file: firstFile + i,
    };
  });
}

/** Slots of every frame that speaks of inputs and outputs. */
export function borderSlots(plan: Plan): Readonly<Record<string, unknown>> {
  const inputs = slotsOf('input', plan.inputs, 0);
  const outputs = slotsOf('output', plan.outputs, plan.inputs.length);
  const [input] = inputs;
  const [output] = outputs;
  invariant(input && output, `${plan.name} has no input, or no output`);
  const scores = outputs[plan.outputs.findIndex(({ name }) => name === plan.classes?.output)];
  return {
    inputs,
    outputs,
    input: describeBorders(plan.inputs),
    output: describeBorders(plan.outputs),
    inputTuple: input.tuple,
    outputTuple: output.tuple,
    severalInputs: inputs.length > 1,
    severalOutputs: outputs.length > 1,
    isPlain: inputs.length === 1 && outputs.length === 1,
    inputCount: inputs.length,
    outputCount: outputs.length,
    fileCount: inputs.length + outputs.length,
    inputParameters: inputs.map(({ id }) => `const float* ${id}`).join(', '),
    outputParameters: outputs.map(({ id }) => `float* ${id}`).join(', '),
    // As C writes them.
    inputDeclarations: inputs.map(({ id }) => `const float *${id}`).join(', '),
    outputDeclarations: outputs.map(({ id }) => `float *${id}`).join(', '),
    inputArguments: inputs.map(({ id }) => id).join(', '),
    outputArguments: outputs.map(({ id }) => id).join(', '),
    inputFiles: inputs.map(({ id }) => `${id}.f32`).join(' '),
    outputFiles: outputs.map(({ id }) => `${id}.f32`).join(' '),
    scores: scores?.id ?? output.id,
    probabilities: classesOf(plan)?.probabilities ?? false,
  };
}

/** Elements of the largest input or output: what a run converts at once. */
export const largestBorder = ({ inputs, outputs }: Plan): number =>
  Math.max(...[...inputs, ...outputs].map(({ shape }) => elementCount(shape)));

/** Elements of all inputs, or of all outputs. */
export const elementsOf = (borders: readonly Border[]): number =>
  borders.reduce((sum, { shape }) => sum + elementCount(shape), 0);
