/** A listing of modules is what Python's `print(model)` prints, byte for byte. */

import { readdirSync, readFileSync } from 'node:fs';
import {
  Activation,
  AvgPool2d,
  add,
  Conv2d,
  flatten,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  type Tensor,
} from 'netwright';
import { describe, expect, test } from 'vitest';
import { traceNetwork } from '../../compiler/dsl/spec.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { makeGraph, makeNode, unnamed } from '../../compiler/ir/graph.ts';
import { graphFromJson, graphToJson } from '../../compiler/ir/json.ts';
import { relu } from '../../compiler/ops/elementwise.ts';
import { input } from '../../compiler/ops/leaf.ts';
import { printModules } from '../../compiler/outline/modules.ts';
import { foldBatchNorm } from '../../compiler/passes/fold-batch-norm.ts';
import { importSpec, specNames } from '../support/specs.ts';
import { Layers } from './layers.ts';

const folder = new URL('../golden/modules/', import.meta.url);
const goldenOf = (name: string): string => readFileSync(new URL(`${name}.txt`, folder), 'utf8');

const layers = (): Graph => traceNetwork('layers', new Layers(), [1, 3, 8, 8]);

describe('what PyTorch prints', () => {
  test('there is a golden of every spec, and of the layers', () => {
    const names = readdirSync(folder).map(file => file.replace('.txt', ''));
    expect(names.sort()).toEqual([...specNames, 'layers'].sort());
  });

  test.each(specNames)('%s', async name => {
    const { graph } = (await importSpec(name)).configure({});
    expect(printModules(graph)).toBe(goldenOf(name));
  });

  test('every layer, in the forms that its options take', () => {
    expect(printModules(layers())).toBe(goldenOf('layers'));
  });

  test.each(specNames)('%s with other settings', async name => {
    const { graph } = (await importSpec(name)).configure({ classes: 11, batch: 2, height: 64 });
    const golden = goldenOf(name);
    const expected = golden.replace(/(?<head>fc\): Linear.*out_features=)\d+/, '$<head>11');
    expect(expected).not.toBe(golden);
    expect(printModules(graph)).toBe(expected);
  });
});

test('a graph read back from JSON prints the same', () => {
  const graph = layers();
  const again = graphFromJson(JSON.parse(JSON.stringify(graphToJson(graph))), 'layers.json');
  expect(again.modules).toEqual(graph.modules);
  expect(printModules(again)).toBe(goldenOf('layers'));
});

/** The listing of one module. */
const listed = (module: Module): string => {
  class Net extends Module {
    readonly it = module;
    forward(x: Tensor): Tensor {
      return x;
    }
  }
  const [, ...lines] = printModules(traceNetwork('net', new Net(), [1])).split('\n');
  return lines.slice(0, -2).join('\n');
};

describe('what PyTorch cannot say is said in its manner', () => {
  const sides = (top: number, bottom: number, left: number, right: number) =>
    [[top, bottom] as const, [left, right] as const] as const;
  const conv = 'Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1)';

  test.each([
    [new Conv2d(3, 8, { kernel: 3, padding: sides(0, 1, 2, 3) }), `${conv}, padding=((0, 1), (2, 3)))`],
    [new Conv2d(3, 8, { kernel: 3, padding: sides(1, 1, 2, 2) }), `${conv}, padding=(1, 2))`],
    [new Conv2d(3, 8, { kernel: 3, padding: sides(0, 0, 0, 0) }), `${conv})`],
    [
      new MaxPool2d({ kernel: 3, padding: sides(0, 1, 0, 1) }),
      'MaxPool2d(kernel_size=3, stride=3, padding=((0, 1), (0, 1)), dilation=1, ceil_mode=False)',
    ],
    [
      new AvgPool2d({ kernel: 3, padding: sides(1, 1, 0, 0) }),
      'AvgPool2d(kernel_size=3, stride=3, padding=(1, 0))',
    ],
    [new Activation('silu', {}), "Activation('silu')"],
    [new Activation('leakyRelu', { slope: 0.00001 }), "Activation('leakyRelu', slope=1e-05)"],
    [new Activation('gelu', { approximate: 'tanh' }), "Activation('gelu', approximate='tanh')"],
  ])('%#', (module, text) => {
    expect(listed(module)).toBe(`  (it): ${text}`);
  });
});

describe('odd networks', () => {
  test('a field that leads back to a module around it is not listed', () => {
    class Part extends Module {
      readonly owner: Module;
      readonly relu = new ReLU();
      constructor(owner: Module) {
        super();
        this.owner = owner;
      }
      forward(x: Tensor): Tensor {
        return this.relu.forward(x);
      }
    }
    class Whole extends Module {
      readonly itself = this;
      readonly part = new Part(this);
      readonly other = this.part;
      forward(x: Tensor): Tensor {
        return this.part.forward(x);
      }
    }
    expect(printModules(traceNetwork('net', new Whole(), [1]))).toMatchInlineSnapshot(`
      "Whole(
        (part): Part(
          (relu): ReLU()
        )
        (other): Part(
          (relu): ReLU()
        )
      )
      "
    `);
  });

  test('a class without a name is a Module', () => {
    const anonymous = (() =>
      class extends Module {
        forward(x: Tensor): Tensor {
          return x;
        }
      })();
    expect(listed(new anonymous())).toBe('  (it): Module()');
  });
});

describe('a graph without records prints its outline', () => {
  /** A block with a layer that runs twice and a sum of its own. */
  class Block extends Module {
    readonly conv = new Conv2d(3, 3, { kernel: [3, 1], padding: [1, 0], bias: false });
    readonly relu = new ReLU();
    forward(x: Tensor<[1, 3, 4, 4]>) {
      return this.relu.forward(add(this.relu.forward(this.conv.forward(x)), x));
    }
  }
  class Net extends Module {
    readonly block = new Block();
    readonly gelu = new Activation('gelu', { approximate: 'none' });
    readonly leaky = new Activation('leakyRelu', { slope: 0.00001 });
    readonly fc = new Linear(48, 10);
    forward(x: Tensor<[1, 3, 4, 4]>) {
      return this.fc.forward(flatten(this.leaky.forward(this.gelu.forward(this.block.forward(x)))));
    }
  }
  const { modules, ...bare } = traceNetwork('net', new Net(), [1, 3, 4, 4]);

  test('modules as Module, what runs as operators', () => {
    expect(modules?.length).toBe(7);
    expect(printModules(bare)).toMatchInlineSnapshot(`
      "Module(
        (block): Module(
          (conv): conv2d(in=3, out=3, kernel='3x1', bias=False, stride=1, padding='[1, 0]', dilation=1, groups=1)
          (relu): relu()
          (add): add()
          (relu#2): relu()
        )
        (gelu): gelu(approximate='none')
        (leaky): leakyRelu(slope=1e-05)
        (flatten): flatten(start=1)
        (fc): linear(inFeatures=48, outFeatures=10, bias=True)
      )
      "
    `);
  });

  test('so does one whose list of records is empty', () => {
    expect(printModules({ ...bare, modules: [] })).toBe(printModules(bare));
  });

  test('and one that has been through a pass', async () => {
    const { graph } = (await importSpec('resnet18')).configure({});
    const text = printModules(foldBatchNorm.run(graph));
    expect(text.split('\n').slice(0, 6)).toMatchInlineSnapshot(`
      [
        "Module(",
        "  (conv1): conv2d(in=3, out=64, kernel=7, bias='339037951d42', stride=2, padding=3, dilation=1, groups=1, weight='c2c6e17ac1b4')",
        "  (relu): relu()",
        "  (maxpool): maxPool(kernel=3, stride=2, padding=1, dilation=1, ceilMode=False)",
        "  (layer1): Module(",
        "    (0): Module(",
      ]
    `);
    expect(text).not.toContain('batchNorm');
  });
});

describe('records from elsewhere', () => {
  const x = makeNode(input, { shape: [1] }, [], 'x');
  const graph = (path: string): Graph => makeGraph('net', unnamed([makeNode(relu, {}, [x], path)]), [x]);
  const record = (path: string, type: string, text = '') => ({ path, type, text });

  test('may have names with dots', () => {
    const modules = [
      record('', 'Net'),
      record('a', 'A'),
      record('a.b.c', 'C', 'one'),
      record('ab', 'D', 'two'),
    ];
    expect(printModules({ ...graph('y'), modules })).toMatchInlineSnapshot(`
      "Net(
        (a): A(
          (b.c): C(one)
        )
        (ab): D(two)
      )
      "
    `);
  });

  test('may be as deep as they like', () => {
    const depth = 5000;
    const paths = Array.from({ length: depth }, (_, i) =>
      Array(i + 1)
        .fill('a')
        .join('.'),
    );
    const modules = [record('', 'Net'), ...paths.map(path => record(path, 'ModuleList'))];
    const lines = printModules({ ...graph('y'), modules }).split('\n');
    expect(lines.length).toBe(2 * depth + 2);
    expect(lines[depth]).toBe(`${'  '.repeat(depth)}(0): ModuleList()`);
  });

  test('as may the paths of nodes', () => {
    const depth = 5000;
    const lines = printModules(graph(Array(depth).fill('a').join('.'))).split('\n');
    expect(lines.length).toBe(2 * depth + 2);
    expect(lines[depth]).toBe(`${'  '.repeat(depth)}(a): relu()`);
  });
});
