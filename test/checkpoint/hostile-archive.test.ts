/** Broken and hostile containers of both PyTorch formats, one row each, with the message they end in. */

import { expect, test } from 'vitest';
import {
  legacyCheckpoint,
  legacyStorage,
  nestedLists,
  op,
  pickle,
  sample,
  type ZipEntry,
  zip,
  zipCheckpoint,
} from './build.ts';
import { readAll, readError, scratchFile } from './files.ts';

type Row = [what: string, bytes: Uint8Array, message: string];

const { storage, object } = sample;
const data: ZipEntry = { name: 'archive/data.pkl', data: pickle(object) };
const inner: ZipEntry = { name: 'archive/data/0', data: new Uint8Array(4) };
const honest = zipCheckpoint(data.data);
const big = new Uint8Array(40 << 20);
/** A zip64 locator before the end record: signature, disk, offset of the zip64 record, disks. */
const zip64 = Buffer.from('504b060700000000ffffffffffffff7f01000000', 'hex');
const archives: Row[] = [
  [
    'a zip64 record at 2^63',
    Buffer.concat([honest.subarray(0, -22), zip64, honest.subarray(-22)]),
    'broken zip data: 56 bytes from 9223372036854776000 reach beyond',
  ],
  ['cut short', honest.subarray(0, -30), 'a zip archive without its end, where the list'],
  ['cut in the middle', honest.subarray(0, 100), 'a zip archive without its end, where the list'],
  [
    'an entry that calls itself something else',
    zip([{ ...data, own: { name: 'archive/data.bad' } }]),
    'archive/data.pkl: the entry calls itself archive/data.bad',
  ],
  [
    'an entry that says that it is compressed',
    zip([{ ...data, own: { method: 8 } }]),
    'archive/data.pkl: compressed by method 8 as the entry says, 0 as the directory does',
  ],
  [
    'an entry that says that it is longer',
    zip([{ ...data, own: { size: 1e6 } }]),
    'archive/data.pkl: 1000000 bytes as the entry says, 163 as the directory does',
  ],
  [
    'two entries in one place',
    zip([data, { ...inner, back: data.data.length + 46 }]),
    'archive/data/0: the entry calls itself',
  ],
  [
    'an entry inside of another',
    zip([
      { ...data, data: zip([inner]) },
      { ...inner, back: zip([inner]).length },
    ]),
    'archive/data/0: starts at byte 46, inside of another entry',
  ],
  [
    'no pickle',
    zip([{ name: 'a.npy', data: new Uint8Array(4) }]),
    'a zip archive with 0 entries NAME/data.pkl',
  ],
  [
    'two pickles',
    zip([data, { ...data, name: 'other/data.pkl' }]),
    'a zip archive with 2 entries NAME/data.pkl',
  ],
  [
    'two entries of one name',
    zip([data, data]),
    'archive/data.pkl: the archive has two entries of this name',
  ],
  [
    'TorchScript',
    zip([data, { ...data, name: 'archive/constants.pkl' }]),
    'a TorchScript archive, not a checkpoint',
  ],
  [
    'a name that climbs',
    zip([data, { ...data, name: 'archive/../../x' }]),
    'broken zip data: invalid relative path',
  ],
  ['an absolute name', zip([data, { ...data, name: '/etc/passwd' }]), 'broken zip data: absolute path'],
  [
    'a backslash',
    zip([data, { ...data, name: 'archive\\x' }]),
    'broken zip data: invalid characters in fileName',
  ],
  [
    'a deflated bomb',
    zip([data, { name: 'archive/data/0', data: big, deflate: true }]),
    'archive/data/0: the entries so far claim',
  ],
  [
    'a pickle that is a bomb',
    zip([{ ...data, data: big, deflate: true }]),
    'archive/data.pkl: the entries so far claim',
  ],
  [
    'a bomb that claims little',
    zip([{ ...data, data: big, deflate: true, claimedSize: 100 }]),
    'archive/data.pkl: broken zip data: Cannot create a Buffer larger than 100 bytes',
  ],
  [
    'a claim of more than there is',
    zip([{ ...data, deflate: true, claimedSize: 1e6 }]),
    'archive/data.pkl: broken zip data: 163 bytes when inflated, where 1000000 are claimed',
  ],
  [
    'a stored size that is not so',
    zip([{ ...data, claimedSize: 1e6 }]),
    'broken zip data: compressed/uncompressed size mismatch',
  ],
  ['encrypted', zip([{ ...data, deflate: true, flags: 1 }]), 'archive/data.pkl: is encrypted'],
  ['compressed otherwise', zip([{ ...data, method: 12 }]), 'archive/data.pkl: compression method 12'],
  [
    'big-endian',
    zipCheckpoint(data.data, 6, { name: 'archive/byteorder', data: Buffer.from('big') }),
    'archive/byteorder: byte order big',
  ],
];

const listed = `](${op.str('0')}e`;
const legacy: Row[] = [
  [
    'cut in a storage',
    legacyCheckpoint(object, listed, legacyStorage(6).subarray(0, 20)),
    'storage 0: 24 bytes from',
  ],
  ['cut before a storage', legacyCheckpoint(object, listed, new Uint8Array(3)), 'storage 0: starts at byte'],
  [
    'cut in the pickles',
    legacyCheckpoint(object, listed, legacyStorage(6)).subarray(0, 60),
    'pickle: byte 57: 4 bytes are needed, 3 are left',
  ],
  [
    'another size',
    legacyCheckpoint(object, listed, legacyStorage(6, 2 ** 40)),
    'storage 0: has 1099511627776 elements, but the pickle says 6',
  ],
  [
    'a negative size',
    legacyCheckpoint(object, listed, Buffer.alloc(64, 0xff)),
    'storage 0: has -1 elements, but',
  ],
  [
    'a key twice',
    legacyCheckpoint(
      object,
      `](${op.str('0')}${op.str('0')}e`,
      Buffer.concat([legacyStorage(6), legacyStorage(6)]),
    ),
    'storage 0: is listed, but',
  ],
  [
    'a key that nothing uses',
    legacyCheckpoint(object, `](${op.str('9')}e`, legacyStorage(6)),
    'storage 9: is listed, but no tensor uses it',
  ],
  ['a missing key', legacyCheckpoint(object, ']', new Uint8Array()), 'w: its storage 0 is not in the file'],
  [
    'keys that are no list',
    legacyCheckpoint(object, 'N', legacyStorage(6)),
    'the fifth pickle is not the list of storages',
  ],
  [
    'one storage, two sizes',
    legacyCheckpoint(`](${storage}${op.storage('0', 7)}e`, listed, legacyStorage(6)),
    'the storage 0 is described in two ways',
  ],
  [
    'a view beyond its storage',
    legacyCheckpoint(
      op.storage('0', 6, 'FloatStorage', op.tuple(op.str('v'), 'K\x04K\x03')),
      listed,
      legacyStorage(6),
    ),
    'a persistent id that is not a storage',
  ],
  [
    'big-endian',
    legacyCheckpoint(object, listed, legacyStorage(6), '\x89'),
    'written on a big-endian machine',
  ],
  [
    'a call',
    legacyCheckpoint(op.call(op.global('os', 'system'), op.str('ls')), ']', new Uint8Array()),
    'holds an object of os.system, in which no state_dict was found',
  ],
  [
    'a storage whose elements nobody knows',
    legacyCheckpoint(op.storage('0', 6, 'NewStorage'), listed, legacyStorage(6)),
    'storage 0: has elements of torch.NewStorage, of unknown size',
  ],
  [
    'lists in lists as a storage',
    legacyCheckpoint('}', `]${nestedLists}a`, new Uint8Array()),
    'storage a list: is listed',
  ],
];

test.each([...archives, ...legacy])('%s', { timeout: 5000 }, async (_, bytes, message) => {
  const error = await readError(scratchFile('archive.pth', bytes));
  expect(error).toMatch(/^archive[.]pth: /);
  expect(error.slice('archive.pth: '.length)).toContain(message);
  expect(error.length).toBeLessThan(600);
});

test('the builders of this file build checkpoints, when nothing is wrong', async () => {
  const tensors = { w: { dtype: 'float32', shape: [2, 3], values: [0, 0, 0, 0, 0, 0] } };
  const zipped = scratchFile('good.pth', honest);
  expect((await readAll(zipped)).tensors).toEqual(tensors);
  const old = scratchFile('old.pth', legacyCheckpoint(object, listed, legacyStorage(6)));
  expect((await readAll(old)).tensors).toEqual(tensors);
});

test('old spellings: views of a storage, OrderedDict from pairs, storages of a device', async () => {
  const numbers = legacyStorage(6);
  for (let index = 0; index < 6; index++) numbers.writeFloatLE(index, 8 + index * 4);
  const type = op.global('torch.cuda', 'FloatStorage');
  const view = op.tuple(op.str('v'), op.int(4), op.int(2));
  const id = op.tuple(op.str('storage'), type, op.str('0'), op.str('cuda:0'), op.int(6), view);
  const pairs = `](](U\x01w${op.tensor(`${id}Q`, 0, [2], [1])}ee`;
  const ordered = op.call(op.global('collections', 'OrderedDict'), pairs);
  const read = await readAll(scratchFile('old.pth', legacyCheckpoint(ordered, listed, numbers)));
  expect(read.tensors).toEqual({ w: { dtype: 'float32', shape: [2], values: [4, 5] } });
});
