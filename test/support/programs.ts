/** Programs that some tests use, where they are there. */

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describeRequiring, type Need } from './requiring.ts';

/** What tells that a program is there, by succeeding at once, and how to get it. */
interface Probe {
  readonly command: readonly [program: string, ...args: readonly string[]];
  readonly advice: string;
}

/** By the names of `NETWRIGHT_REQUIRE`. */
const probes = {
  'g++': { command: ['g++', '--version'], advice: 'apt-get install g++' },
  cc: { command: ['cc', '--version'], advice: 'apt-get install gcc' },
  make: { command: ['make', '--version'], advice: 'apt-get install make' },
  cmake: { command: ['cmake', '--version'], advice: 'apt-get install cmake' },
  numpy: { command: ['python3', '-c', 'import numpy'], advice: 'apt-get install python3-numpy' },
} as const satisfies Readonly<Record<string, Probe>>;

/** A program, or what one has. */
export type Program = keyof typeof probes;

/** Tests that need programs. */
export function describeWithPrograms(title: string, programs: readonly Program[], body: () => void): void {
  describeRequiring(title, programs.map(needOf), body);
}

/** A program as a need. */
export function needOf(name: Program): Need {
  const { command, advice } = probes[name];
  const [program, ...args] = command;
  const isThere = spawnSync(program, args).status === 0;
  return { name, lack: isThere ? undefined : `there is no ${name} (${advice})` };
}

/** The path of the first of these names that is a program. */
export function onPath(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
