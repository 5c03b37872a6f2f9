/** What the checkpoint tests share: fixtures, scratch files, and reading a whole checkpoint. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import { z } from 'zod';
import { openCheckpoint } from '../../compiler/checkpoint/index.ts';
import { UserError } from '../../compiler/errors.ts';

const fixtures = path.join(import.meta.dirname, 'fixtures');
const scratch = mkdtempSync(path.join(tmpdir(), 'netwright-checkpoint-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

export function fixture(name: string): string {
  return path.join(fixtures, name);
}

/** A path for a file that is gone after the tests, and, where bytes are given, the file. */
export function scratchFile(name: string, bytes?: Uint8Array | string): string {
  const file = path.join(scratch, name);
  if (bytes !== undefined) writeFileSync(file, bytes);
  return file;
}

/** The tensors of a checkpoint with their values, by name. */
export async function readAll(file: string) {
  const checkpoint = await openCheckpoint(file);
  try {
    const entries = [];
    for (const [name, { dtype, shape, read }] of checkpoint.tensors) {
      entries.push([name, { dtype, shape, values: [...(await read())] }] as const);
    }
    return { format: checkpoint.format, tensors: Object.fromEntries(entries) };
  } finally {
    await checkpoint.close();
  }
}

/** The message of the `UserError` that reading the file ends in, with the scratch folder left out. */
export async function readError(file: string): Promise<string> {
  const error = await readAll(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.message.replaceAll(`${scratch}${path.sep}`, '') : '';
}

const expectedSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ dtype: z.string(), shape: z.array(z.number()), float64: z.string() })),
);

/** What PyTorch reads in each fixture: see fixtures.py. */
export function expectedFixtures() {
  const expected = expectedSchema.parse(JSON.parse(readFileSync(fixture('expected.json'), 'utf8')));
  return Object.entries(expected).map(([file, tensors]) => ({
    file,
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([name, { dtype, shape, float64 }]) => {
        const bytes = Uint8Array.from(Buffer.from(float64, 'base64'));
        return [name, { dtype, shape, values: [...new Float64Array(bytes.buffer)] }];
      }),
    ),
  }));
}
