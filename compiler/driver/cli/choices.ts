/** Options whose values are names from a list: what is none of them is told the nearest. */

import { InvalidArgumentError, Option } from 'commander';
import { nearestOf } from '../../did-you-mean.ts';

/** An option that takes one of these names. */
export const choiceOption = (flags: string, text: string, names: readonly string[]): Option =>
  new Option(flags, text).choices(names).argParser(given => oneOf(given, names));

/** An option that takes some of these names, separated by commas, each once; `all` is all of them. */
export const choicesOption = (flags: string, text: string, names: readonly string[]): Option =>
  new Option(flags, `${text} (choices: ${names.join(', ')}, or all)`).argParser(given => {
    if (given === 'all') return names;
    const chosen = given.split(',').map(name => oneOf(name.trim(), [...names, 'all']));
    const twice = chosen.find((name, i) => chosen.indexOf(name) < i);
    if (twice !== undefined) throw new InvalidArgumentError(`${twice} is there twice.`);
    if (chosen.includes('all')) throw new InvalidArgumentError('all stands alone.');
    return chosen;
  });

/** @throws InvalidArgumentError listing the names */
export function oneOf<T extends string>(given: string, names: readonly T[]): T {
  const found = names.find(name => name === given);
  if (found !== undefined) return found;
  const nearest = nearestOf(given, names);
  const question = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new InvalidArgumentError(`Allowed choices are ${names.join(', ')}.${question}`);
}
