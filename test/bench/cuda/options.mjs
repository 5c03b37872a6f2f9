/** The command line of the bench on GPUs. */

import { parseArgs } from 'node:util';
import { cudaOptions } from '../../../dist/targets/cuda/options.js';
import { parseNames, parseSetting, parseWhole } from '../arguments.mjs';
import { BenchError, reason } from '../errors.mjs';
import { gpuTitles, knownGpu } from './gpus.mjs';
import { peerNames } from './peers.mjs';

/** @import { CudaOptions } from './types.ts' */

const usual = { batches: [1, 8, 32, 128], rounds: 5, slice: 200 };
const ours = 'netwright';
const names = [ours, ...peerNames];

export const help = `Measures Netwright's CUDA packages beside PyTorch, on the first NVIDIA GPU of this machine.

Usage: npm run bench -- cuda [options]

  --precision <a,b>   of ${cudaOptions.precision.choices.join(', ')} (default: all)
  --batch <a,b>       (default: ${usual.batches.join(',')})
  --spec <name>       the network (default: resnet50, which alone PyTorch is given)
  --set <name=value>  a setting of the spec but batch, such as height=160; may be repeated
  --only <a,b>        of ${names.join(', ')} (default: all)
  --runs <n>          rounds; in each, every contestant has one turn (default: ${usual.rounds})
  --slice <ms>        how long a turn takes, in each of its modes (default: ${usual.slice})
  --gpu <name>        print the floors of ${gpuTitles.join(', ')}
                      (default: of the GPU at hand)
  --json <file>       write every sample as JSON
  --fragments         write what this GPU's instructions give, which the tests' stand-in for a GPU is held to
  --out <file>        where --fragments writes (default: test/golden/cuda/fragments.json, which is read from there)
  --help              print this

The environment names programs: NVCC (default: nvcc, of the path or of /usr/local/cuda), PYTHON (default: python3). Exit
codes: 0 done, 1 logits that are wrong, 2 an error in what was given, or something that this machine lacks.`;

/**
 * @param {readonly string[]} args
 * @returns {CudaOptions | 'help'}
 * @throws {BenchError} naming the option
 */
export function parseOptions(args) {
  const values = parse(args);
  if (values.help) return 'help';
  if (values.gpu !== undefined && !knownGpu(values.gpu)) {
    throw new BenchError(`--gpu: nothing is known of '${values.gpu}'; known are ${gpuTitles.join(', ')}`);
  }
  const settings = Object.fromEntries(values.set.map(parseSetting));
  if ('batch' in settings)
    throw new BenchError('--set batch: batches are given by --batch, such as --batch 1,8');
  return {
    spec: values.spec,
    settings,
    precisions:
      parseNames('--precision', values.precision, cudaOptions.precision.choices) ??
      cudaOptions.precision.choices,
    batches: values.batch?.split(',').map(text => parseWhole('--batch', text)) ?? usual.batches,
    only: parseNames('--only', values.only, names) ?? names,
    rounds: values.runs === undefined ? usual.rounds : parseWhole('--runs', values.runs),
    slice: values.slice === undefined ? usual.slice : parseWhole('--slice', values.slice),
    ...(values.gpu !== undefined && { gpu: values.gpu }),
    ...(values.json !== undefined && { json: values.json }),
    task: values.fragments ? 'fragments' : 'race',
    ...(values.out !== undefined && { out: values.out }),
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        precision: { type: 'string' },
        batch: { type: 'string' },
        spec: { type: 'string', default: 'resnet50' },
        set: { type: 'string', multiple: true, default: [] },
        only: { type: 'string' },
        runs: { type: 'string' },
        slice: { type: 'string' },
        gpu: { type: 'string' },
        json: { type: 'string' },
        out: { type: 'string' },
        fragments: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new BenchError(`${reason(error)}\n  fix: cuda --help lists the options`);
  }
}
