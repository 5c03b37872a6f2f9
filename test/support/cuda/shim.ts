/** CUDA programs as programs of the CPU, through the shim. What is built lies in a temporary folder of its own. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackageFile } from '../../../compiler/target.ts';
import { type Ended, execute, executeWell } from '../execute.ts';
import { type Driven, printDriver, sourceOf } from './driver.ts';

/** Programs that compute little are compiled fast, others well. */
export type Optimization = 'compile fast' | 'run fast';

const home = fileURLToPath(new URL('.', import.meta.url));
const header = join(home, 'shim', 'shim.h');

/** The path of a program of `kernels/`. */
export const kernelFile = (name: string): string => join(home, 'kernels', name);

const flags: readonly string[] = [
  '-std=c++17',
  '-Wall',
  '-Wextra',
  '-Werror',
  // `#pragma unroll` is for nvcc.
  '-Wno-unknown-pragmas',
  // Shared memory is bytes that kernels see as they like, as nvcc has it.
  '-fno-strict-aliasing',
  // A product and a sum are two roundings where a kernel does not ask for one, on every machine.
  '-ffp-contract=off',
  // Addresses are those that the shim looks up in the executable.
  '-fno-pie',
  '-pthread',
];

const levels: Readonly<Record<Optimization, readonly string[]>> = {
  // The host's half of a package is most of it, and what nobody calls need not be compiled. That takes -O1, which then
  // is faster than -O0 would be.
  'compile fast': ['-O1', '-fwhole-program'],
  // Without its instruction, `fmaf` is a call.
  'run fast': ['-O2', '-march=native'],
};

/** What a program is compiled from. */
export interface Source {
  readonly path: string;
  /** Where it finds headers. */
  readonly include?: string;
  /** What is compiled before it, in the same unit. */
  readonly before?: string;
  readonly macros?: Readonly<Record<string, string>>;
}

/** A package with its weights. */
export interface Package {
  /** The plan's. */
  readonly name: string;
  readonly files: readonly PackageFile[];
  /** A whole `weights.bin`. */
  readonly weights: Uint8Array;
}

/** A package on disk, to be run. */
export interface Program {
  /** Runs it once. The environment can ask things of the shim: see `shim/runtime.h`. */
  run(input: Float32Array, environment?: Readonly<Record<string, string>>): Promise<Float32Array>;
}

/** A compiled shim. */
export class Shim {
  readonly #compiler: string;
  readonly #optimization: Optimization;
  readonly #folder = mkdtempSync(join(tmpdir(), 'netwright-cuda-'));
  #count = 0;

  /** @param compiler - the path of g++ */
  constructor(compiler: string, optimization: Optimization) {
    this.#compiler = compiler;
    this.#optimization = optimization;
  }

  /** Compiles what all programs share. */
  async prepare(): Promise<void> {
    // The shim itself is always compiled well: it is the same for all.
    const shim = executeWell(this.#compiler, [
      ...[...flags, ...levels['run fast'], '-c', join(home, 'shim', 'shim.cpp')],
      ...['-o', this.#object],
    ]);
    if (this.#optimization === 'run fast') {
      await shim;
      return;
    }
    writeFileSync(this.#prelude, `#include "${join(home, 'prelude.h')}"\n`);
    const level = levels[this.#optimization];
    const prelude = [...flags, ...level, '-x', 'c++-header', this.#prelude, '-o', `${this.#prelude}.gch`];
    await Promise.all([shim, executeWell(this.#compiler, prelude)]);
  }

  get #object(): string {
    return join(this.#folder, 'shim.o');
  }

  get #prelude(): string {
    return join(this.#folder, 'prelude.h');
  }

  /** A new folder, for as long as the shim is there. */
  folder(): string {
    const folder = join(this.#folder, String(this.#count++));
    mkdirSync(folder);
    return folder;
  }

  /** Compiles and links a program. @returns its path */
  async build({ path, include, before, macros = {} }: Source): Promise<string> {
    const program = join(this.folder(), 'program');
    const forced = this.#optimization === 'run fast' ? header : this.#prelude;
    await executeWell(this.#compiler, [
      ...flags,
      ...levels[this.#optimization],
      ...Object.entries(macros).map(([name, value]) => `-D${name}=${value}`),
      ...['-I', dirname(header), ...(include === undefined ? [] : ['-I', include])],
      ...['-include', forced, ...(before === undefined ? [] : ['-include', before])],
      ...['-x', 'c++', path, '-x', 'none', this.#object],
      ...['-no-pie', '-o', program],
    ]);
    return program;
  }

  /** Writes packages, and compiles them into one program that runs any. */
  async buildPackages(packages: readonly Package[]): Promise<readonly Program[]> {
    const folders = packages.map(({ files, weights }) => this.#write(files, weights));
    const headers = new Set<string>();
    const driven = packages.map(({ name, files }, i): Driven => {
      const { path, text } = sourceOf(name, files);
      const folder = folders[i] ?? '';
      // Those of the first package that has them are as good as any.
      for (const [, header = ''] of text.matchAll(/^#include "((?:device|runtime)\/[^"]+)"/gm)) {
        if (![...headers].some(each => each.endsWith(`/${header}`))) headers.add(join(folder, header));
      }
      return { source: join(folder, path), prefix: path.replace(/\.cu$/, '') };
    });
    const path = join(this.folder(), 'packages.cpp');
    writeFileSync(path, printDriver(driven, [...headers]));
    const program = await this.build({ path, include: home });
    return folders.map((folder, i) => ({
      run: (input, environment) => runDriver([program, `${i}`], folder, input, environment),
    }));
  }

  /** The same of one. */
  async buildPackage(
    ...[name, files, weights]: [string, readonly PackageFile[], Uint8Array]
  ): Promise<Program> {
    const [program] = await this.buildPackages([{ name, files, weights }]);
    if (!program) throw new Error(`${name} was not built`);
    return program;
  }

  /** @returns the folder */
  #write(files: readonly PackageFile[], weights: Uint8Array): string {
    const folder = this.folder();
    for (const { path, text, bytes } of files) {
      const to = join(folder, path);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, text ?? bytes);
    }
    writeFileSync(join(folder, 'weights.bin'), weights);
    return folder;
  }

  /** Runs a program that was built. */
  run(
    program: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<Ended> {
    return execute(program, args, { environment: { NETWRIGHT_SHIM_LEAKS: '1', ...environment } });
  }

  /** Deletes all that was built. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

let runs = 0;

async function runDriver(
  [program, ...which]: readonly [program: string, ...which: string[]],
  folder: string,
  input: Float32Array,
  environment: Readonly<Record<string, string>> = {},
): Promise<Float32Array> {
  const run = runs++;
  const [from, to] = [join(folder, `input-${run}.f32`), join(folder, `output-${run}.f32`)];
  writeFileSync(from, input);
  await executeWell(program, [...which, join(folder, 'weights.bin'), from, to], {
    environment: { NETWRIGHT_SHIM_LEAKS: '1', ...environment },
  });
  const { buffer, byteOffset, byteLength } = readFileSync(to);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
