/** The command line. */

import { parseArgs } from 'node:util';
import { parseNames, parseSetting, parseWhole } from './arguments.mjs';
import { contestants } from './contestants.mjs';
import { BenchError, reason } from './errors.mjs';
import { races } from './races.mjs';

/** @import { Options } from './types.ts' */

/** Without `--runs`. */
export const usualRounds = { quick: 5, slow: 3 };

const names = contestants.map(({ name }) => name);
const raceNames = races.map(({ name }) => name);

export const help = `Measures Netwright beside its peers: the whole network, in one run, from the same weights.

Usage: npm run bench -- [options]
       npm run bench -- cuda [options], on an NVIDIA GPU beside PyTorch: see cuda --help

  --spec <name>       the network, as in \`netwright compile\` (default: resnet50)
  --set <name=value>  a setting of the spec, such as batch=4; may be repeated
  --race <a,b>        these races alone (default: all that this machine can hold):
${races.map(({ name, title }) => `                        ${name.padEnd(8)} ${title}`).join('\n')}
  --adapter <which>   of WebGPU: default, the machine's GPU, and SwiftShader where it has none; or swiftshader
  --runs <n>          rounds; in each, every contestant has one turn (default: ${usualRounds.quick}, and ${usualRounds.slow} where WebGPU
                      runs on the CPU, which takes minutes)
  --only <a,b>        these contestants alone: ${names.slice(0, 4).join(', ')},
                      ${names.slice(4).join(', ')}
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
  const runs = values.runs === undefined ? undefined : parseWhole('--runs', values.runs);
  const only = parseNames('--only', values.only, names);
  if (values.race?.split(',').includes('cuda')) {
    throw new BenchError('--race: cuda is a bench of its own\n  fix: --race cuda alone');
  }
  const race = parseNames('--race', values.race, raceNames);
  if (values.adapter !== 'default' && values.adapter !== 'swiftshader') {
    throw new BenchError(`--adapter: expected default or swiftshader, got '${values.adapter}'`);
  }
  return {
    spec: values.spec,
    adapter: values.adapter,
    ...(runs !== undefined && { runs }),
    ...(only && { only }),
    ...(race && { race }),
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
        race: { type: 'string' },
        adapter: { type: 'string', default: 'default' },
        runs: { type: 'string' },
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
