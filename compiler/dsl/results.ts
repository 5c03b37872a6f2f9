/** What a network's `forward` returned, as outputs with names; and those of them that are wanted. */

import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../errors.ts';
import { type Output, unnamed } from '../ir/graph.ts';
import { printName } from '../names.ts';
import { printGiven } from './given.ts';
import { isOptions } from './kinds.ts';
import { Tensor } from './tensor.ts';

/** What `forward` returns: the output, or several by their names. */
export type Results = Tensor | Readonly<Record<string, Tensor>>;

/**
 * Names of inputs and outputs become those of variables and files.
 *
 * @throws UserError where one cannot
 */
export function checkBorderName(spec: string, name: string, what: 'input' | 'output'): void {
  if (/^[A-Za-z_]\w{0,63}$/.test(name)) return;
  throw new UserError('bad-name', `its ${what} cannot be called ${printName(name)}`, {
    at: spec,
    fix: 'use at most 64 letters, digits and underscores, no digit first',
  });
}

/** @throws UserError where it is neither a tensor nor an object of tensors */
export function resultsOf(spec: string, result: unknown): readonly Output[] {
  if (result instanceof Tensor) return unnamed([result.node]);
  if (!isOptions(result) || Object.keys(result).length === 0) {
    throw new UserError(
      'bad-network',
      `forward must return a tensor, or an object of tensors by name, got ${printGiven(result)}`,
      { at: spec, fix: 'return the tensor, or `{ logits, features }`, not async' },
    );
  }
  return Object.entries(result).map(([name, value]) => {
    checkBorderName(spec, name, 'output');
    if (value instanceof Tensor) return { name, node: value.node };
    throw new UserError(
      'bad-network',
      `output ${printName(name)} must be a tensor, got ${printGiven(value)}`,
      { at: spec, fix: 'return tensors alone, an object within an object has no name' },
    );
  });
}

/**
 * The outputs of these names, in the order in which `forward` has them; all where none are named.
 *
 * @throws UserError where there is none of a name
 */
export function chosenOf(
  spec: string,
  outputs: readonly Output[],
  wanted: readonly string[] | undefined,
): readonly Output[] {
  if (!wanted) return outputs;
  const names = outputs.map(({ name }) => name);
  const unknown = wanted.find(name => !names.includes(name));
  if (unknown === undefined && wanted.length > 0) return outputs.filter(({ name }) => wanted.includes(name));
  throw new UserError(
    'no-such-output',
    unknown === undefined
      ? 'no output is asked for'
      : `no output is called ${printName(unknown)}${didYouMean(unknown, names)}`,
    { at: spec, fix: `it has ${names.map(printName).join(', ')}` },
  );
}
