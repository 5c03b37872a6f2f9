/** Parameters have the checkpoint's names, in PyTorch's order. */

import {
  BatchNorm2d,
  Conv2d,
  Linear,
  Module,
  ModuleList,
  ReLU,
  Sequential,
  type Spec,
  type Tensor,
} from 'netwright';
import { describe, expect, test } from 'vitest';
import { membersOf, pathsOf } from '../../compiler/dsl/module.ts';
import { traceNetwork } from '../../compiler/dsl/spec.ts';
import { type Graph, isOp } from '../../compiler/ir/graph.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { ResNet } from '../../specs/resnet/bottleneck.ts';
import { networkGoldenNames, readNetworkGolden } from '../golden/networks/read.ts';
import { inputOf } from '../types/shapes.ts';

/** Names and shapes of a graph's parameters, in the order in which they are read. */
function parametersOf(graph: Graph): [name: string, shape: readonly number[]][] {
  return graph.nodes.filter(node => isOp(node, parameter)).map(node => [node.path, node.type.shape]);
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

describe('shipped specs', () => {
  test.each(networkGoldenNames)('%s has PyTorch’s names and shapes, no more and no fewer', async name => {
    const { default: spec }: { default: Spec } = await import(`../../specs/${name}.ts`);
    const golden = readNetworkGolden(name);
    const { graph } = spec.configure({});
    const expected = golden.tensors.filter(([tensor]) => !tensor.endsWith('num_batches_tracked'));
    expect(parametersOf(graph).sort(byName)).toEqual([...expected].sort(byName));
  });

  test('the names that are easy to get wrong', () => {
    const graph = traceNetwork('net', new ResNet([3, 4, 6, 3], 1000), [1, 3, 224, 224]);
    const names = new Map(parametersOf(graph));
    expect(names.get('conv1.weight')).toEqual([64, 3, 7, 7]);
    expect(names.get('layer1.0.downsample.0.weight')).toEqual([256, 64, 1, 1]);
    expect(names.get('layer1.0.downsample.1.running_var')).toEqual([256]);
    expect(names.get('layer4.2.conv3.weight')).toEqual([2048, 512, 1, 1]);
    expect(names.get('fc.bias')).toEqual([1000]);
    expect(names.has('layer1.1.downsample.0.weight')).toBe(false);
    expect(names.size).toBe(267);
  });
});

describe('paths', () => {
  test('members in declaration order', () => {
    const net = new ResNet([1, 1, 1, 1], 10);
    const names = (module: Module) => membersOf(module).map(([name]) => name);
    expect(names(net)).toEqual([
      'conv1',
      'bn1',
      'relu',
      'maxpool',
      'layer1',
      'layer2',
      'layer3',
      'layer4',
      'avgpool',
      'fc',
    ]);
    expect([...pathsOf(net).values()].slice(0, 15)).toEqual([
      '',
      'conv1',
      'bn1',
      'relu',
      'maxpool',
      'layer1',
      'layer1.0',
      'layer1.0.conv1',
      'layer1.0.bn1',
      'layer1.0.conv2',
      'layer1.0.bn2',
      'layer1.0.conv3',
      'layer1.0.bn3',
      'layer1.0.relu',
      'layer1.0.downsample',
    ]);
  });

  test('a node has the path of the innermost module that made it', () => {
    const net = new Sequential(new Sequential(new Conv2d(3, 4, { kernel: 1 }), new ReLU()), new ReLU());
    const graph = traceNetwork('net', net, [1, 3, 5, 5]);
    expect(graph.nodes.map(node => `${node.op.name} ${node.path}`)).toEqual([
      'input input',
      'parameter 0.0.weight',
      'parameter 0.0.bias',
      'conv2d 0.0',
      'relu 0.1',
      'relu 1',
    ]);
  });

  test('ModuleList names its members by their places', () => {
    class Net extends Module {
      readonly blocks = new ModuleList(...[1, 2, 3].map(() => new Conv2d(4, 4, { kernel: 1, bias: false })));
      forward<N extends number, H extends number, W extends number>(x: Tensor<[N, 4, H, W]>) {
        let y = x;
        for (const block of this.blocks) y = block.forward(y);
        return y;
      }
    }
    const names = parametersOf(traceNetwork('net', new Net(), [1, 4, 5, 5])).map(([name]) => name);
    expect(names).toEqual(['blocks.0.weight', 'blocks.1.weight', 'blocks.2.weight']);
  });
});

describe('a module used twice', () => {
  /** One convolution run three times, reached by two names. */
  class Twice extends Module {
    readonly first = new Conv2d(4, 4, { kernel: 3, padding: 1 });
    readonly again = this.first;
    readonly bn = new BatchNorm2d(4);
    forward<N extends number, H extends number, W extends number>(x: Tensor<[N, 4, H, W]>) {
      return this.again.forward(this.bn.forward(this.first.forward(this.bn.forward(x))));
    }
  }

  test('shares its parameters, under its first name', () => {
    const graph = traceNetwork('net', new Twice(), [1, 4, 5, 5]);
    expect(parametersOf(graph).map(([name]) => name)).toEqual([
      'bn.weight',
      'bn.bias',
      'bn.running_mean',
      'bn.running_var',
      'first.weight',
      'first.bias',
    ]);
    const convolutions = graph.nodes.filter(node => node.op.name === 'conv2d');
    expect(convolutions.length).toBe(2);
    expect(convolutions[0]?.inputs[1]).toBe(convolutions[1]?.inputs[1]);
  });

  test('two modules made alike do not share', () => {
    const net = new Sequential(new Linear(4, 4), new Linear(4, 4));
    const graph = traceNetwork('net', net, [1, 4]);
    expect(parametersOf(graph).map(([name]) => name)).toEqual(['0.weight', '0.bias', '1.weight', '1.bias']);
  });
});

test('buffers are told from what is trained', () => {
  const net = new BatchNorm2d(4);
  const graph = traceNetwork('net', net, inputOf(net, [1, 4, 5, 5]).shape);
  const trained = graph.nodes
    .filter(node => isOp(node, parameter))
    .map(node => {
      return [node.path, isOp(node, parameter) && node.attributes.trained];
    });
  expect(trained).toEqual([
    ['weight', true],
    ['bias', true],
    ['running_mean', false],
    ['running_var', false],
  ]);
});
