/** What of CUDA this machine has. */

import { findNvcc } from '../../../dist/targets/cuda/host/nvcc.js';
import { BenchError } from '../errors.mjs';
import { execute } from './execute.mjs';

/** @import { Device } from './types.ts' */

/** By its bare name where there is none: what runs it says so. */
export const nvcc = findNvcc() ?? 'nvcc';
export const python = process.env.PYTHON ?? 'python3';

/**
 * The GPU that CUDA calls the first.
 *
 * @returns {Promise<Device>}
 * @throws {BenchError} where there is none
 */
export async function findDevice() {
  const [first = '0'] = (process.env.CUDA_VISIBLE_DEVICES || '0').split(',');
  const query = ['--query-gpu=name,driver_version,compute_cap', '--format=csv,noheader', `--id=${first}`];
  const line = await missing(
    'an NVIDIA GPU',
    () => execute('nvidia-smi', query),
    'run it on a machine that has one',
  );
  const [name = '', driver = '', capability = ''] = line.trim().split(', ');
  return { name, driver, capability, architecture: Number(capability) >= 9 ? 'sm_90' : 'sm_80' };
}

/** @returns {Promise<string>} the compiler's version */
export async function findCompiler() {
  const text = await missing(
    'nvcc',
    () => execute(nvcc, ['--version']),
    'install the CUDA toolkit, and put its bin folder on the path or name the program in NVCC',
  );
  return /release [\d.]+, V[\d.]+/.exec(text)?.[0] ?? text.trim().split('\n').at(-1) ?? '';
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} find
 * @param {string} fix
 */
async function missing(what, find, fix) {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    throw new BenchError(`this machine lacks ${what}: ${error.message}\n  fix: ${fix}`);
  }
}
