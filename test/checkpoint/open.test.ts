import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openCheckpoint } from '../../compiler/checkpoint/index.ts';
import { entry, legacyCheckpoint, legacyStorage, op, safetensors } from './build.ts';
import { fixture, readAll, readError, scratchFile } from './files.ts';

/** The start of a tar archive: a name, and `ustar` at byte 257. */
const tar = Buffer.concat([Buffer.from('storages'.padEnd(257, '\0')), Buffer.from('ustar  \0')]);

const mistakes: [what: string, bytes: string | Uint8Array, message: string][] = [
  ['an empty file', '', 'neither safetensors nor a PyTorch checkpoint: it is empty'],
  [
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid',
    'it is a Git LFS pointer\n  fix: fetch',
  ],
  ['a web page', '<!DOCTYPE html>', 'it is a web page'],
  ['a web page after a blank line', '\ufeff\n<html>', 'it is a web page'],
  ['an answer in words', 'Entry not found', 'it is text\n  fix: the download gave an error page'],
  ['a tar archive', tar, 'it is a tar archive\n  fix: give a file from it (tar -xf); if PyTorch before'],
  ['bzip2', 'BZh91AY', 'it is bzip2 data\n  fix: unpack it first'],
  ['an array', Buffer.from('\x93NUMPY\x01\0', 'latin1'), 'it is a NumPy array'],
  ['a zip archive of nothing', 'PK\x05\x06', 'it is a zip archive without entries'],
  ['the index of shards', '{"weight_map": {}}', 'it is JSON text'],
  ['gzip', Buffer.from('1f8b0800', 'hex'), 'it is gzip data'],
  ['another pickle', Buffer.from('80049500', 'hex'), 'it is a pickle that torch.save did not write'],
  ['anything else', 'GGUF', 'it is of unknown format (it starts with bytes 47 47 55 46)'],
];

test.each(mistakes)('%s is told apart', async (_, bytes, message) => {
  expect(await readError(scratchFile('mistake', bytes))).toContain(`mistake: neither`);
  expect(await readError(scratchFile('mistake', bytes))).toContain(message);
});

test('what is not there, or not a file', async () => {
  expect(await readError(scratchFile('nowhere'))).toMatch(/^nowhere: no such file\n {2}fix: /);
  expect(await readError(fixture('.'))).toMatch(
    /is a folder, expected a file\n {2}fix: give a file in it: .*deflated\.pth, .* more$/,
  );
});

test.skipIf(process.platform === 'win32')('a pipe is not waited for', async () => {
  const pipe = scratchFile('pipe');
  execFileSync('mkfifo', [pipe]);
  expect(await readError(pipe)).toContain('pipe: is a pipe, expected a file');
});

test('the content decides, not the name', async () => {
  const { format } = await readAll(scratchFile('misnamed.pth', readFileSync(fixture('network.safetensors'))));
  expect(format).toBe('safetensors');
});

test('an empty safetensors file, scalars and sizes of zero are legal', async () => {
  expect((await readAll(scratchFile('none', safetensors({})))).tensors).toEqual({});
  const header = { b: entry([], 0, 4), empty: entry([0, 3], 4, 4), a: entry([1], 4, 8) };
  const { tensors } = await readAll(scratchFile('small', safetensors(header, 8)));
  expect(Object.entries(tensors).map(([name, { values }]) => [name, values])).toEqual([
    ['b', [0]],
    ['empty', []],
    ['a', [0]],
  ]);
});

test('legacy pickles of any length are read', async () => {
  const tensor = op.tensor(op.storage('0', 6), 0, [2, 3], [3, 1]);
  const object = op.dict(
    op.str('notes'),
    op.str('x'.repeat(600_000)),
    op.str('model'),
    op.dict(op.str('w'), tensor),
  );
  const file = scratchFile('long.pth', legacyCheckpoint(object, `](${op.str('0')}e`, legacyStorage(6)));
  expect(Object.keys((await readAll(file)).tensors)).toEqual(['w']);
});

test('a file that shrinks after it was opened', async () => {
  const file = scratchFile('shrinks', readFileSync(fixture('network.safetensors')));
  const checkpoint = await openCheckpoint(file);
  scratchFile('shrinks', readFileSync(file).subarray(0, -8));
  await expect([...(checkpoint.stateDicts[0]?.tensors.values() ?? [])].at(-1)?.read()).rejects.toThrow(
    /shrinks: ends at byte/,
  );
  await checkpoint.close();
});
