/** What runs are given and give: a tensor where there is one, else an object of them by their names. */

import { checkOptions, printed } from './arguments.ts';
import { type Border, elementCount, type Program } from './interface.ts';

/**
 * The inputs, in order, as `run` is given them.
 *
 * @param other - what may be given besides
 * @throws TypeError where one is no Float32Array, or there is none of its name; RangeError where one is not as long as
 *   its shape
 */
export function inputsOf(program: Program, given: unknown, other = ''): readonly Float32Array[] {
  const { name, inputs } = program;
  return namedOf(program, given).map((values, i) => {
    const what = inputs.length === 1 ? 'the input' : `the input ${inputs[i]?.name}`;
    checkValues(name, inputs[i] as Border, values, what, other);
    return values;
  });
}

/** What is given for each input, whatever it is. @throws TypeError where it is no object of that many */
export function namedOf({ name, inputs }: Program, given: unknown): readonly unknown[] {
  if (inputs.length === 1) return [given];
  const names = inputs.map(input => input.name);
  checkOptions(`${name}: run`, given, names);
  return names.map(each => (given as Readonly<Record<string, unknown>>)[each]);
}

/** Zeros for each input. */
export const zerosFor = ({ inputs }: Program): readonly Float32Array[] =>
  inputs.map(({ shape }) => new Float32Array(elementCount(shape)));

/** Outputs, in order, as `run` gives them. */
export function resultOf<Result>({ outputs }: Program, values: readonly Float32Array[]): Result {
  const result =
    outputs.length === 1 ? values[0] : Object.fromEntries(outputs.map(({ name }, i) => [name, values[i]]));
  // What the types of a package say: its program has these outputs.
  return result as Result;
}

/** A copy of each output out of the activations. */
export const outputsIn = ({ outputs }: Program, arena: Float32Array): readonly Float32Array[] =>
  outputs.map(({ offset, shape }) => arena.slice(offset, offset + elementCount(shape)));

/**
 * @param name - the network's
 * @param what - how errors call the numbers
 * @param other - what may be given besides
 * @throws TypeError where something is no Float32Array; RangeError where it is not as long as the border's shape
 */
export function checkValues(
  name: string,
  border: Border,
  values: unknown,
  what: string,
  other = '',
): asserts values is Float32Array {
  // By name, not instanceof: Jest and frames bring arrays of another realm.
  if (Object.prototype.toString.call(values) !== '[object Float32Array]') {
    const fix =
      typeof values === 'object' && values && 'length' in values ? '; Float32Array.from makes one' : '';
    throw new TypeError(
      `${name}: ${what} must be a Float32Array of ${printSize(border.shape)} numbers${other}, got ${printed(values)}${fix}`,
    );
  }
  checkElements(name, border, (values as Float32Array).length, what);
}

/** @throws RangeError where a number of elements is not a border's */
export function checkElements(name: string, { shape }: Border, elements: number, what: string): void {
  if (elements === elementCount(shape)) return;
  const hint = elements === 0 ? '; an array whose buffer was transferred has none' : '';
  throw new RangeError(`${name}: ${what} has ${elements} elements, expected ${printSize(shape)}${hint}`);
}

const printSize = (shape: readonly number[]): string => `${shape.join(' x ')} = ${elementCount(shape)}`;
