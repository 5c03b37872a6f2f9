/** Checkpoints as training scripts leave them: what is recognised, what is left out, and what nobody guesses. */

import { describe, expect, test } from 'vitest';
import { type ExpectedNetwork, openCheckpoint } from '../../compiler/checkpoint/index.ts';
import { entry, legacyCheckpoint, op, pickle, safetensors, sample, zipCheckpoint } from './build.ts';
import { fixture, type MadeTensor, madeOf, matching, readAll, scratchFile } from './files.ts';

const tensor = (name: string, ...shape: readonly number[]): MadeTensor => ({ name, shape });
/** A linear layer `fc`, under a prefix. */
const linear = (prefix = '', size = 2): MadeTensor[] => [
  tensor(`${prefix}fc.weight`, size, 2),
  tensor(`${prefix}fc.bias`, size),
];
const network: ExpectedNetwork = { tensors: linear() };
/** The names that a prefix gives. */
const under = (prefix: string) => ({ 'fc.weight': `${prefix}fc.weight`, 'fc.bias': `${prefix}fc.bias` });

describe('the state_dict', () => {
  const w: ExpectedNetwork = { tensors: [{ name: 'w', shape: [2, 3] }] };
  const good = op.dict(op.str('w'), sample.tensor);
  const open = (...entries: string[]) =>
    openCheckpoint(scratchFile('made.pth', zipCheckpoint(pickle(op.dict(...entries)))));

  test.each([
    'state_dict',
    'model_state_dict',
    'model',
    'net',
    'network',
    'ema',
    'model_ema',
    'ema_state_dict',
    'state_dict_ema',
    'module',
    'weights',
    'params',
    'generator',
    'whatever',
  ])('under %s goes before a dict that merely holds a tensor', async key => {
    const checkpoint = await open(op.str('best'), sample.tensor, op.str(key), good);
    expect(await matching(checkpoint, w)).toEqual({ names: { w: 'w' }, leftOut: 'best' });
    await checkpoint.close();
  });

  test.each([
    ['two keys deep', op.str('model'), op.dict(op.str('state_dict'), good)],
    ['in a list', op.str('checkpoints'), `](${good}e`],
    ['in a tuple', op.str('pair'), op.tuple('N', good)],
    ['in an object', op.str('state'), `cmy.code\nState\n)\x81${op.dict(op.str('model'), good)}b`],
    ['in a dict of a class', op.str('state'), `cmy.code\nDict\n)\x81(${op.str('model')}${good}u`],
    ['that is of a class itself', op.str('model'), `cmy.code\nDict\n)\x81(${op.str('w')}${sample.tensor}u`],
  ])('%s', async (_, key, value) => {
    const checkpoint = await open(op.str('epoch'), 'K\x01', key, value);
    expect(await matching(checkpoint, w)).toEqual({ names: { w: 'w' }, leftOut: undefined });
    await checkpoint.close();
  });

  test('whose parameters are called as such keys are', async () => {
    const checkpoint = await open(op.str('model'), sample.tensor, op.str('ema'), sample.tensor);
    const tensors = ['model', 'ema'].map(name => ({ name, shape: [2, 3] }));
    expect(await matching(checkpoint, { tensors })).toMatchObject({ names: { model: 'model', ema: 'ema' } });
    await checkpoint.close();
  });

  test('of a module whose class is in a legacy file, with its source', async () => {
    const type = `${op.tuple(op.str('module'), op.global('my.code', 'Net'), op.str('net.py'), op.str(''))}Q`;
    const state = op.dict(
      op.str('_parameters'),
      good,
      op.str('_buffers'),
      '}',
      op.str('_modules'),
      '}',
      op.str('training'),
      '\x88',
    );
    const bytes = legacyCheckpoint(`${type})\x81${state}b`, `](${op.str('0')}e`, storage());
    expect((await readAll(scratchFile('module.pth', bytes))).tensors).toHaveProperty('w');
  });
});

/** Six floats of a legacy file. */
function storage(): Buffer {
  const bytes = Buffer.alloc(8 + 24);
  bytes.writeBigInt64LE(6n);
  return bytes;
}

describe('of several parts, nobody guesses', () => {
  const both = madeOf({ state_dict: linear(), ema: linear(), odd: linear() });
  const ema = madeOf({ state_dict: linear(), ema: linear('module.'), '': [tensor('best')] });

  test('where more than one fits, all are named', async () => {
    expect(await matching(both, network)).toBe(
      'made.pth: 2 parts of it fit the network: state_dict (2 tensors), ema (2 tensors)\n' +
        '  fix: choose one: --key state_dict or --key ema',
    );
  });

  test('--key chooses, and what is not read is said', async () => {
    expect(await matching(ema, network, { key: 'ema' })).toEqual({
      names: under('module.'),
      leftOut: 'state_dict (2 tensors), best',
    });
    expect(await matching(ema, network, { key: 'state_dict' })).toMatchObject({ names: under('') });
  });

  test('one that fits is taken, and not the others', async () => {
    const made = madeOf({ state_dict: linear(), ema: linear('', 5), model: [tensor('other', 3)] });
    expect(await matching(made, network)).toEqual({
      names: under(''),
      leftOut: 'ema (2 tensors), model (1 tensor)',
    });
  });

  test('the same numbers in two places are one', async () => {
    const stored = linear().map(each => ({ ...each, stored: each.name }));
    expect(await matching(madeOf({ state_dict: stored, model: stored }), network)).toMatchObject({
      names: under(''),
    });
  });

  test.each<readonly [string, string[]]>([
    ['teacher', ['teacher.', 'student.']],
    ['model', ['model.', 'ema_model.']],
    ['ema', ['', 'ema.']],
  ])('prefixes too: %s', async (key, prefixes) => {
    const made = madeOf({ '': prefixes.flatMap(prefix => linear(prefix)) });
    const keys = prefixes.map(prefix => prefix.slice(0, -1) || '.');
    const message = await matching(made, network);
    for (const each of keys) expect(message).toContain(`--key ${each}`);
    expect(await matching(made, network, { key })).toMatchObject({ names: under(`${key}.`) });
    for (const each of keys) {
      const prefix = each === '.' ? '' : `${each}.`;
      expect(await matching(made, network, { key: each })).toMatchObject({ names: under(prefix) });
    }
  });

  test('dicts and prefixes go together', async () => {
    const made = madeOf({ 'a.b': [...linear('s.module.'), ...linear('t.')], c: linear() });
    expect(await matching(made, network, { key: 'a.b.s' })).toMatchObject({ names: under('s.module.') });
  });

  test('a key that is not there names those that are', async () => {
    expect(await matching(both, network, { key: 'model' })).toBe(
      'made.pth: holds nothing under the key model\n  fix: give --key one of these: ' +
        'state_dict (2 tensors), state_dict.fc (2 tensors), ema (2 tensors), ema.fc (2 tensors), ' +
        'odd (2 tensors), odd.fc (2 tensors)',
    );
  });

  test('where none fits, the others are named', async () => {
    const made = madeOf({ model: linear('', 3), ema: [tensor('other', 3)] });
    expect(await matching(made, network)).toMatch(
      /^made\.pth: model: does not fit.*fc\.weight is \[3, 2\], expected \[2, 2\].*--key: ema \(1 tensor\)$/s,
    );
  });
});

describe('prefixes of all names come off', () => {
  test.each([
    'module.',
    'model.',
    '_orig_mod.',
    'ema.',
    'net.',
    '_orig_mod.module.model.',
    'x.',
    'a.b.c.d.',
    '..',
    '.',
  ])('%s', async prefix => {
    const made = madeOf({ '': [...linear(prefix), tensor('n_averaged'), tensor('loss.weight', 4)] });
    expect(await matching(made, network)).toEqual({
      names: under(prefix),
      leftOut: 'n_averaged, loss.weight',
    });
  });

  test('where shapes differ too, and where little is missing', async () => {
    expect(await matching(madeOf({ '': linear('module.', 7) }), network)).toContain(
      'fc.weight is [7, 2], expected [2, 2]',
    );
    const three = { tensors: [...linear(), tensor('bn.weight', 2)] };
    expect(await matching(madeOf({ '': linear('module.') }), three)).toMatch(
      /1 of 3 tensors missing\n {2}missing: bn\.weight/,
    );
  });

  test('of names that are a million characters long, quickly', async () => {
    const long = Array.from({ length: 20 }, (_, i) => tensor(`${'a.'.repeat(5e5)}${i}`));
    const started = performance.now();
    await matching(madeOf({ '': [...linear(), ...long] }), network, { ignore: ['*.*.*'] });
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe('tensors too many', () => {
  const made = madeOf({ '': [...linear('module.'), tensor('module.head.0.weight', 3), tensor('module.s')] });

  test('are named with the patterns that drop them, which do', async () => {
    const message = await matching(made, network);
    expect(message).toContain('2 unexpected');
    const [, ...patterns] = /: (--ignore .*)$/.exec(String(message))?.[1]?.split(/ ?--ignore /) ?? [];
    expect(patterns).toEqual(["'head.*'", "'s'"]);
    const ignore = patterns.map(pattern => pattern.slice(1, -1));
    expect(await matching(made, network, { ignore })).toEqual({
      names: under('module.'),
      leftOut: 'module.* (2 tensors)',
    });
  });

  test.each(['module.head.*', 'head', '*head*', 'h?ad.0.weight'])('%s drops', async pattern => {
    const ignore = [pattern, 's'];
    expect(await matching(made, network, { ignore })).toMatchObject({ names: under('module.') });
  });

  test('a pattern without a tensor, and one of a tensor that is needed', async () => {
    expect(await matching(made, network, { ignore: ['haed.*'] })).toMatch(
      /^made\.pth: --ignore: no tensor has a name like haed\.\*\n {2}fix: .*module\.fc\.weight/,
    );
    expect(await matching(madeOf({ '': linear() }), network, { ignore: ['fc.bias'] })).toMatch(
      /missing: fc\.bias \[2\], left out by --ignore 'fc\.bias'\n {2}fix: .* take it back/,
    );
  });

  test('of modules that are declared and not run are left out, of others not', async () => {
    const modules = [
      { path: '', type: 'Net', text: '' },
      { path: 'fc', type: 'Linear', text: '' },
      { path: 'aux', type: 'Head', text: '', idle: true },
      { path: 'aux.used', type: 'Linear', text: '' },
    ] as const;
    const extra = linear('aux.');
    expect(await matching(madeOf({ '': [...linear(), ...extra] }), { ...network, modules })).toEqual({
      names: under(''),
      leftOut: 'aux.* (2 tensors)',
    });
    for (const name of ['fc.scale', 'aux.used.scale', 'other.scale']) {
      const more = madeOf({ '': [...linear(), tensor(name, 1)] });
      expect(await matching(more, { ...network, modules })).toContain(`unexpected: ${name} [1]`);
    }
  });
});

describe('one tensor under two names', () => {
  const aliases = new Map([
    ['tied.weight', 'fc.weight'],
    ['tied.bias', 'fc.bias'],
  ]);
  const tied: ExpectedNetwork = { ...network, aliases };
  const named = (values: readonly number[], ...names: readonly string[]): MadeTensor[] =>
    names.flatMap(name => [
      { name: `${name}.weight`, shape: [2, 2], values },
      { name: `${name}.bias`, shape: [2], values: [0, 0] },
    ]);

  test.each<readonly [string, MadeTensor[]]>([
    ['the first', named([1, 2, 3, 4], 'fc')],
    ['the second', named([1, 2, 3, 4], 'tied')],
    ['both, of the same numbers', named([1, Number.NaN, 3, 4], 'fc', 'tied')],
    ['the second, prefixed', named([1, 2, 3, 4], 'module.tied')],
  ])('%s', async (_, tensors) => {
    expect(await matching(madeOf({ '': tensors }), tied)).toMatchObject({
      names: { 'fc.weight': expect.stringMatching(/weight$/), 'fc.bias': expect.stringMatching(/bias$/) },
      leftOut: undefined,
    });
  });

  test('both, of different numbers', async () => {
    const two = [...named([1, 2, 3, 4], 'fc'), ...named([1, 2, 3, 5], 'tied')];
    expect(await matching(madeOf({ '': two }), tied)).toMatch(
      /fc\.weight and tied\.weight are one tensor in the network, and hold different numbers\n {2}fix: .*--ignore 'tied\.weight'$/,
    );
  });

  test('in the file alone: the network has one of the names', async () => {
    const stored = [...linear(), ...linear('again.')].map(each => ({ ...each, stored: each.name.slice(-4) }));
    expect(await matching(madeOf({ '': stored }), network)).toMatchObject({ names: under('') });
    const twice = madeOf({ '': [...stored.slice(0, 2), { ...stored[2], name: 'copy', shape: [2, 2] }] });
    expect(await matching(twice, network)).toEqual({ names: under(''), leftOut: 'copy' });
  });

  test('that safetensors stores once, with the other name in its metadata', async () => {
    const header = { __metadata__: { format: 'pt', 'b.w': 'a.w', x: 'none' }, 'a.w': entry([1], 0, 4) };
    const checkpoint = await openCheckpoint(scratchFile('once.safetensors', safetensors(header, 4)));
    const names = ['a.w', 'b.w'];
    const both = { tensors: names.map(name => ({ name, shape: [1] })) };
    expect(await matching(checkpoint, both)).toEqual({
      names: { 'a.w': 'a.w', 'b.w': 'a.w' },
      leftOut: undefined,
    });
    for (const name of names) {
      expect(await matching(checkpoint, { tensors: [{ name, shape: [1] }] })).toMatchObject({
        names: { [name]: 'a.w' },
      });
    }
    await checkpoint.close();
  });
});

describe('options of layers that the file shows', () => {
  const vector = (name: string) => tensor(name, 4);
  const norm = ['weight', 'bias', 'running_mean', 'running_var'].map(role => vector(`a.bn.${role}`));
  const modules = [
    { path: '', type: 'Net', text: '' },
    { path: 'a', type: 'Block', text: '' },
    { path: 'a.bn', type: 'BatchNorm2d', text: '' },
    { path: 'fc', type: 'Linear', text: '' },
  ];
  const fc = linear();
  const of = (tensors: readonly MadeTensor[]): ExpectedNetwork => ({ tensors, modules });

  test.each<readonly [string, MadeTensor[], ExpectedNetwork, string]>([
    [
      'no affine parameters',
      norm.slice(2),
      of(norm),
      'write `new BatchNorm2d(4, { affine: false })` for a.bn',
    ],
    [
      'no statistics',
      norm.slice(0, 2),
      of(norm),
      'write `new BatchNorm2d(4, { trackRunningStats: false })` for a.bn',
    ],
    ['affine parameters', norm, of(norm.slice(2)), 'leave `affine: false` out of a.bn'],
    ['statistics', norm, of(norm.slice(0, 2)), 'leave `trackRunningStats: false` out of a.bn'],
    ['no bias', fc.slice(0, 1), of(fc), 'write `new Linear(…, { bias: false })` for fc'],
    ['a bias', fc, of(fc.slice(0, 1)), 'leave `bias: false` out of fc'],
  ])('%s', async (_, made, expected, fix) => {
    expect(await matching(madeOf({ '': made }), expected)).toContain(`\n  fix: ${fix}`);
  });
});

describe('what is not read', () => {
  const w: ExpectedNetwork = { tensors: [{ name: 'w', shape: [2] }] };

  test.each([
    ['unread.pth', 'complex, quantized, sparse, none'],
    ['unread-legacy.pth', 'complex, none'],
  ])('is no matter in %s', async (file, leftOut) => {
    const checkpoint = await openCheckpoint(fixture(file));
    expect(await matching(checkpoint, w)).toEqual({ names: { w: 'w' }, leftOut });
    const wanted = { tensors: [{ name: 'complex', shape: [2] }] };
    expect(await matching(checkpoint, wanted)).toContain('unreadable: complex is a tensor of complex64');
    await checkpoint.close();
  });

  test.each(['C64', 'F8_E4M3', 'F4', 'Q9'])('nor of %s in safetensors', async type => {
    const header = { w: entry([2], 0, 8), other: entry([2], 8, 11, type) };
    const checkpoint = await openCheckpoint(scratchFile('types.safetensors', safetensors(header, 11)));
    expect(await matching(checkpoint, w)).toEqual({ names: { w: 'w' }, leftOut: 'other' });
    const wanted = { tensors: [{ name: 'other', shape: [2] }] };
    expect(await matching(checkpoint, wanted)).toContain(`unreadable: other is a tensor of ${type}`);
    await checkpoint.close();
  });

  test('an object in the place of a tensor is named', async () => {
    const object = op.call(op.global('numpy.core.multiarray', '_reconstruct'), 'N');
    const file = zipCheckpoint(pickle(op.dict(op.str('w'), object, op.str('v'), sample.tensor)));
    const checkpoint = await openCheckpoint(scratchFile('object.pth', file));
    expect(await matching(checkpoint, w)).toContain(
      'unreadable: w is an object of numpy.core.multiarray._reconstruct',
    );
    await checkpoint.close();
  });

  test('newer elements, of a storage without a type', async () => {
    const untyped = `${op.tuple(op.str('storage'), op.global('torch.storage', 'UntypedStorage'), op.str('0'), op.str('cpu'), op.int(24))}Q`;
    const of = (type: string) =>
      op.call(
        op.global('torch._utils', '_rebuild_tensor_v3'),
        untyped,
        op.int(2),
        op.tuple(op.int(3)),
        op.tuple(op.int(1)),
        '\x89',
        '}',
        op.global('torch', type),
        'N',
      );
    const object = op.dict(op.str('u'), of('uint32'), op.str('f'), of('float8_e4m3fn'));
    const read = await readAll(scratchFile('untyped.pth', zipCheckpoint(pickle(object))));
    expect(read.tensors).toEqual({ u: { dtype: 'uint32', shape: [3], values: [0, 0, 0] } });
    expect(read.unreadable).toEqual({ f: 'a tensor of float8_e4m3fn' });
  });
});
