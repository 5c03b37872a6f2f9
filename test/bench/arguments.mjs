/** Values of options. */

import { BenchError } from './errors.mjs';

/**
 * Names in a list, separated by commas.
 *
 * @template {string} Name
 * @param {string} option
 * @param {string | undefined} text
 * @param {readonly Name[]} known
 * @returns {readonly Name[] | undefined} undefined, where the option is not given
 */
export function parseNames(option, text, known) {
  return text?.split(',').map(part => {
    const name = known.find(each => each === part.trim());
    if (name !== undefined) return name;
    throw new BenchError(`${option}: there is no '${part.trim()}'; there are ${known.join(', ')}`);
  });
}

/**
 * @param {string} option
 * @param {string} text
 * @returns {readonly number[]} ascending, each once
 */
export const parseWholes = (option, text) =>
  [...new Set(text.split(',').map(part => parseWhole(option, part.trim())))].sort((a, b) => a - b);

/**
 * @param {string} option
 * @param {string} text
 */
export function parseWhole(option, text) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new BenchError(`${option}: expected a whole number of at least 1, got '${text}'`);
}

/**
 * @param {string} text
 * @returns {[string, string]}
 */
export function parseSetting(text) {
  const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new BenchError(`--set: expected name=value, such as batch=4, got '${text}'`);
  }
  return [name, value];
}
