/** Pickles that lie, or ask for more than tensors, one row each, with the message they end in. */

import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openCheckpoint } from '../../compiler/checkpoint/index.ts';
import { nestedLists, op, pickle, sample, zipCheckpoint } from './build.ts';
import { matching, readAll, readError, scratchFile } from './files.ts';

const { storage, tensor: good } = sample;
const state = (tensor: string) => pickle(op.dict(op.str('w'), tensor));
const file = (...opcodes: string[]) => zipCheckpoint(pickle(...opcodes));
const tensor = (...layout: [number, number[], number[]]) =>
  zipCheckpoint(state(op.tensor(storage, ...layout)));
const canary = scratchFile('canary');

type Row = [what: string, bytes: Uint8Array, message: string];

/** What a file holds whose only value is made by code that is not here. */
const opaque = (name: string): string => `holds an object of ${name}, in which no state_dict was found`;

const calls: Row[] = [
  [
    'os.system',
    file(op.call(op.global('posix', 'system'), op.str(`touch ${canary}`))),
    opaque('posix.system'),
  ],
  ['builtins.eval', file(op.call(op.global('builtins', 'eval'), op.str('1'))), opaque('builtins.eval')],
  [
    'a class of torch',
    file(op.global('torch.nn', 'Conv2d')),
    'holds torch.nn.Conv2d, in which no state_dict',
  ],
  ['a name of every object', file(op.global('', '__proto__')), 'holds .__proto__, in which'],
  ['a global from the stack', file('\x8c\x02os\x8c\x06system\x93'), 'holds os.system, in which'],
  ['a global of no name', file('NN\x93'), 'the name of a global is not a str'],
  ['a global of a long name', file(op.str('n'.repeat(1e5)), 'U\x01x\x93)R'), 'holds an object of nnn'],
  ['calling a list', file('])R'), 'calls a list'],
  ['calling a storage type', file(op.call(op.global('torch', 'FloatStorage'))), opaque('torch.FloatStorage')],
  ['calling what a call made', file(op.call(op.call(op.global('os', 'system')))), opaque('os.system')],
  [
    'arguments that are no tuple',
    file(op.global('torch', 'Size'), ']R'),
    'calls torch.Size with arguments it does not',
  ],
  [
    'a tensor of text',
    file(op.call(op.global('torch._utils', '_rebuild_tensor_v2'), op.str('x'))),
    '_rebuild_tensor_v2 with arg',
  ],
  ['INST', file('(ios\nsystem\n'), opaque('os.system')],
  ['OBJ', file('(cos\nsystem\no'), opaque('os.system')],
  ['OBJ of nothing', file('(o'), 'makes an object of no class'],
  ['NEWOBJ', file(op.global('os', 'system'), ')\x81'), opaque('os.system')],
  ['NEWOBJ of a list', file('])\x81'), 'makes an object of a list'],
  ['NEWOBJ_EX', file(op.global('os', 'system'), ')}\x92'), opaque('os.system')],
  ['BUILD', file(op.global('os', 'system'), ')\x81', op.dict(op.str('x'), 'N'), 'b'), opaque('os.system')],
  ['EXT1', file('\x82\x01'), 'the opcode EXT1 has no place'],
  ['an unknown opcode', file('\xff'), 'the opcode 0xff has no place'],
  ['the state of a tensor', file(good, '}b'), 'sets the state of a tensor'],
  ['a persistent id of a module', file(op.tuple(op.str('module'), 'N', 'N'), 'Q'), opaque('persistent_id')],
];

const pairs = Array.from({ length: 3000 }, (_, i) => `${op.int(i)}N\x86`).join('');
const ordered = op.global('collections', 'OrderedDict');
const rebuild = op.global('torch._utils', '_rebuild_tensor_v2');
const manyTensors = `${storage}q\x02${`${rebuild}(h\x02K\0h\x01h\x01tR`.repeat(3000)}`;

const machine: Row[] = [
  ['an empty stack', file('0'), 'the stack is empty'],
  ['nothing to stop with', file(), 'the stack is empty'],
  ['no mark', file('e'), 'there is no mark on the stack'],
  ['an unknown memo entry', file('h\x05'), 'the memo has no entry 5'],
  ['memo index 2^32 - 1', file('Nr\xff\xff\xff\xffj\xff\xff\xff\xfe'), 'the memo has no entry 4278190079'],
  ['protocol 0', zipCheckpoint(Buffer.from('\x80\x00.', 'latin1')), 'pickle protocol 0: 2 to 5 are read'],
  ['a str longer than the file', file('X\xff\xff\xff\x7f'), '2147483647 bytes are needed, 1 are left'],
  ['a str of 2^63 bytes', file(`\x8d${'\0'.repeat(7)}\x80`), '9223372036854776000 bytes are needed'],
  ['a str that is not UTF-8', file('X\x01\0\0\0\xff'), 'a str that is not UTF-8'],
  ['an integer of 2^31 bytes', file('\x8b\xff\xff\xff\x7f'), 'an integer of 2147483647 bytes'],
  ['a global without end', file(`c${'a'.repeat(300)}`), 'a name without end'],
  ['a global cut short', file('cos'), 'bytes are needed'],
  [
    'cut before STOP',
    zipCheckpoint(Buffer.from('\x80\x02}', 'latin1')),
    'byte 3: 1 bytes are needed, 0 are left',
  ],
  ['appending to a dict', file('}Na'), 'appends to a dict'],
  ['an item of a list', file(']NNs'), 'sets an item of a list'],
  ['a key without value', file('}(Nu'), 'a dict key without value'],
  ['a key twice', file(op.dict(op.str('w'), 'N', op.str('w'), 'N')), 'the dict key w appears twice'],
  [
    'a key twice, as Python 2 writes',
    file(op.call(op.global('collections', 'OrderedDict'), '](', '](K\x01Ne', '](K\x01Nee')),
    'calls collections.OrderedDict with',
  ],
  ['two million lists', zipCheckpoint(pickle(']'.repeat(2e6))), 'more than 1000000 opcodes'],
  ['two million marks', zipCheckpoint(pickle('('.repeat(2e6))), 'more than 1000000 opcodes'],
  [
    'the same in the memo',
    zipCheckpoint(pickle('}', 'r\x01\0\0\0'.repeat(2e6))),
    'more than 1000000 opcodes',
  ],
  [
    'a long list that many calls copy',
    file(`](${pairs}eq\x01`, `${ordered}h\x01\x85R`.repeat(9000)),
    'calls copy more than 1000000 items',
  ],
  [
    'a long shape that many tensors have',
    file(`(${'K\x01'.repeat(3000)}tq\x01`, manyTensors),
    'calls copy more than 1000000 items',
  ],
  ['33 MiB of pickle', zipCheckpoint(Buffer.alloc(33 << 20)), 'bytes of pickle: at most 33554432 are read'],
];

/** What does not matter until someone wants the tensor. */
const unsound: Row[] = [
  [
    'beyond its storage',
    tensor(0, [2, 4], [4, 1]),
    'w is a tensor that is not sound: [2, 4] from element 0 needs 8 elements of float32, but its storage has 6',
  ],
  [
    'an offset beyond its storage',
    tensor(4, [3], [1]),
    'w is a tensor that is not sound: [3] from element 4 needs 7 elements',
  ],
  [
    'a stride beyond its storage',
    tensor(0, [2], [2 ** 40]),
    'w is a tensor that is not sound: [2] from element 0 needs 1099511627777 elements',
  ],
  [
    'a negative offset',
    tensor(-1, [2], [1]),
    'w is a tensor that is not sound: strides [1] and offset -1 must be whole',
  ],
  [
    'a negative stride',
    tensor(3, [2], [-1]),
    'w is a tensor that is not sound: strides [-1] and offset 3 must be whole',
  ],
  ['a negative size', tensor(0, [-1], [1]), 'w is a tensor that is not sound: [-1] is not a shape'],
  [
    '2^50 elements',
    tensor(0, [2 ** 25, 2 ** 25], [0, 0]),
    'w is a tensor that is not sound: [33554432, 33554432] has more than',
  ],
  [
    'a million from one',
    tensor(0, [1000, 1000], [0, 0]),
    'w is a tensor that is not sound: [1000, 1000] repeats 1 stored elements',
  ],
  [
    'too few strides',
    tensor(0, [2, 3], [1]),
    'w is a tensor that is not sound: 1 strides for the 2 axes of [2, 3]',
  ],
  [
    '65 axes',
    tensor(0, new Array(65).fill(1), new Array(65).fill(1)),
    'w is a tensor that is not sound: a shape of 65 axes',
  ],
];

const tensors: Row[] = [
  [
    'a storage that is not there',
    zipCheckpoint(state(op.tensor(op.storage('7', 6), 0, [6], [1]))),
    'archive/data/7: the archive has no such entry',
  ],
  [
    'a storage elsewhere',
    zipCheckpoint(state(op.tensor(op.storage('../data.pkl', 6), 0, [6], [1]))),
    'archive/data/../data.pkl: the archive has no',
  ],
  [
    'a storage of another size',
    zipCheckpoint(state(op.tensor(op.storage('0', 9), 0, [6], [1]))),
    'archive/data/0: 24 bytes, but the pickle says 9 elements of float32',
  ],
  ['a storage of less than nothing', file(op.storage('0', -6)), 'a persistent id that is not a storage'],
  [
    'no state_dict',
    file(op.dict(op.str('epoch'), 'K\x01', op.str('lr'), 'N')),
    'holds a dict of epoch, lr, in which no state_dict was found',
  ],
  ['a number', file('K\x01'), 'holds a number, in which no state_dict was found'],
  ['a dict in itself', file(`}q\x01${op.str('model')}h\x01s`), 'in which no state_dict was found'],
];

const nests: Row[] = [
  ['lists in lists', file(nestedLists), 'holds a list, in which'],
  ['lists in lists as a key', file(op.dict(nestedLists, 'N')), 'holds a dict of a list, in which'],
  [
    'lists in lists as a key twice',
    file(op.dict(`${nestedLists}q\x01`, 'N', 'h\x01', 'N')),
    'the dict key a list appears twice',
  ],
  ['lists in lists as a name', file(nestedLists, 'N\x93'), 'the name of a global is not a str'],
];

test.each([...calls, ...machine, ...tensors, ...nests])(
  '%s',
  { timeout: 5000 },
  async (_, bytes, message) => {
    const error = await readError(scratchFile('pickle.pth', bytes));
    expect(error).toMatch(/^pickle[.]pth: /);
    expect(error.slice('pickle.pth: '.length)).toContain(message);
    expect(error.length).toBeLessThan(600);
  },
);

test.each(unsound)('%s, where it is wanted', { timeout: 5000 }, async (_, bytes, message) => {
  const checkpoint = await openCheckpoint(scratchFile('unsound.pth', bytes));
  const wanted = await matching(checkpoint, { tensors: [{ name: 'w', shape: [2, 3] }] });
  expect(wanted).toContain('1 that cannot be read');
  expect(wanted).toContain(message);
  expect(await matching(checkpoint, { tensors: [] })).toEqual({ names: {}, leftOut: 'w' });
  await checkpoint.close();
});

test('nothing was run', () => {
  expect(existsSync(canary)).toBe(false);
});

test('names such as __proto__ are names', async () => {
  const named = op.dict(op.str('__proto__'), good, op.str('constructor'), good);
  const checkpoint = await readAll(scratchFile('proto.pth', zipCheckpoint(pickle(named))));
  expect(Object.keys(checkpoint.tensors)).toEqual(['__proto__', 'constructor']);
});
