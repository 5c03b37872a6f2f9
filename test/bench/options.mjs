/** The command line. */

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { parseNames, parseSetting, parseWhole, parseWholes } from './arguments.mjs';
import { contestants } from './contestants.mjs';
import { BenchError, reason } from './errors.mjs';
import { races } from './races.mjs';

/** @import { Options } from './types.ts' */

/** Without `--runs`. */
export const usualRounds = { quick: 5, slow: 3 };

/** Without `--threads`: one, and two where there are two processors. */
const usualThreads = [1, 2].filter(count => count <= Math.max(1, availableParallelism()));

const names = contestants.map(({ name }) => name);
const raceNames = races.map(({ name }) => name);

export const help = `Measures Netwright beside its peers: the whole network, in one run, from the same weights.

Usage: npm run bench -- [options]
       npm run bench -- cuda [options], on an NVIDIA GPU beside PyTorch: see cuda --help

  --spec <name>       the network, as in \`netwright compile\` (default: resnet50)
  --set <name=value>  a setting of the spec, such as batch=4; may be repeated
  --race <a,b>        these races alone (default: all that this machine can hold):
${races.map(({ name, title }) => `                        ${name.padEnd(11)} ${title}`).join('\n')}
  --adapter <which>   of WebGPU: default, the machine's GPU, and SwiftShader where it has none; or swiftshader
  --runs <n>          rounds; in each, every contestant has one turn (default: ${usualRounds.quick}, and ${usualRounds.slow} where WebGPU
                      runs on the CPU, which takes minutes)
  --threads <a,b>     on so many threads, each in its turn: of the CPU races, those who can (default: ${usualThreads.join(',')})
  --only <a,b>        these contestants alone:
${listed(names)}
  --json <file>       write every sample as JSON
  --strict            exit with 1 where a bound is missed
  --help              print this

All of it takes about half an hour where WebGPU runs on the CPU; --race cpu takes about 3 minutes. Native contestants,
ONNX Runtime in Node and PyTorch, show what the machine can do; PyTorch is that of the first python3 on the path which
has it, or of the one in PYTHON.

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
    threads: values.threads === undefined ? usualThreads : parseWholes('--threads', values.threads),
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
        threads: { type: 'string' },
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

/** Four in a line. @param {readonly string[]} all */
function listed(all) {
  const lines = Array.from({ length: Math.ceil(all.length / 4) }, (_, i) => all.slice(4 * i, 4 * i + 4));
  return lines.map(line => `                        ${line.join(', ')}`).join(',\n');
}
