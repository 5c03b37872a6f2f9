/** The Python that has PyTorch. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** @type {Promise<string | undefined> | undefined} */
let found;

/**
 * The first on the path that can import PyTorch: a Python of its own often shadows the system's, which has it.
 * `PYTHON` is a program that goes before all.
 */
export function findTorch() {
  found ??= find();
  return found;
}

async function find() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const programs = folders.map(folder => join(folder, 'python3')).filter(path => existsSync(path));
  for (const program of process.env.PYTHON ? [process.env.PYTHON] : programs) {
    const isThere = await promisify(execFile)(program, ['-c', 'import numpy, torch']).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  return undefined;
}
