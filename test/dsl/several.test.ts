/** Networks of several inputs and outputs: names from forward and `input`, and which of them are computed. */

import * as nn from 'netwright';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../compiler/errors.ts';
import { inputsOf } from '../../compiler/ir/graph.ts';
import resnet18 from '../../specs/resnet18.ts';

class Eyes extends nn.Module {
  readonly eye = new nn.Linear(4, 3);
  readonly head = new nn.Linear(6, 2);

  forward({ left, right }: { left: nn.Tensor<[1, 4]>; right: nn.Tensor<[1, 4]> }) {
    const features = nn.concat([this.eye.forward(left), this.eye.forward(right)], 1);
    return { logits: this.head.forward(features), features };
  }
}

const shapes = { left: [1, 4], right: [1, 4] } as const;
const eyes = nn.defineSpec({
  name: 'eyes',
  network: () => new Eyes(),
  input: () => shapes,
  outputs: ['logits'],
  labels: ['left', 'right'],
});

function errorOf(body: () => unknown): UserError {
  try {
    body();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a spec of two inputs', () => {
  test('has them by their names, in order', () => {
    const { graph } = eyes.configure({});
    expect(inputsOf(graph).map(({ path, type }) => [path, type])).toEqual([
      ['left', { dtype: 'float32', shape: [1, 4] }],
      ['right', { dtype: 'float32', shape: [1, 4] }],
    ]);
  });

  test('has the outputs that it says, or those that are asked for, in the order of forward', () => {
    const names = (outputs?: readonly string[]): readonly string[] =>
      eyes.configure({}, outputs).graph.outputs.map(({ name }) => name);
    expect(names()).toEqual(['logits']);
    expect(names(['features', 'logits'])).toEqual(['logits', 'features']);
    expect(eyes.configure({}).otherOutputs).toEqual(['features']);
  });

  test('without its first output has no scores, and leaves out what only they need', () => {
    const { graph, lacksScores } = eyes.configure({}, ['features']);
    expect(lacksScores).toBe(true);
    expect(graph.nodes.map(({ path }) => path)).not.toContain('head.weight');
    expect(graph.modules?.find(({ path }) => path === 'head')?.idle).toBe(true);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'an output of another name',
      () => eyes.configure({}, ['feature']),
      /^eyes: no output is called feature; did you mean features\?\n {2}fix: it has logits, features/,
    ],
    ['no output at all', () => eyes.configure({}, []), /^eyes: no output is asked for/],
    [
      'an input of another name',
      () =>
        nn
          .defineSpec({
            name: 'eyes',
            network: () => new Eyes(),
            input: () => ({ lift: [1, 4], right: [1, 4] }) as never,
          })
          .configure({}),
      /reads the input left; did you mean lift\?\n {2}fix: `input` of the spec has lift, right/,
    ],
    [
      'an input that is no name',
      () =>
        nn
          .defineSpec({ name: 'eyes', network: () => new Eyes(), input: () => ({ 'a b': [1, 4] }) as never })
          .configure({}),
      /^eyes: its input cannot be called "a b"\n/,
    ],
    [
      'an input that is no shape',
      () =>
        nn
          .defineSpec({
            name: 'eyes',
            network: () => new Eyes(),
            input: () => ({ left: [0], right: [1] }) as never,
          })
          .configure({}),
      /^eyes: left of input must be a shape, whole numbers from 1, got \[0\]/,
    ],
  ])('refuses %s', (_, body, message) => {
    expect(errorOf(body).message).toMatch(message);
  });
});

test.each<[string, unknown, RegExp]>([
  ['nothing', {}, /forward must return a tensor, or an object of tensors by name, got /],
  ['a number', { logits: 3 }, /output logits must be a tensor, got 3/],
  ['a name with a dash', { 'a-b': 'x' }, /its output cannot be called a-b/],
])('a forward that returns an object of %s', (_, returned, message) => {
  class Net extends nn.Module {
    forward(_x: nn.Tensor<[1, 4]>) {
      return returned as Record<string, nn.Tensor>;
    }
  }
  const spec = nn.defineSpec({ name: 'net', network: () => new Net(), input: () => [1, 4] });
  expect(errorOf(() => spec.configure({})).message).toMatch(message);
});

test('ResNets that come along offer their embedding, and the maps that it is the mean of', () => {
  const outputs = ['logits', 'features', 'maps'];
  const { graph } = resnet18.configure({ classes: 7, height: 64, width: 64 }, outputs);
  expect(graph.outputs.map(({ name, node }) => [name, node.type.shape])).toEqual([
    ['logits', [1, 7]],
    ['features', [1, 512]],
    ['maps', [1, 512, 2, 2]],
  ]);
});
