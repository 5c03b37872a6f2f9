/** Every shipped spec declares the tensors of PyTorch's model: names, shapes, number of parameters, MACs. */

import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isSpec, type Spec } from '../../compiler/dsl/spec.ts';
import { type Graph, isOp, macsOf } from '../../compiler/ir/graph.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { elementCount, type Shape } from '../../compiler/shape.ts';
import { networkGoldenNames, readNetworkGolden } from '../golden/networks/read.ts';

const folder = new URL('../../specs/', import.meta.url);
const specNames = readdirSync(folder)
  .filter(file => file.endsWith('.ts'))
  .map(file => file.slice(0, -'.ts'.length))
  .sort();

async function importSpec(name: string): Promise<Spec> {
  const { default: spec }: { default: unknown } = await import(new URL(`${name}.ts`, folder).href);
  if (!isSpec(spec)) throw new Error(`specs/${name}.ts exports no spec`);
  return spec;
}

/** Parameters by name, in the order of their names: PyTorch orders by declaration, a graph by use. */
function parametersOf(graph: Graph): readonly (readonly [name: string, shape: Shape])[] {
  return byName(graph.nodes.filter(node => isOp(node, parameter)).map(node => [node.path, node.type.shape]));
}

function byName<T extends readonly [name: string, shape: Shape]>(tensors: readonly T[]): readonly T[] {
  return tensors.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** PyTorch counts statistics as buffers, not as parameters. */
const isStatistic = (name: string): boolean => /\.running_(mean|var)$/.test(name);

test('every shipped spec has a golden', () => {
  expect(networkGoldenNames).toEqual(specNames);
});

test("the article's network has the 21,797,672 parameters that PyTorch counts", () => {
  expect(readNetworkGolden('article-resnet50').parameters).toBe(21_797_672);
});

describe.each(networkGoldenNames)('%s', name => {
  const golden = readNetworkGolden(name);

  test.each(golden.cases.map(({ settings, shape }) => ({ settings, shape })))(
    'traces with $settings',
    async ({ settings, shape }) => {
      const { spec, graph } = (await importSpec(name)).configure(settings);
      expect(spec).toBe(golden.spec);
      const tensors = golden.tensors.map(([tensor, size]): readonly [string, Shape] =>
        // The golden lists them for 1000 classes.
        [tensor, tensor.startsWith('fc.') ? size.with(0, settings.classes) : size],
      );
      expect(parametersOf(graph)).toEqual(byName(tensors));
      expect(graph.outputs.map(({ node }) => node.type.shape)).toEqual([shape]);
    },
  );

  test('has as many parameters and multiply-accumulates', async () => {
    const { graph } = (await importSpec(name)).configure({});
    const counts = parametersOf(graph).map(([path, shape]) => (isStatistic(path) ? 0 : elementCount(shape)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(golden.parameters);
    expect(graph.nodes.reduce((sum, node) => sum + macsOf(node), 0)).toBe(golden.macs);
  });
});
