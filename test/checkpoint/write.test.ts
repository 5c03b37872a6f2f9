import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TensorToWrite, writeSafetensors } from '../../compiler/checkpoint/index.ts';
import { UserError } from '../../compiler/errors.ts';
import { readAll, scratchFile } from './files.ts';

const tensors: TensorToWrite[] = [
  { name: 'b.weight', shape: [2, 2], data: Float32Array.of(1, -2.5, Number.NaN, 3e38) },
  { name: 'a', shape: [], data: () => Float32Array.of(-0) },
  { name: 'none', shape: [0, 3], data: async () => new Float32Array() },
];

async function* oneByOne() {
  yield* tensors;
}

test('what is written reads back, and equal tensors give equal bytes', async () => {
  const first = scratchFile('first.safetensors');
  const second = scratchFile('second.safetensors');
  await writeSafetensors(first, tensors, { format: 'pt' });
  await writeSafetensors(second, oneByOne(), { format: 'pt' });
  const bytes = readFileSync(first);
  expect(readFileSync(second)).toEqual(bytes);
  expect((8 + Number(bytes.readBigUInt64LE(0))) % 8).toBe(0);
  expect(bytes.toString('latin1', 8, 8 + Number(bytes.readBigUInt64LE(0))).trimEnd()).toMatchInlineSnapshot(
    `"{"__metadata__":{"format":"pt"},"b.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"a":{"dtype":"F32","shape":[],"data_offsets":[16,20]},"none":{"dtype":"F32","shape":[0,3],"data_offsets":[20,20]}}"`,
  );
  expect((await readAll(first)).tensors).toEqual({
    'b.weight': { dtype: 'float32', shape: [2, 2], values: [1, -2.5, Number.NaN, Math.fround(3e38)] },
    a: { dtype: 'float32', shape: [], values: [-0] },
    none: { dtype: 'float32', shape: [0, 3], values: [] },
  });
});

test('values of more than a piece', async () => {
  const data = Float32Array.from({ length: 700_001 }, (_, index) => index / 3);
  const file = scratchFile('large.safetensors');
  await writeSafetensors(file, [{ name: 'w', shape: [700_001], data }]);
  const read = Float32Array.from((await readAll(file)).tensors.w?.values ?? []);
  expect(Buffer.from(read.buffer).equals(Buffer.from(data.buffer))).toBe(true);
});

test('one tensor is made at a time, after all names are known', async () => {
  const steps: string[] = [];
  function* lazy(): Iterable<TensorToWrite> {
    for (const name of ['x', 'y']) {
      steps.push(`name ${name}`);
      yield { name, shape: [1], data: () => Float32Array.of(steps.push(`data ${name}`)) };
    }
  }
  await writeSafetensors(scratchFile('lazy.safetensors'), lazy());
  expect(steps).toEqual(['name x', 'name y', 'data x', 'data y']);
});

test('a failure leaves the old file and nothing beside it', async () => {
  const file = scratchFile(path.join('.', 'kept.safetensors'), 'old');
  const failing = { name: 'w', shape: [1], data: () => Promise.reject(new Error('no weights')) };
  await expect(writeSafetensors(file, [...tensors, failing])).rejects.toThrow('no weights');
  await expect(
    writeSafetensors(file, [{ name: 'w', shape: [2], data: new Float32Array(1) }]),
  ).rejects.toThrow('1 values');
  await expect(writeSafetensors(file, [...tensors, ...tensors])).rejects.toThrow('used twice');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(path.dirname(file)).filter(name => name.endsWith('.tmp'))).toEqual([]);
});

test('a folder that is not there is the reader’s to mend', async () => {
  const file = path.join(scratchFile('nowhere'), 'x.safetensors');
  await expect(writeSafetensors(file, tensors)).rejects.toThrow(UserError);
  await expect(writeSafetensors(file, tensors)).rejects.toThrow('cannot be written: ENOENT');
  expect(existsSync(path.dirname(file))).toBe(false);
});

test('any names and shapes read back', async () => {
  const named = fc.uniqueArray(
    fc.tuple(
      fc.string({ unit: 'grapheme' }).filter(name => name !== '__metadata__'),
      fc.array(fc.nat(4), { maxLength: 4 }),
    ),
    { selector: ([name]) => name, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(named, async pairs => {
      const file = scratchFile('any.safetensors');
      const list = pairs.map(([name, shape]) => {
        const count = shape.reduce((product, size) => product * size, 1);
        return { name, shape, data: Float32Array.from({ length: count }, (_, index) => index) };
      });
      await writeSafetensors(file, list);
      const read = new Map(Object.entries((await readAll(file)).tensors));
      for (const { name, shape, data } of list) {
        expect(read.get(name)).toEqual({ dtype: 'float32', shape, values: [...data] });
      }
      writeFileSync(file, '');
    }),
    { numRuns: 100 },
  );
});
