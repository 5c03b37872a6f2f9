/** `--fragments`: what the GPU's instructions for warps give, which the shim of the tests is held to. */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execute } from './execute.mjs';
import { filesOf } from './files.mjs';
import { nvcc } from './toolchain.mjs';

/** @import { Device } from './types.ts' */

/**
 * @param {string} work
 * @param {Device} device
 * @param {string} [out]
 */
export async function takeFragments(work, device, out = filesOf.fragments.golden) {
  const { source } = filesOf.fragments;
  const program = join(work, 'fragments');
  await execute(nvcc, ['-std=c++17', '-arch=native', '-I', filesOf.target, source, '-o', program]);
  const text = await execute(program, []);
  JSON.parse(text);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, text);
  process.stdout.write(`${out}: what ${device.name} gave\n`);
}
