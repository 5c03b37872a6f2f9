/** ResNets under the names that transformers gives them. */

import { describe, expect, test } from 'vitest';
import { translation } from '../../compiler/checkpoint/conventions.ts';
import { matchCheckpoint } from '../../compiler/checkpoint/index.ts';
import type { Checkpoint, CheckpointTensor } from '../../compiler/checkpoint/types.ts';
import { isOp } from '../../compiler/ir/graph.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { importSpec } from '../support/specs.ts';

const convolution = ['weight'];
const norm = ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'];

/** The names of ResNetForImageClassification, as its modules make them. */
function transformersNames(
  depths: readonly number[],
  convolutions: number,
  shortcuts: readonly boolean[],
): string[] {
  const pair = (at: string): string[] => [
    ...convolution.map(name => `${at}.convolution.${name}`),
    ...norm.map(name => `${at}.normalization.${name}`),
  ];
  const names = pair('resnet.embedder.embedder');
  for (const [stage, depth] of depths.entries()) {
    for (let layer = 0; layer < depth; layer++) {
      const at = `resnet.encoder.stages.${stage}.layers.${layer}`;
      if (layer === 0 && shortcuts[stage]) names.push(...pair(`${at}.shortcut`));
      for (let i = 0; i < convolutions; i++) names.push(...pair(`${at}.layer.${i}`));
    }
  }
  return [...names, 'classifier.1.weight', 'classifier.1.bias'];
}

const basic = [false, true, true, true];
const bottleneck = [true, true, true, true];

describe.each([
  ['resnet18', [2, 2, 2, 2], 2, basic],
  ['resnet34', [3, 4, 6, 3], 2, basic],
  ['resnet50', [3, 4, 6, 3], 3, bottleneck],
  ['resnet101', [3, 4, 23, 3], 3, bottleneck],
  ['resnet152', [3, 8, 36, 3], 3, bottleneck],
] as const)('%s', (spec, depths, convolutions, shortcuts) => {
  const names = transformersNames(depths, convolutions, shortcuts);

  test.each(['', 'module.', 'without resnet.'])('every name is found: %s', async prefix => {
    const { graph } = (await importSpec(spec)).configure({});
    const parameters = graph.nodes.filter(node => isOp(node, parameter));
    const expected = parameters.map(({ path, type }) => ({ name: path, shape: type.shape }));
    const shapes = new Map(expected.map(({ name, shape }) => [name, shape]));
    const translate = translation(names, new Set(shapes.keys()));
    const tensors = new Map<string, CheckpointTensor>();
    for (const name of names) {
      const given = prefix === 'without resnet.' ? name.replace('resnet.', '') : prefix + name;
      const shape = shapes.get(translate(name) ?? '') ?? [];
      tensors.set(given, {
        name: given,
        dtype: 'float32',
        shape,
        read: async () => new Float64Array(),
      });
    }
    const checkpoint: Checkpoint = {
      file: 'model.safetensors',
      format: 'safetensors',
      stateDicts: [{ key: '', isUsual: true, tensors, unreadable: new Map(), aliases: new Map() }],
      close: async () => {},
    };
    const { tensors: matched } = await matchCheckpoint(checkpoint, { tensors: expected });
    expect([...matched.keys()]).toEqual(expected.map(({ name }) => name));
    // Each another: none stands for two.
    expect(new Set([...matched.values()].map(({ name }) => name)).size).toBe(expected.length);
  });
});

test('which tensor becomes which', () => {
  const names = transformersNames([1, 2], 3, bottleneck);
  const expected = ['conv1.weight', 'layer2.0.downsample.0.weight', 'layer2.1.bn3.running_var', 'fc.bias'];
  const translate = translation(names, new Set(expected));
  expect(translate('resnet.embedder.embedder.convolution.weight')).toBe('conv1.weight');
  expect(translate('resnet.encoder.stages.1.layers.0.shortcut.convolution.weight')).toBe(
    'layer2.0.downsample.0.weight',
  );
  expect(translate('resnet.encoder.stages.0.layers.0.shortcut.normalization.bias')).toBe(
    'layer1.0.downsample.1.bias',
  );
  expect(translate('resnet.encoder.stages.1.layers.1.layer.2.normalization.running_var')).toBe(
    'layer2.1.bn3.running_var',
  );
  expect(translate('classifier.1.bias')).toBe('fc.bias');
  expect(translate('classifier.0.bias')).toBeUndefined();
});

test('a network that has these names itself keeps them', () => {
  const names = transformersNames([1], 2, basic);
  expect(names.map(translation(names, new Set(names))).every(name => name === undefined)).toBe(true);
});
