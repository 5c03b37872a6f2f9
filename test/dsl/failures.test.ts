/** What a spec's own code does wrong is an error that says where, whatever it throws or returns: no raw TypeError. */

import * as nn from 'netwright';
import { describe, expect, test } from 'vitest';
import { traceNetwork } from '../../compiler/dsl/spec.ts';
import { UserError } from '../../compiler/errors.ts';

type Network = nn.Module & { forward(x: never): nn.Tensor };

function errorOf(build: () => unknown): UserError {
  try {
    build();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A network with a block that does this, as a spec in JavaScript may. */
function failing(body: (x: never, block: Block) => unknown): () => unknown {
  return () => traceNetwork('net', new Net(new Block(body)) as never, [1, 3, 8, 8]);
}

class Block extends nn.Module {
  readonly conv = new nn.Conv2d(3, 4, 1);
  readonly body: (x: never, block: Block) => unknown;
  readonly list = [new nn.Conv2d(3, 4, 1)];
  readonly #hidden = new nn.Conv2d(3, 4, 1);

  constructor(body: (x: never, block: Block) => unknown) {
    super();
    this.body = body;
  }

  get hidden() {
    return this.#hidden;
  }

  forward(x: never) {
    return this.body(x, this);
  }
}

class Net extends nn.Module {
  readonly block: Block;
  constructor(block: Block) {
    super();
    this.block = block;
  }
  forward(x: never) {
    return this.block.forward(x);
  }
}

const loose = (value: unknown) => value as never;
/** Reads a field as JavaScript does. */
const fieldOf = (value: unknown, name: string): unknown => (value as Record<string, unknown>)[name];

describe('a forward that', () => {
  let kept: unknown;
  test.each<[string, (x: never, block: Block) => unknown, at: string, RegExp]>([
    [
      'throws',
      () => {
        throw new TypeError('oops');
      },
      'block',
      /its forward fails: oops \(failures\.test\.ts:\d+\)/,
    ],
    [
      'throws no error',
      () => {
        throw 'text';
      },
      'block',
      /its forward fails: text/,
    ],
    [
      'calls a module',
      (x, { conv }) => (conv as unknown as (x: unknown) => unknown)(x),
      'block',
      /conv is not a function .*\n {2}fix: a module is run by its forward/,
    ],
    [
      'reads a field that there is not',
      (_, block) => fieldOf(fieldOf(block, 'missing'), 'forward'),
      'block',
      /undefined.*\n {2}fix: declare what it reads as a field/,
    ],
    [
      'runs itself',
      (x, block) => block.forward(x),
      'block',
      /Maximum call stack .*\n {2}fix: a module that runs itself/,
    ],
    [
      'returns nothing',
      () => undefined,
      'block',
      /its forward returns nothing\n {2}fix: end it with `return`/,
    ],
    [
      'gives a layer nothing',
      (_, { conv }) => conv.forward(loose(undefined)),
      'block.conv',
      /a Conv2d reads a tensor, got nothing/,
    ],
    ['gives a layer a number', (_, { conv }) => conv.forward(loose(3)), 'block.conv', /got 3/],
    [
      'gives a layer a list',
      (x, { conv }) => conv.forward(loose([x])),
      'block.conv',
      /got \[a tensor \[1, 3, 8, 8\]\]/,
    ],
    [
      'gives a layer two',
      (x, { conv }) => (conv.forward as (...xs: unknown[]) => unknown)(x, 2),
      'block.conv',
      /reads one tensor, got 2 beside it/,
    ],
    [
      'runs a module of an array',
      (x, { list }) => list[0]?.forward(x),
      'block',
      /a Conv2d with a parameter weight that is no member/,
    ],
    [
      'runs a module of a private field',
      (x, { hidden }) => hidden.forward(x),
      'block',
      /no member of it\n.*#private field/,
    ],
    [
      'makes a module',
      x => new nn.Conv2d(3, 4, 1).forward(x),
      'block',
      /no member of it\n.*in its constructor/,
    ],
    [
      'keeps a tensor of an earlier run',
      (x, { conv }) => {
        kept ??= x;
        return conv.forward(loose(kept));
      },
      'block.conv',
      /of another network, or of an earlier run/,
    ],
  ])('%s', (name, body, at, message) => {
    const build = failing(body);
    if (name.startsWith('keeps')) build();
    const error = errorOf(build);
    expect(error.message).toMatch(message);
    expect(error.at).toBe(at);
  });

  test('keeps what was thrown as the cause', () => {
    const cause = new RangeError('deep');
    const error = errorOf(
      failing(() => {
        throw cause;
      }),
    );
    expect(error.cause).toBe(cause);
  });

  test.each<[string, (x: never) => unknown, RegExp]>([
    [
      'a list',
      x => [x],
      /forward must return a tensor, or an object of tensors by name, got \[a tensor \[1, 3, 8, 8\]\]/,
    ],
    ['a promise', async x => x, /got a promise/],
    ['a text', x => x + ('' as never), /got '\[object Object\]'/],
    ['null', () => null, /got null/],
  ])('returns %s for the network', (_, body, message) => {
    class Root extends nn.Module {
      forward(x: never) {
        return body(x);
      }
    }
    expect(errorOf(() => traceNetwork('net', new Root() as never, [1, 3, 8, 8])).message).toMatch(message);
  });

  test('is missing', () => {
    const Bare = class Bare extends (nn.Module as unknown as new () => Network) {};
    const error = errorOf(() => traceNetwork('net', new nn.Sequential(loose([new Bare()])), [1, 3]));
    expect(error.message).toMatch(/^0: the class Bare has no forward\n {2}fix: declare `forward\(x\)/);
  });

  test('is a field works as a method does', () => {
    class Field extends (nn.Module as unknown as new () => Network) {
      readonly fc = new nn.Linear(3, 2);
      override forward = (x: nn.Tensor<[1, 3]>) => nn.add(this.fc.forward(x), 1);
    }
    const graph = traceNetwork('net', new nn.Sequential(loose([new Field()])), [1, 3]);
    expect(graph.nodes.map(({ op, path }) => `${op.name} ${path}`)).toContain('add 0');
    expect(graph.modules?.map(({ path }) => path)).toEqual(['', '0', '0.fc']);
  });
});

test('a layer outside of a network says where it is run', () => {
  const error = errorOf(() => new nn.Conv2d(3, 4, 1).forward(loose(1)));
  expect(error.at).toMatch(/^failures\.test\.ts:\d+$/);
});

describe('defineSpec', () => {
  const whole = { name: 'net', network: () => new nn.Linear(3, 2), input: () => [1, 3] as const };
  const define = (fields: unknown) => nn.defineSpec(loose(fields));

  test('needs a name, a network and an input, and no more', () => {
    const spec = nn.defineSpec(whole);
    expect(spec.summary).toBe('');
    const { settings, graph } = spec.configure({});
    expect(settings).toEqual({});
    expect(graph.outputs[0]?.node.type.shape).toEqual([1, 2]);
    expect(errorOf(() => spec.configure({ classes: 3 })).code).toBe('bad-settings');
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /takes an object, got nothing/],
    ['a function', () => whole, /takes an object, got a function/],
    ['too little', {}, /name, network, input missing\n {2}fix: write defineSpec/],
    ['no input', { ...whole, input: undefined }, /: input missing/],
    [
      'an unknown field',
      { ...whole, preprocess: () => {} },
      /unknown field preprocess; did you mean preprocessing\?/,
    ],
    ['a name of another type', { ...whole, name: 3 }, /name must be a name in kebab-case, got 3/],
    ['a name in capitals', { ...whole, name: 'MyNet' }, /expected a name in kebab-case/],
    [
      'a module as its network',
      { ...whole, network: new nn.ReLU() },
      /network must be a function from settings to a module, got a ReLU/,
    ],
    ['a shape as its input', { ...whole, input: [1, 3] }, /input must be a function .*, got \[1, 3\]/],
    [
      'settings without a schema',
      { ...whole, settings: { a: 1 } },
      /settings must be a schema of zod, .* got an object/,
    ],
    ['a list as its summary', { ...whole, summary: ['a'] }, /summary must be a line of text, got \['a'\]/],
    [
      'labels of another word',
      { ...whole, labels: 'cifar' },
      /labels must be 'imagenet', or a list of names, got 'cifar'/,
    ],
    ['labels that are no names', { ...whole, labels: [1, 2] }, /labels must be .* got \[1, 2\]/],
    [
      'preprocessing that is no function',
      { ...whole, preprocessing: { resize: 3 } },
      /preprocessing must be a function/,
    ],
  ])('given %s', (_, fields, message) => {
    const error = errorOf(() => define(fields));
    expect(error.message).toMatch(message);
    expect(error.at).toMatch(/^defineSpec/);
  });

  test.each<[string, unknown, RegExp]>([
    [
      'a network that throws',
      { ...whole, network: () => fieldOf(undefined, 'x') },
      /network fails: .* \(failures\.test\.ts:\d+\)/,
    ],
    [
      'a class for a network',
      { ...whole, network: () => nn.ReLU },
      /network must return a module, got the function ReLU\n {2}fix: write `new`/,
    ],
    ['no network', { ...whole, network: () => {} }, /network must return a module, got nothing/],
    ['a promise of a network', { ...whole, network: async () => new nn.ReLU() }, /got a promise/],
    ['an input that throws', { ...whole, input: () => fieldOf(null, 'x') }, /input fails: /],
    [
      'no shape',
      { ...whole, input: () => undefined },
      /input must return a shape, whole numbers from 1, got nothing/,
    ],
    ['a shape of nothing', { ...whole, input: () => [] }, /got \[\]/],
    ['a shape of no numbers', { ...whole, input: () => [1, '3'] }, /got \[1, '3'\]/],
    [
      'a shape of a setting that there is not',
      { ...whole, input: (settings: { batch: number }) => [settings.batch, 3] },
      /got \[nothing, 3\]/,
    ],
    ['a shape of 0', { ...whole, input: () => [0, 3] }, /got \[0, 3\]/],
    [
      'preprocessing without a mean',
      { ...whole, preprocessing: () => ({ resize: 8, std: [1, 1, 1] }) },
      /mean of preprocessing must be three numbers, got nothing/,
    ],
    [
      'preprocessing by 0',
      { ...whole, preprocessing: () => ({ resize: 8, mean: [0, 0, 0], std: [0, 1, 1] }) },
      /std of preprocessing must be three numbers other than 0/,
    ],
    [
      'settings that are no object',
      { ...whole, settings: nn.z.any().transform(() => 3) },
      /settings must be an object, got 3/,
    ],
  ])('with %s', (_, fields, message) => {
    const spec = define(fields);
    const error = errorOf(() => spec.configure({}));
    expect(error.message).toMatch(message);
    expect(error.at).toBe('net');
  });
});
