/** The command line. */

import { parseArgs } from 'node:util';
import { contestants } from './contestants.mjs';
import { BenchError, reason } from './errors.mjs';

/** @import { Options } from './types.ts' */

export const help = `Measures Netwright beside its peers: the whole network, in one run, from the same weights.

Usage: npm run bench -- [options]

  --spec <name>       the network, as in \`netwright compile\` (default: resnet50)
  --set <name=value>  a setting of the spec, such as batch=4; may be repeated
  --runs <n>          rounds; in each, every contestant has one turn (default: 5)
  --only <a,b>        these contestants alone: ${contestants.map(({ name }) => name).join(', ')}
  --json <file>       write every sample as JSON
  --strict            exit with 1 where a bound is missed
  --help              print this

In a turn a contestant runs once, or for one second if it is faster. One turn before the first round is not counted.

Exit codes: 0 done, 1 contestants disagree on the logits (or a bound is missed, with --strict), 2 an error in what
was given.`;

/**
 * @param {readonly string[]} args
 * @returns {Options | 'help'}
 * @throws {BenchError} naming the option
 */
export function parseOptions(args) {
  const values = parse(args);
  if (values.help) return 'help';
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) {
    throw new BenchError(`--runs: expected a whole number of at least 1, got '${values.runs}'`);
  }
  const only = values.only?.split(',').map(name => name.trim());
  const known = contestants.map(({ name }) => name);
  const stranger = only?.find(name => !known.includes(name));
  if (stranger !== undefined) {
    throw new BenchError(`--only: no contestant is called '${stranger}'; they are ${known.join(', ')}`);
  }
  return {
    spec: values.spec,
    runs,
    ...(only && { only }),
    ...(values.json !== undefined && { json: values.json }),
    settings: Object.fromEntries(values.set.map(parseSetting)),
    isStrict: values.strict,
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        spec: { type: 'string', default: 'resnet50' },
        set: { type: 'string', multiple: true, default: [] },
        runs: { type: 'string', default: '5' },
        only: { type: 'string' },
        json: { type: 'string' },
        strict: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new BenchError(`${reason(error)}\n  fix: --help lists the options`);
  }
}

/**
 * @param {string} text
 * @returns {[string, string]}
 */
function parseSetting(text) {
  const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new BenchError(`--set: expected name=value, such as batch=4, got '${text}'`);
  }
  return [name, value];
}
