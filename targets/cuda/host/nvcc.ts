/** Builds programs with nvcc, for the GPU of this machine. */

import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { UserError } from '../../../compiler/errors.ts';

/** What a program is built of. */
interface Build {
  /** The package: it is where nvcc runs, and where headers are. */
  readonly folder: string;
  readonly sources: readonly string[];
  /** The path of what is built. */
  readonly program: string;
}

/** Builds a program. @throws UserError where nvcc is missing or fails, or finds no GPU */
export async function build({ folder, sources, program }: Build): Promise<void> {
  const nvcc = findNvcc();
  if (nvcc === undefined) {
    throw new UserError('no-nvcc', 'a CUDA package is built with nvcc before it runs, and there is none', {
      at: folder,
      fix: 'install the CUDA toolkit (https://developer.nvidia.com/cuda-downloads) and put its bin folder on the PATH, or name its nvcc in the environment variable NVCC',
    });
  }
  const args = ['-std=c++17', '-O3', '-arch=native', '--threads', '0', '-I', '.', ...sources, '-o', program];
  // Compiling takes a minute, and all of it would be in vain: without a GPU, nvcc does it for a default one.
  const { text } = await runNvcc(nvcc, ['--dryrun', ...args], folder);
  if (/Cannot find valid GPU/i.test(text)) {
    throw new UserError('no-gpu', 'nvcc finds no NVIDIA GPU on this machine', { at: folder, fix: gpuNeeded });
  }
  const { failed, text: errors } = await runNvcc(nvcc, args, folder);
  if (failed) throw failure(folder, errors);
}

/** Said of nvcc, and of processes whose GPU nvcc found and CUDA, or the kernels, cannot use. */
export const gpuNeeded =
  'run this on a machine with an NVIDIA GPU of compute capability 8.0 or later; `nvidia-smi` lists what there is';

/** All that nvcc said; some of it goes to stdout. */
interface Ended {
  readonly failed: boolean;
  readonly text: string;
}

function runNvcc(nvcc: string, args: readonly string[], folder: string): Promise<Ended> {
  return new Promise((done, fail) => {
    execFile(nvcc, args, { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const text = `${stderr}${stdout}`;
      if (typeof error?.code === 'string') {
        fail(
          new UserError('no-nvcc', `${nvcc} does not start (${error.code})`, {
            at: folder,
            fix: 'let the environment variable NVCC name the nvcc of a CUDA toolkit, or leave it unset',
            cause: error,
          }),
        );
      } else {
        done({ failed: error !== null, text });
      }
    });
  });
}

/** The nvcc that is to be used: NVCC's, or one on the path, or where toolkits are installed, which few paths have. */
export function findNvcc(): string | undefined {
  const { NVCC, PATH = '' } = process.env;
  // It runs in another folder.
  if (NVCC) return /[/\\]/.test(NVCC) ? resolve(NVCC) : NVCC;
  const folders = [...PATH.split(delimiter).filter(each => each !== ''), '/usr/local/cuda/bin'];
  return folders.map(each => resolve(each, 'nvcc')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What fails beside the code, by what nvcc then says. */
const causes = [
  {
    said: /Failed to preprocess host compiler|Cannot find compiler|unsupported (?:GNU|clang|Microsoft Visual Studio) version/i,
    code: 'no-host-compiler',
    fix: "install a C++ compiler that this nvcc works with (`apt-get install g++`), or name one: NVCC_PREPEND_FLAGS='-ccbin g++-12'",
  },
  {
    said: /No space left on device/i,
    code: 'nvcc-failed',
    fix: 'free space, or let the environment variable TMPDIR name a folder that has some',
  },
  {
    said: /died due to signal 9|fatal signal|out of memory/i,
    code: 'nvcc-failed',
    fix: 'free memory: compiling takes a gigabyte or more',
  },
] as const;

function failure(folder: string, text: string): UserError {
  const { code, fix } = causes.find(({ said }) => said.test(text)) ?? {
    code: 'nvcc-failed',
    fix: 'use CUDA 11.8 or later, and compile the package again if an earlier version of Netwright made it',
  };
  return new UserError(code, `nvcc fails:\n${firstErrors(text)}`, { at: folder, fix });
}

/** One error makes many more: the first are enough. */
function firstErrors(text: string): string {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const errors = lines.filter(line => /\b(?:error|fatal)\b|no such file/i.test(line));
  return (errors.length > 0 ? errors : lines)
    .slice(0, 5)
    .map(line => `    ${line.trim()}`)
    .join('\n');
}
