/**
 * Graphs from anyone: whatever a file or a value holds, reading it ends in a graph that verifies, or in one short
 * `UserError` that names the file and the field and carries nothing that a terminal would obey.
 */

import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../compiler/errors.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { type GraphJson, graphFromJson, graphToJson } from '../../compiler/ir/json.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { readGraph } from '../../compiler/ir/read.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import { steers } from '../../compiler/names.ts';
import { optimize } from '../support/look.ts';
import { jsonMutations } from '../support/mutate.ts';
import { randomGraphs } from '../support/random-graph.ts';
import * as s from '../support/sketch.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-graph-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'graph.json');

const modules = [
  { path: '', type: 'Net', text: '' },
  { path: 'conv', type: 'Conv2d', text: '2, 2, kernel_size=(1, 1)' },
];

/** `relu(conv(input) + input)`, fused, with a constant beside: 0 input, 1 weight, 2 conv2d, 3 constant, 4 mul. */
const sound = (): GraphJson => {
  const x = s.image([1, 2, 3, 3]);
  const fused = graphToJson(optimize(s.graphOf(s.relu(s.add(s.conv('conv', x, 2), x)), [x])));
  const scale = { op: 'constant', path: '', shape: [1], attributes: { shape: [1], values: [2] }, inputs: [] };
  const scaled = { op: 'mul', path: '', shape: [1, 2, 3, 3], attributes: {}, inputs: [2, 3] };
  return {
    ...fused,
    nodes: [...fused.nodes, scale, scaled],
    outputs: [{ name: 'output', node: 4 }],
    modules,
  };
};

type Row = GraphJson['nodes'][number];

/** The same with fields of a node changed. */
const withNode = (i: number, change: Readonly<Record<string, unknown>>): unknown => {
  const { nodes, ...rest } = sound();
  return { ...rest, nodes: nodes.map((row, k) => (k === i ? { ...row, ...change } : row)) };
};

/** The refusal's message, which must be fit for a terminal; nothing if it was read. */
function judge(read: () => Graph): string | undefined {
  try {
    const graph = read();
    verifyGraph(graph, 'again');
    printGraph(graph);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message.length).toBeLessThan(1500);
    expect(steers(error.message.replaceAll('\n  fix: ', ''))).toBe(false);
    expect(error.fix).toBeDefined();
    return error.message;
  }
}

const judgeValue = (value: unknown): string | undefined => judge(() => graphFromJson(value, 'x.json'));

async function judgeFile(content: string | Uint8Array, at = file): Promise<string | undefined> {
  writeFileSync(at, content);
  const outcome = await readGraph(at).then(
    graph => () => graph,
    (error: unknown) => () => {
      throw error;
    },
  );
  const message = judge(outcome);
  if (message !== undefined) expect(message.startsWith(`${at}: `)).toBe(true);
  return message?.slice(at.length + 2);
}

test('what is spoiled below is sound', async () => {
  expect(sound().nodes.map(row => row.op)).toEqual(['input', 'parameter', 'conv2d', 'constant', 'mul']);
  expect(sound().nodes[2]?.epilogue).toBeDefined();
  expect(judgeValue(sound())).toBeUndefined();
  expect(await judgeFile(JSON.stringify(sound()))).toBeUndefined();
  expect(await judgeFile(`\ufeff${JSON.stringify(sound(), undefined, '\t')}\r\n`)).toBeUndefined();
});

/** A value in lists, or in objects, `depth` deep. */
const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 0;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
};
const lists = nested(100_000, inner => [inner]);
const objects = nested(100_000, inner => ({ a: inner }));
const vast = 10_000_000;
const window = {
  stride: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
  dilation: [1, 1],
  groups: 1,
};
const many = <T>(count: number, one: T): readonly T[] => new Array<T>(count).fill(one);
const module = (path: string): unknown => ({ path, type: 'M', text: '' });
const withModules = (...rows: readonly unknown[]): unknown => ({ ...sound(), modules: rows });

describe('values', () => {
  const deep: readonly (readonly [string, unknown, RegExp])[] = [
    ['lists', lists, /list|object/],
    ['objects', objects, /graph|version/],
    ['lists as a name', { ...sound(), name: lists }, /name: /],
    ['lists as nodes', { ...sound(), nodes: lists }, /nodes\.0: /],
    [
      'objects as attributes',
      withNode(2, { attributes: objects }),
      /nodes\.2: conv: conv2d has bad attributes/,
    ],
    ['lists as a stride', withNode(2, { attributes: { ...window, stride: lists } }), /stride/],
    ['lists as inputs', withNode(2, { inputs: lists }), /nodes\.2\.inputs/],
    [
      'lists as constants',
      withNode(3, { attributes: { shape: [1], values: lists } }),
      /values: expected a list/,
    ],
    ['objects as an epilogue', withNode(2, { epilogue: objects }), /nodes\.2\.epilogue/],
    [
      'lists as an expression',
      withNode(2, { epilogue: { expression: lists, operands: [] } }),
      /expression\.0: /,
    ],
    [
      'objects as arguments',
      withNode(2, { epilogue: { expression: [{ fn: 'neg', args: objects }], operands: [] } }),
      /expression\.0: expected \{operand\}/,
    ],
    ['lists as modules', withModules(lists), /modules\.0: /],
  ];
  test.each(deep)('nested 100,000 deep: %s', (_, value, message) => {
    expect(judgeValue(value)).toMatch(message);
  });

  const large: readonly (readonly [string, () => unknown, RegExp])[] = [
    ['name', () => ({ ...sound(), name: 'n'.repeat(vast) }), /name: Too big/],
    ['operator', () => withNode(2, { op: 'n'.repeat(vast) }), /no operator is called n+…n+\n/],
    ['operator of escapes', () => withNode(2, { op: '\u001b'.repeat(vast) }), /called "(\\u001b)+…/],
    ['path', () => withNode(2, { path: 'n'.repeat(vast) }), /nodes\.2\.path: Too big/],
    [
      'attribute',
      () => withNode(2, { attributes: { ['n'.repeat(vast)]: 1 } }),
      /nodes\.2: conv: .*bad attributes/,
    ],
    ['field', () => withNode(2, { ['n'.repeat(vast)]: 1 }), /nodes\.2: Unrecognized key: "n+…n+"/],
    ['module’s path', () => withModules(module('n'.repeat(vast))), /modules\.0\.path: Too big/],
    [
      'module’s type',
      () => withModules({ ...modules[0], type: 'n'.repeat(vast) }),
      /modules\.0\.type: Too big/,
    ],
    [
      'module’s text',
      () => withModules({ ...modules[0], text: 'n'.repeat(vast) }),
      /modules\.0\.text: Too big/,
    ],
    ['list of nodes', () => ({ ...sound(), nodes: many(1_000_000, {}) }), /nodes: Too big.*131072/],
    ['list of outputs', () => ({ ...sound(), outputs: many(1_000_000, 'x') }), /outputs: Too big/],
    ['list of modules', () => ({ ...sound(), modules: many(140_000, 0) }), /modules: Too big/],
    ['list of inputs', () => withNode(4, { inputs: many(1_000_000, 'x') }), /nodes\.4\.inputs: Too big/],
    ['shape', () => withNode(0, { shape: many(1_000_000, 1) }), /nodes\.0\.shape: Too big/],
    [
      'shape to reshape to',
      () => withNode(4, { op: 'reshape', inputs: [0], attributes: { shape: many(1_000_000, 1) } }),
      /shape: Too/,
    ],
    [
      'list of numbers that are none',
      () => withNode(3, { attributes: { shape: [1], values: many(1_000_000, 'x') } }),
      /values: /,
    ],
    [
      'expression',
      () => withNode(2, { epilogue: { expression: many(1_000_000, 0), operands: [] } }),
      /expression: Too big/,
    ],
    [
      'list of arguments',
      () =>
        withNode(2, { epilogue: { expression: [{ fn: 'add', args: many(1_000_000, 'x') }], operands: [] } }),
      /expression\.0: /,
    ],
  ];
  test.each(large)('a huge %s', { timeout: 10_000 }, (_, make, message) => {
    expect(judgeValue(make())).toMatch(message);
  });

  const conv = (change: object): unknown => withNode(2, { attributes: { ...window, ...change } });
  const input = (shape: readonly number[]): unknown => withNode(0, { shape, attributes: { shape } });
  const numbers: readonly (readonly [string, unknown, RegExp])[] = [
    ['a stride of 1e300', conv({ stride: [1e300, 1] }), /stride\.0: /],
    ['a dilation beyond the integers', conv({ dilation: [2 ** 60, 1] }), /dilation\.0: /],
    ['padding of a billion', conv({ padding: many(2, [1e9, 1e9]) }), /is more than 4294967296 elements/],
    [
      'padding of 2^53 - 1',
      conv({ padding: many(2, many(2, 2 ** 53 - 1)) }),
      /is more than 4294967296 elements/,
    ],
    ['groups beyond the integers', conv({ groups: 1e308 }), /groups: /],
    ['a shape of 2^53 - 1', input(many(8, 2 ** 53 - 1)), /is more than 4294967296 elements/],
    ['infinity as a size', input([Number.POSITIVE_INFINITY]), /nodes\.0\.shape\.0: /],
    ['NaN as a size', input([Number.NaN]), /nodes\.0\.shape\.0: /],
    ['infinity as an input', withNode(4, { inputs: [Number.POSITIVE_INFINITY, 3] }), /nodes\.4\.inputs\.0: /],
    ['infinity as a constant', withNode(3, { attributes: { shape: [1], values: [1 / 0] } }), /values: /],
  ];
  test.each(numbers)('%s', (_, value, message) => {
    expect(judgeValue(value)).toMatch(message);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'])('named %s', name => {
    const key = (value: object): object =>
      Object.defineProperty({ ...value }, name, { value: [1], enumerable: true });
    const [first, weight, ...rest] = sound().nodes;
    expect(judgeValue(key(sound()))).toMatch(/graph: Unrecognized key/);
    expect(judgeValue({ ...sound(), nodes: [key(first ?? {}), weight, ...rest] })).toMatch(
      /nodes\.0: Unrecog/,
    );
    expect(judgeValue(conv(key({})))).toMatch(/nodes\.2: conv: .*Unrecognized key/);
    expect(
      judgeValue(withNode(2, { epilogue: key({ expression: [{ operand: 0 }], operands: [] }) })),
    ).toMatch(/Unrecog/);
    expect(judgeValue(withNode(2, { op: name }))).toContain(`no operator is called ${name}`);
    expect(
      judgeValue(withNode(2, { epilogue: { expression: [{ fn: name, args: [0] }], operands: [] } })),
    ).toMatch(/expression\.0/);
    // A path may be anything that prints.
    expect(judgeValue(withNode(0, { path: name }))).toBeUndefined();
    expect(judgeValue(withModules(modules[0], module(name)))).toBeUndefined();
  });

  test.each(['\u001b[2J', '\u009b2J', 'a\nb', 'a\u2028b', '\u202egnp', '\0'])(
    'with %j in its texts',
    text => {
      expect(judgeValue({ ...sound(), name: text })).toMatch(/name: holds control characters/);
      expect(judgeValue(withNode(1, { path: text }))).toMatch(/nodes\.1\.path: holds control characters/);
      expect(judgeValue(withModules({ ...modules[0], type: text }))).toMatch(
        /modules\.0\.type: holds control/,
      );
      expect(judgeValue(withNode(2, { op: text }))).toMatch(/no operator is called "/);
      expect(judgeValue(withNode(2, { [text]: 1 }))).toMatch(/Unrecognized key/);
      expect(judgeValue(conv({ [text]: 1 }))).toMatch(/Unrecognized key/);
    },
  );

  test('a module’s text may have lines', () => {
    expect(judgeValue(withModules({ ...modules[0], text: 'a\n\tb' }))).toBeUndefined();
    expect(judgeValue(withModules({ ...modules[0], text: 'a\u001b' }))).toMatch(
      /modules\.0\.text: holds control/,
    );
  });

  test.each<readonly [string, readonly string[], RegExp | undefined]>([
    ['in order', ['', 'a', 'a.b', 'a.b.c', 'a.d', 'b', 'b.c'], undefined],
    ['with a dot in a name', ['', 'a.b', 'a.b.c', 'a.d'], undefined],
    ['none', [], /modules: Too small/],
    ['without the network', ['a'], /modules\.0\.path: a is out of place/],
    ['with the network twice', ['', 'a', ''], /modules\.2\.path: "" is out of place/],
    ['one twice', ['', 'a', 'a'], /modules\.2\.path: a stands there twice/],
    ['a member before its module', ['', 'a.b', 'a'], /modules\.2\.path: a comes after its members/],
    [
      'a member elsewhere',
      ['', 'a', 'b', 'a.c'],
      /modules\.3\.path: a\.c does not stand among the members of a/,
    ],
  ])('modules: %s', (_, paths, message) => {
    const outcome = judgeValue(withModules(...paths.map(module)));
    if (message === undefined) expect(outcome).toBeUndefined();
    else expect(outcome).toMatch(message);
  });

  test('every field of every type', () => {
    const oddities = [
      null,
      true,
      -1,
      0.5,
      2 ** 53,
      1e300,
      '',
      'relu',
      [],
      {},
      [[]],
      [null],
      [0],
      [-1],
      { a: 1 },
    ];
    const places: (readonly (string | number)[])[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > 0) places.push(path);
      if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
      }
    };
    walk(sound(), []);
    expect(places.length).toBeGreaterThan(80);
    for (const path of places) {
      for (const oddity of oddities) {
        const whole: unknown = JSON.parse(JSON.stringify(sound()));
        const around = path
          .slice(0, -1)
          .reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), whole);
        Reflect.set(Object(around), path.at(-1) ?? '', oddity);
        judgeValue(whole);
      }
    }
  });

  test('anything changed in three places', () => {
    const changes = fc.array(jsonMutations, { minLength: 1, maxLength: 3 });
    const outcomes = new Set<boolean>();
    fc.assert(
      fc.property(randomGraphs, changes, (graph, list) => {
        const text: unknown = JSON.parse(JSON.stringify({ ...graphToJson(optimize(graph)), modules }));
        outcomes.add(judgeValue(list.reduce((value, change) => change(value), text)) === undefined);
      }),
      { numRuns: 500 },
    );
    expect(outcomes).toEqual(new Set([true, false]));
  });
});

describe('files', () => {
  const text = JSON.stringify(sound());
  const inNode = (field: string): string => text.replace('"inputs":[0,1]', `"inputs":[0,1],${field}`);
  const deep = (start: string, end: string): string => start.repeat(100_000) + end.repeat(100_000);
  const rows: readonly (readonly [string, () => string | Uint8Array, RegExp])[] = [
    ['empty', () => '', /^is empty\n {2}fix: give what `netwright show/],
    ['of spaces', () => ' \n'.repeat(1000), /^is empty/],
    ['of zeros', () => new Uint8Array(1000), /^not JSON: .*\\u0000/],
    ['in UTF-16', () => Buffer.from(`\ufeff${text}`, 'utf16le'), /^is not text in UTF-8/],
    [
      'in Latin-1',
      () => Buffer.from(text.replace('conv', 'g\u00e9n\u00e9'), 'latin1'),
      /^is not text in UTF-8/,
    ],
    ['of terminal escapes', () => '\u001b[2J', /^not JSON: .*\\u001b/],
    ['of a web page', () => '<!DOCTYPE html>', /^not JSON: /],
    ['of Python', () => "{'version': 1}", /^not JSON: /],
    ['cut short', () => text.slice(0, -10), /^not JSON: /],
    ['of a number', () => '1e999', /^graph: .*expected object/],
    ['of a list', () => '[]', /^graph: .*expected object/],
    ['of an empty object', () => '{}', /^version: this netwright reads graphs of version 2/],
    ['of another program', () => '{"version": "3.1.0", "name": "x"}', /^version: this netwright reads/],
    ['of NaN', () => text.replace('[1,2,3,3]', '[NaN]'), /^not JSON: /],
    ['of 1e999', () => text.replace('[1,2,3,3]', '[1e999,2,3,3]'), /^nodes\.0\.shape\.0: /],
    ['with a key twice', () => text.replace('"name"', '"name":"a","name"'), /^the key name appears twice/],
    ['with a key twice, escaped', () => inNode('"\\u006fp":"relu"'), /^the key op appears twice/],
    ['with __proto__', () => inNode('"__proto__":{"epilogue":1}'), /^nodes\.2: Unrecognized key/],
    [
      'with __proto__ in attributes',
      () => text.replace('"groups"', '"__proto__":{"groups":1},"x"'),
      /^nodes\.2: /,
    ],
    ['nested in lists', () => deep('[', ']'), /^nests more than 32 deep/],
    ['nested in objects', () => deep('{"a":', '}'), /^nests more than 32 deep/],
    [
      'nested in attributes',
      () => text.replace('"groups":1', `"groups":${deep('[', ']')}`),
      /^nests more than 32/,
    ],
    ['nested and never closed', () => '['.repeat(1_000_000), /^nests more than 32 deep/],
    [
      'of a million nodes',
      () => text.replace('"nodes":[', `"nodes":[${'{},'.repeat(1_000_000)}`),
      /^nodes: Too big/,
    ],
    ['of millions of values', () => `[${'0,'.repeat(3_000_000)}0]`, /^holds more than 2097152 values/],
    [
      'of many keys',
      () => `{${Array.from({ length: 1000 }, (_, i) => `"k${i}":0`).join()}}`,
      /^has more than 256 diff/,
    ],
    [
      'of one long text',
      () => JSON.stringify('x'.repeat(vast)),
      /^graph: .*expected object, received string/,
    ],
    ['of one long key', () => JSON.stringify({ ['x'.repeat(vast)]: 1 }), /^version: /],
  ];
  test.each(rows)('%s', { timeout: 10_000 }, async (_, content, message) => {
    expect(await judgeFile(content())).toMatch(message);
  });

  test('of a gigabyte are not read', async () => {
    const at = join(folder, 'large.json');
    writeFileSync(at, '');
    truncateSync(at, 2 ** 30);
    await expect(readGraph(at)).rejects.toThrow(
      /large\.json: has 1073741824 bytes: at most 67108864 are read/,
    );
    rmSync(at);
  });

  test('that are none', async () => {
    await expect(readGraph(folder)).rejects.toThrow(/: is a folder, expected a file\n {2}fix: /);
    await expect(readGraph(join(folder, 'none.json'))).rejects.toThrow(/none\.json: no such file\n {2}fix: /);
    await expect(readGraph('/dev/null')).rejects.toThrow(/is a device, expected a file/);
  });

  test('that are plans name the package', async () => {
    const plan = readFileSync(
      join(import.meta.dirname, '../../generated/article-resnet50-typescript/plan.json'),
    );
    expect(await judgeFile(plan, join(folder, 'plan.json'))).toMatch(
      new RegExp(
        `^is the plan of a package, expected a graph\n  fix: give the folder of the package: ${folder}$`,
      ),
    );
  });

  test('of any bytes changed, cut and moved', async () => {
    const bytes = Buffer.from(JSON.stringify(sound()));
    const position = fc.nat(bytes.length - 1);
    const change = fc.record({ at: position, byte: fc.nat(255), from: position, length: fc.nat(40) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 3 }),
        position,
        fc.boolean(),
        async (changes, end, isCut) => {
          const damaged = Buffer.from(bytes);
          for (const { at, byte, from, length } of changes) {
            if (length < 20) damaged[at] = byte;
            else damaged.copyWithin(at, from, from + length);
          }
          await judgeFile(isCut ? damaged.subarray(0, end) : damaged);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('100,000 nodes are read from a file', { timeout: 30_000 }, async () => {
  const { nodes, ...rest } = sound();
  const relus = Array.from({ length: 100_000 }, (_, i): Row => {
    return { op: 'relu', path: 'relu', shape: [1, 2, 3, 3], attributes: {}, inputs: [i] };
  });
  const graph = {
    ...rest,
    nodes: [...nodes.slice(0, 1), ...relus],
    outputs: [{ name: 'y', node: 100_000 }],
    modules: undefined,
  };
  expect(await judgeFile(JSON.stringify(graph))).toBeUndefined();
});
