/** What the checkpoint tests share: fixtures, scratch files, and reading a whole checkpoint. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import { z } from 'zod';
import {
  type Checkpoint,
  matchCheckpoint,
  openCheckpoint,
  type StateDict,
} from '../../compiler/checkpoint/index.ts';
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

/** The tensors of a checkpoint's first state_dict with their values, by name. */
export async function readAll(file: string) {
  const checkpoint = await openCheckpoint(file);
  try {
    const [first] = checkpoint.stateDicts;
    const entries = [];
    for (const [name, { dtype, shape, read }] of first?.tensors ?? []) {
      entries.push([name, { dtype, shape, values: [...(await read())] }] as const);
    }
    return {
      format: checkpoint.format,
      tensors: Object.fromEntries(entries),
      unreadable: Object.fromEntries([...(first?.unreadable ?? [])].map(([name, { what }]) => [name, what])),
      keys: checkpoint.stateDicts.map(({ key }) => key),
    };
  } finally {
    await checkpoint.close();
  }
}

/** A checkpoint in memory: of one state_dict, or of several by their keys. */
export function madeOf(
  dicts: Readonly<Record<string, readonly MadeTensor[]>>,
  facts: Partial<Pick<StateDict, 'aliases' | 'unreadable'>> = {},
): Checkpoint {
  return {
    file: 'made.pth',
    format: 'pytorch',
    stateDicts: Object.entries(dicts).map(([key, tensors]) => ({
      key,
      isUsual: !key.startsWith('odd'),
      tensors: new Map(
        tensors.map(({ name, shape, stored, values = [] }) => [
          name,
          {
            name,
            shape,
            dtype: 'float32',
            ...(stored !== undefined && { stored }),
            read: async () => Float64Array.from(values),
          },
        ]),
      ),
      unreadable: new Map(),
      aliases: new Map(),
      ...facts,
    })),
    close: async () => undefined,
  };
}

/** A tensor of such a checkpoint. */
export interface MadeTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly stored?: string;
  readonly values?: readonly number[];
}

/** What matching ends in: which tensor each name gets and what is left out, or the error's message. */
export async function matching(...args: Parameters<typeof matchCheckpoint>) {
  try {
    const { tensors, leftOut } = await matchCheckpoint(...args);
    const names = Object.fromEntries([...tensors].map(([name, tensor]) => [name, tensor.name]));
    return { names, leftOut };
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
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
