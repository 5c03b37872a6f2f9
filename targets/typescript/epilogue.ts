/** Epilogues as text: what is stored for one element. */

import { operand } from '../../compiler/ir/scalar.ts';
import type { Access, KernelEpilogue } from '../../compiler/plan/kernel.ts';
import { sameStrides } from '../../compiler/plan/layout.ts';
import { printExpression } from '../expression.ts';
import { type Locator, locate } from './address.ts';
import { printNumber, scalars } from './scalars.ts';

/** A printed epilogue. */
export interface EpilogueText {
  /** A function for the kernel's head, where the expression is too long to stand in the store. */
  readonly helper: string;
  /** The value to store, of the sum and each operand, all as text. */
  readonly value: (sum: string, operands: readonly string[]) => string;
}

/** Longer expressions become a function. */
const longest = 48;

/** Prints an epilogue; without one, the sum itself. */
export function printEpilogue(epilogue: KernelEpilogue | undefined): EpilogueText {
  const expression = epilogue?.expression ?? operand(0);
  const parameters = ['sum', ...(epilogue?.operands ?? []).map((_, i) => `r${i}`)];
  const generic = printExpression(expression, scalars, i => parameters[i] ?? 'sum', printNumber);
  if (generic.definitions.length === 0 && generic.value.length <= longest) {
    return {
      helper: '',
      value: (sum, operands) =>
        printExpression(expression, scalars, i => [sum, ...operands][i] ?? sum, printNumber).value,
    };
  }
  const typed = parameters.map(name => `${name}: number`).join(', ');
  const helper = [
    `const finish = (${typed}): number => {`,
    ...generic.definitions.map(({ name, text }) => `const ${name} = ${text};`),
    `return ${generic.value};`,
    '};',
  ].join('\n');
  return { helper, value: (sum, operands) => `finish(${[sum, ...operands].join(', ')})` };
}

/**
 * Locators of a result and of its epilogue's operands. Operands that lie like the result share its index.
 *
 * @param first - the strip's first pixel
 */
export function locateResult(
  y: Access,
  epilogue: KernelEpilogue | undefined,
  first: string,
): {
  readonly definitions: readonly string[];
  readonly result: Locator;
  readonly operands: readonly Locator[];
} {
  const result = locate(y.shape, y.strides, 'at', first);
  const operands = (epilogue?.operands ?? []).map((strides, i) =>
    sameStrides(strides, y.strides) ? result : locate(y.shape, strides, `at${i}`, first),
  );
  const definitions = [...new Set([result, ...operands])].flatMap(({ definition }) => definition ?? []);
  return { definitions, result, operands };
}

/** The statement that stores one element. */
export function store(
  text: EpilogueText,
  sum: string,
  at: { readonly result: Locator; readonly operands: readonly Locator[] },
  row: number,
  column: number,
): string {
  const operands = at.operands.map((locator, i) => `r${i}[${locator.at(row, column)}]`);
  return `y[${at.result.at(row, column)}] = ${text.value(sum, operands)};`;
}
