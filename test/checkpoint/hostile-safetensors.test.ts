/** safetensors files that break the format, one row each, with the message they end in. */

import { expect, test } from 'vitest';
import { entry, safetensors } from './build.ts';
import { readError, scratchFile } from './files.ts';

const one = entry([2], 0, 8);
const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
const rows: [what: string, bytes: Uint8Array, message: string][] = [
  [
    'header longer than the file',
    safetensors({ a: one }, 8, 1000n),
    'header length: 1000 bytes, but the file ends',
  ],
  [
    'header length of 2^64 - 1',
    safetensors({ a: one }, 8, 2n ** 64n - 1n),
    'header length: 18446744073709551615 bytes, but',
  ],
  [
    'nothing after the length',
    safetensors('{', 0, 5n),
    'header length: 5 bytes, but the file ends 1 bytes after',
  ],
  [
    'header of 20 MB',
    safetensors(`{"${'a'.repeat(20e6)}":1}`),
    'header length: 20000006 bytes: at most 8388608',
  ],
  ['not JSON', safetensors('{"a":}'), 'header: not JSON: '],
  ['unclosed string', safetensors('{"a'), 'header: not JSON: '],
  ['not UTF-8', safetensors('{"a":1}', 0).fill(0xff, 10, 11), 'header: not UTF-8'],
  ['deep nesting', safetensors(`{"a":${deep}}`), 'header: nests more than 8 deep'],
  ['the same name twice', safetensors('{"a":1,"b":{},"a":2}'), 'header: the key a appears twice'],
  ['the same name twice, escaped', safetensors('{"a":1,"\\u0061":2}'), 'header: the key a appears twice'],
  [
    'the same name twice, with a quote in it',
    safetensors('{"a\\"":1,"a\\"":2}'),
    'header: the key "a\\"" appears twice',
  ],
  [
    'the same field twice',
    safetensors('{"a":{"dtype":"F32","dtype":"F64","shape":[],"data_offsets":[0,4]}}', 4),
    'header: the key dtype appears twice',
  ],
  ['a tensor that is no object', safetensors({ a: 3 }), 'header.a: Invalid input: expected object'],
  ['a dtype that is none', safetensors({ a: entry([2], 0, 8, 'f 4') }, 8), 'header.a.dtype: Invalid option'],
  ['a dtype that is a number', safetensors({ a: entry([2], 0, 8, 4) }, 8), 'header.a.dtype: Invalid input'],
  [
    'an unread dtype that ends before it begins',
    safetensors({ a: entry([2], 8, 0, 'C64') }, 8),
    'header.a: data_offsets [8, 0] span -8 bytes',
  ],
  [
    'an unread dtype beyond the file',
    safetensors({ a: entry([2], 0, 16, 'C64') }, 8),
    'header.a.data_offsets: [0, 16] reaches beyond',
  ],
  [
    'an unread dtype over another tensor',
    safetensors({ a: one, b: entry([2], 4, 12, 'F8_E4M3') }, 12),
    'header.b.data_offsets: [4, 12] overlaps a',
  ],
  [
    'no shape',
    safetensors({ a: { dtype: 'F32', data_offsets: [0, 4] } }, 4),
    'header.a.shape: Invalid input',
  ],
  ['negative size', safetensors({ a: entry([-2], 0, 8) }, 8), 'header.a.shape.0: Too small'],
  [
    'fractional size',
    safetensors({ a: entry([1.5], 0, 6) }, 6),
    'header.a.shape.0: Invalid input: expected int',
  ],
  ['size beyond 2^53', safetensors({ a: entry([2 ** 60], 0, 8) }, 8), 'header.a.shape.0: '],
  [
    'product beyond 2^53',
    safetensors({ a: entry([2 ** 30, 2 ** 30], 0, 8) }, 8),
    'header.a.shape: [1073741824, 1073741824] has more than',
  ],
  [
    'overflow times zero',
    safetensors({ a: entry([2 ** 50, 2 ** 50, 0], 0, 0) }),
    'header.a.shape: [1125899906842624,',
  ],
  ['65 axes', safetensors({ a: entry(new Array(65).fill(1), 0, 4) }, 4), 'header.a.shape: Too big'],
  [
    'a million sizes that are text',
    safetensors({ a: entry(new Array(1e6).fill('x'), 0, 4) }, 4),
    'header.a.shape: Too big',
  ],
  [
    'fewer bytes than the shape',
    safetensors({ a: entry([3], 0, 8) }, 8),
    'header.a: data_offsets [0, 8] span 8 bytes, but shape [3] of F32 takes 12',
  ],
  [
    'end before begin',
    safetensors({ a: entry([2], 8, 0) }, 8),
    'header.a: data_offsets [8, 0] span -8 bytes',
  ],
  ['negative offset', safetensors({ a: entry([2], -8, 0) }, 8), 'header.a.data_offsets.0: Too small'],
  [
    'three offsets',
    safetensors({ a: { ...one, data_offsets: [0, 8, 8] } }, 8),
    'header.a.data_offsets: Too big',
  ],
  [
    'beyond the file',
    safetensors({ a: entry([4], 0, 16) }, 8),
    'header.a.data_offsets: [0, 16] reaches beyond the 8 bytes of data',
  ],
  [
    'overlap',
    safetensors({ a: one, b: entry([2], 4, 12) }, 12),
    'header.b.data_offsets: [4, 12] overlaps a, which ends at 8',
  ],
  ['the same bytes twice', safetensors({ a: one, b: one }, 8), 'header.b.data_offsets: [0, 8] overlaps a'],
  [
    'a gap',
    safetensors({ a: one, b: entry([2], 12, 20) }, 20),
    'header.b.data_offsets: [12, 20] leaves a gap after a, which ends at 8',
  ],
  [
    'a gap at the start',
    safetensors({ a: entry([2], 4, 12) }, 12),
    'header.a.data_offsets: [4, 12] leaves a gap after the start',
  ],
  [
    'bytes after the last',
    safetensors({ a: one }, 12),
    'header: the tensors end at byte 8 of the data, which has 12',
  ],
  ['metadata of numbers', safetensors({ __metadata__: { x: 1 } }), 'header.__metadata__.x: must be a string'],
  ['a bad __proto__', safetensors('{"__proto__":{"dtype":"F32"}}'), 'header.__proto__.shape: Invalid input'],
  ['terminal escapes in a name', safetensors('{"\\u001b[2J":1}'), 'header."\\u001b[2J": Invalid input'],
  [
    'a name of a megabyte',
    safetensors(`{"${'n'.repeat(1e6)}":1}`),
    `header.${'n'.repeat(60)}…${'n'.repeat(30)}: Invalid input`,
  ],
];

test.each(rows)('%s', { timeout: 5000 }, async (_, bytes, message) => {
  const error = await readError(scratchFile('hostile.safetensors', bytes));
  expect(error).toMatch(/^hostile\.safetensors: /);
  expect(error.slice('hostile.safetensors: '.length)).toContain(message);
  expect(error.length).toBeLessThan(600);
});

test('an integer that float64 cannot hold', async () => {
  const bytes = safetensors({ a: entry([1], 0, 8, 'I64') }, 8);
  bytes.writeBigInt64LE(2n ** 53n + 2n, bytes.length - 8);
  expect(await readError(scratchFile('int.safetensors', bytes))).toContain(
    'a: holds 9007199254740994, an integer',
  );
});
