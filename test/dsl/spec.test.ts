/** Specs: settings checked and filled in, every size of input from 33 up, clear errors below. */

import {
  Conv2d,
  defineSpec,
  Flatten,
  imagenetPreprocessing,
  imageSettings,
  Linear,
  MaxPool2d,
  Sequential,
  type Spec,
} from 'netwright';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isSpec } from '../../compiler/dsl/spec.ts';
import { UserError } from '../../compiler/errors.ts';
import { isOp } from '../../compiler/ir/graph.ts';
import { conv2d } from '../../compiler/ops/convolution.ts';
import resnet18 from '../../specs/resnet18.ts';
import { networkGoldenNames } from '../golden/networks/read.ts';

/** Shapes of a spec's outputs with these settings. */
function outputsOf(spec: Spec, settings: Readonly<Record<string, unknown>>) {
  return spec.configure(settings).graph.outputs.map(({ node: { type } }) => type.shape);
}

function errorOf(build: () => unknown): UserError {
  try {
    build();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('every shipped spec', () => {
  const sizes = [
    [33, 33],
    [33, 97],
    [97, 131],
    [224, 33],
    [225, 223],
    [299, 299],
    [512, 64],
  ] as const;

  test.each(networkGoldenNames)('%s takes any input size from 33 up, batches and classes', async name => {
    const { default: spec }: { default: Spec } = await import(`../../specs/${name}.ts`);
    expect(isSpec(spec)).toBe(true);
    expect(spec.name).toBe(name);
    const classes = name.startsWith('cifar-') ? 10 : 1000;
    expect(outputsOf(spec, {})).toEqual([[1, classes]]);
    for (const [height, width] of sizes) expect(outputsOf(spec, { height, width })).toEqual([[1, classes]]);
    expect(outputsOf(spec, { classes: 10, batch: 3, height: 65, width: 33 })).toEqual([[3, 10]]);
  });

  test.each(networkGoldenNames)('%s ends with the same sizes whatever the way to them', async name => {
    const { default: spec }: { default: Spec } = await import(`../../specs/${name}.ts`);
    const { graph } = spec.configure({ height: 97, width: 131 });
    const last = graph.nodes.findLast(node => isOp(node, conv2d));
    // Five halvings, each rounded up; of the small networks, two.
    expect(last?.type.shape.slice(2)).toEqual(name.startsWith('cifar-') ? [25, 33] : [4, 5]);
  });
});

describe('settings', () => {
  test('have defaults, and are kept as set', () => {
    expect(resnet18.configure({}).settings).toEqual({ classes: 1000, batch: 1, height: 224, width: 224 });
    expect(resnet18.configure({ classes: 7 }).settings).toMatchObject({ classes: 7, batch: 1 });
  });

  test('may come as text, from a command line', () => {
    expect(outputsOf(resnet18, { classes: '10', batch: '2' })).toEqual([[2, 10]]);
  });

  test('an unknown one is an error that lists those there are', () => {
    const error = errorOf(() => resnet18.configure({ clases: 10 }));
    expect(error.code).toBe('bad-settings');
    expect(error.at).toBe('resnet18');
    expect(error.message).toMatchInlineSnapshot(`
      "resnet18: no setting is called clases; did you mean classes?
        fix: its settings are classes, batch, height, width"
    `);
  });

  test.each([['zero'], [0], [-3], [2.5], [null], [Number.NaN], [Number.POSITIVE_INFINITY], ['1e400'], [[]]])(
    'classes of %j is an error that names it',
    value => {
      const error = errorOf(() => resnet18.configure({ classes: value }));
      expect(error.code).toBe('bad-settings');
      expect(error.message).toMatch(/^resnet18: classes: /);
    },
  );

  test('all mistakes at once', () => {
    const error = errorOf(() => resnet18.configure({ classes: 'many', height: -1 }));
    expect(error.message).toMatchInlineSnapshot(`
      "resnet18: classes: Invalid input: expected number, got many; height: Too small: expected number to be >0
        fix: its settings are classes, batch, height, width"
    `);
  });

  test('a spec may have its own', () => {
    const spec = defineSpec({
      name: 'tiny',
      summary: 'one convolution',
      settings: z.strictObject({
        width: z.coerce.number().int().default(8),
        bias: z.boolean().default(true),
      }),
      network: ({ width, bias }) => new Conv2d(3, width, { kernel: 3, bias }),
      input: () => [1, 3, 9, 9],
    });
    expect(outputsOf(spec, { width: 5, bias: false })).toEqual([[1, 5, 7, 7]]);
    expect(errorOf(() => spec.configure({ bias: 'no' })).fix).toBe('its settings are width, bias');
  });
});

describe('inputs too small for a network', () => {
  const network = (features: number) =>
    new Sequential(
      new Conv2d(3, 8, { kernel: 5 }),
      new MaxPool2d({ kernel: 3, stride: 2 }),
      new Conv2d(8, 8, { kernel: 3 }),
      new Flatten(),
      new Linear(features, 10),
    );
  const spec = defineSpec({
    name: 'unpadded',
    summary: 'windows without padding',
    settings: imageSettings,
    network: () => network(8),
    input: ({ batch, height, width }) => [batch, 3, height, width],
  });

  test('just fit', () => {
    expect(outputsOf(spec, { height: 11, width: 11 })).toEqual([[1, 10]]);
  });

  test('or give an error at the first layer that does not', () => {
    const error = errorOf(() => spec.configure({ height: 11, width: 10 }));
    expect(error.at).toBe('2');
    expect(error.message).toMatchInlineSnapshot(`
      "2: conv2d: a 3x3 window does not fit the padded 3x2 input
        fix: give a larger input, or more padding"
    `);
    expect(errorOf(() => spec.configure({ height: 4, width: 9 })).at).toBe('0');
  });

  test('or at the linear layer that was made for another size', () => {
    const error = errorOf(() => spec.configure({ height: 32, width: 32 }));
    expect(error.at).toBe('4');
    expect(error.message).toMatchInlineSnapshot(`
      "4: linear expects [..., 8] for its weight [10, 8], got [1, 968]
        fix: flatten the input first, and make its features equal to what it reads"
    `);
  });
});

test('preprocessing scales with the input', () => {
  expect(imagenetPreprocessing({ height: 224, width: 224 }).resize).toBe(256);
  expect(imagenetPreprocessing({ height: 112, width: 160 }).resize).toBe(183);
  expect(resnet18.configure({ height: 112, width: 112 }).preprocessing?.resize).toBe(128);
});

test('what is no spec is told from one', () => {
  for (const value of [undefined, null, 'resnet18', {}, { name: 'resnet18', configure() {} }]) {
    expect(isSpec(value)).toBe(false);
  }
});
