/** Batch norms without parameters or statistics, and modules that are tied: built, computed, folded and listed. */

import * as nn from 'netwright';
import { describe, expect, test } from 'vitest';
import { traceNetwork } from '../../compiler/dsl/spec.ts';
import { type Graph, isOp } from '../../compiler/ir/graph.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { outlineOf } from '../../compiler/outline/build.ts';
import { printModules } from '../../compiler/outline/modules.ts';
import { runPipeline } from '../../compiler/passes/pipeline.ts';
import { readOperatorGoldens } from '../golden/operators/read.ts';

const parametersOf = (graph: Graph) =>
  graph.nodes.filter(node => isOp(node, parameter)).map(({ path }) => path);

describe('a batch norm', () => {
  test.each<
    [
      how: string,
      golden: string,
      options: nn.BatchNormOptions,
      parameters: readonly string[],
      places: readonly number[],
    ]
  >([
    [
      'without affine',
      'batch-norm-without-affine',
      { affine: false },
      ['running_mean', 'running_var'],
      [3, 4],
    ],
    [
      'without statistics',
      'batch-norm-by-batch-of-3',
      { epsilon: 0.01, trackRunningStats: false },
      ['weight', 'bias'],
      [1, 2],
    ],
  ])('%s is PyTorch’s, before and after folding', async (_, name, options, parameters, places) => {
    const golden = readOperatorGoldens().find(row => row.name === name);
    if (!golden) throw new Error(`there is no golden ${name}`);
    const [x] = golden.inputs;
    const shape = x?.shape ?? [];
    const graph = traceNetwork('net', new nn.BatchNorm2d(shape[1] ?? 0, options), shape);
    expect(parametersOf(graph)).toEqual(parameters);
    const given = new Map([
      ['input', x],
      ...parameters.map((path, i) => [path, golden.inputs[places[i] ?? 0]] as const),
    ]);
    for (const stage of [graph, runPipeline(graph).at(-1)?.graph ?? graph]) {
      const [y] = await interpret(stage, ({ path }) => Float64Array.from(given.get(path)?.data ?? []));
      expect(y?.data.length).toBe(golden.expected.data.length);
      const away = golden.expected.data.map((value, i) => Math.abs(value - (y?.data[i] ?? Number.NaN)));
      expect(Math.max(...away)).toBeLessThan(1e-6);
    }
  });

  test('folds into the convolution before it without affine', () => {
    const net = new nn.Sequential(
      new nn.Conv2d(3, 4, 3),
      new nn.BatchNorm2d(4, { affine: false }),
      new nn.ReLU(),
    );
    const graph = traceNetwork('net', net, [1, 3, 8, 8]);
    const after = runPipeline(graph).at(-1)?.graph;
    expect(after?.outputs[0]?.node.op.name).toBe('conv2d');
  });

  test('says so where networks are compared', () => {
    const attributes = (options: nn.BatchNormOptions) =>
      JSON.stringify(outlineOf(traceNetwork('net', new nn.BatchNorm2d(4, options), [1, 4, 8, 8])));
    expect(attributes({ affine: false })).toContain('"affine":false');
    expect(attributes({})).not.toContain('affine');
  });

  test('by the batch needs more than one value a channel', () => {
    const net = new nn.BatchNorm2d(4, { trackRunningStats: false });
    expect(() => traceNetwork('net', net, [1, 4, 1, 1])).toThrow(/one value a channel: no statistics/);
  });
});

describe('tied modules', () => {
  /** An encoder that decodes too. */
  class Tied extends nn.Module {
    readonly encoder = new nn.Linear(4, 4);
    readonly act = new nn.ReLU(true);
    readonly decoder = this.encoder;
    forward<N extends number>(x: nn.Tensor<[N, 4]>): nn.Tensor<[N, 4]> {
      return this.decoder.forward(this.act.forward(this.encoder.forward(x)));
    }
  }

  test('have one set of parameters, and are listed at both places', async () => {
    const graph = nn
      .defineSpec({ name: 'tied', network: () => new Tied(), input: () => [1, 4] })
      .configure({}).graph;
    expect(parametersOf(graph)).toEqual(['encoder.weight', 'encoder.bias']);
    expect(printModules(graph)).toBe(`Tied(
  (encoder): Linear(in_features=4, out_features=4, bias=True)
  (act): ReLU(inplace=True)
  (decoder): Linear(in_features=4, out_features=4, bias=True)
)
`);
    const twice = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 2 : 0));
    const [y] = await interpret(graph, ({ path }) => {
      if (path === 'input') return Float64Array.of(1, -1, 2, 3);
      return path === 'encoder.weight' ? twice : Float64Array.of(0, 0, 0, 1);
    });
    expect([...(y?.data ?? [])]).toEqual([4, 0, 8, 15]);
  });
});
