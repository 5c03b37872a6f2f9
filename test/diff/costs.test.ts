/** Costs by stage: every layer of either network is in one, and together they are what the whole costs. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { stages, totals } from '../../compiler/diff/print/costs.ts';
import { reportOn } from '../../compiler/diff/report/report.ts';
import type { Report } from '../../compiler/diff/report/schema.ts';
import { type Graph, isOp, macsOf } from '../../compiler/ir/graph.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { elementCount } from '../../compiler/shape.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { readNetworkGolden } from '../golden/networks/read.ts';
import { buildNetwork } from '../support/build-network.ts';
import { anyGraphs, reportOf, shipped } from '../support/diff.ts';
import { networkEdits } from '../support/network-edits.ts';
import { asMember, namings, Renaming } from '../support/rename.ts';
import * as s from '../support/sketch.ts';
import { importSpec, specNames } from '../support/specs.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** What a graph costs, counted without its outline. */
const costOf = (graph: Graph) => ({
  parameters: sum(
    graph.nodes.map(node =>
      isOp(node, parameter) && node.attributes.trained ? elementCount(node.type.shape) : 0,
    ),
  ),
  macs: sum(graph.nodes.map(macsOf)),
});

function expectSums({ figures }: Report, before: Graph, after: Graph): void {
  for (const [side, graph] of [['before', before] as const, ['after', after] as const]) {
    const cost = costOf(graph);
    expect(figures[side]).toMatchObject(cost);
    const parts = figures.stages.flatMap(stage => stage[side] ?? []);
    expect({
      parameters: sum(parts.map(part => part.parameters)),
      macs: sum(parts.map(part => part.macs)),
    }).toEqual(cost);
  }
}

describe('stages add up to the whole', () => {
  test('of two random networks', () => {
    fc.assert(
      fc.property(anyGraphs, anyGraphs, fc.boolean(), (before, after, structural) =>
        expectSums(reportOf(before, after, structural), before, after),
      ),
      { numRuns: 40 },
    );
  });

  test('of an edited one whose modules are elsewhere', () => {
    const edit = fc.oneof(...Object.values(networkEdits));
    fc.assert(
      fc.property(edit, namings(false), fc.boolean(), (edited, naming, structural) => {
        const before = buildNetwork(edited.before);
        const after = buildNetwork(edited.after);
        for (const other of [new Renaming(naming).graph(after), asMember(after, 'backbone')]) {
          expectSums(reportOf(before, other, structural), before, other);
          expectSums(reportOf(other, before, structural), other, before);
        }
      }),
      { numRuns: 15 },
    );
  });
});

test.each(specNames)('%s costs what PyTorch counts', async name => {
  const { parameters, macs } = readNetworkGolden(name);
  const { figures } = reportOf(await shipped('resnet18'), await shipped(name));
  expect(figures.after).toEqual({ parameters, macs });
});

describe('with a plan', () => {
  const planned = async (before: string, after: string): Promise<Report> => {
    const side = async (name: string) => {
      const configured = (await importSpec(name)).configure({});
      return { from: name, configured, plan: compile(configured, typescript).plan };
    };
    const options = { target: typescript, structural: false };
    return reportOn(await side(before), await side(after), options).report;
  };

  test('weights and steps add up too, and the most that a stage needs is what the whole needs', async () => {
    const { figures } = await planned('resnet18', 'resnet50');
    for (const side of ['before', 'after'] as const) {
      const parts = figures.stages.flatMap(stage => stage[side] ?? []);
      const whole = figures[side];
      expect(sum(parts.map(part => part.weights ?? 0))).toBe(whole.weights);
      expect(sum(parts.map(part => part.steps ?? 0))).toBe(whole.steps);
      expect(Math.max(...parts.map(part => part.activations ?? 0))).toBe(whole.activations);
    }
  });

  test('kernels do not grow with the number of layers that share them', async () => {
    const { before, after } = (await planned('resnet50', 'resnet152')).figures;
    expect(before.kernels).toBeGreaterThan(0);
    expect([after.kernels, after.code]).toEqual([before.kernels, before.code]);
    expect(after.steps).toBeGreaterThan(before.steps ?? 0);
  });
});

describe('stages are', () => {
  const namesOf = (before: Graph, after: Graph): readonly string[] =>
    reportOf(before, after).figures.stages.map(({ name }) => name);
  const resnet = [
    ...['conv1', 'bn1', 'relu', 'maxpool', 'layer1', 'layer2', 'layer3', 'layer4'],
    ...['avgpool', 'flatten', 'fc'],
  ];

  test('the members of the network', async () => {
    expect(namesOf(await shipped('resnet18'), await shipped('resnet50'))).toEqual(resnet);
  });

  test('those of the only module that there is', async () => {
    const graph = await shipped('resnet18');
    const names = resnet.map(name => `backbone.${name}`);
    expect(namesOf(graph, asMember(graph, 'backbone'))).toEqual(names);
    expect(namesOf(asMember(graph, 'backbone'), graph)).toEqual(resnet);
  });

  test('told of both networks side by side, also where one puts two into one', () => {
    const x = s.image();
    const net = (first: string, second: string): Graph => {
      const y = s.relu(s.conv(`${first}.conv`, x, 8), `${first}.act`);
      const z = s.relu(s.conv(`${second}.conv`, y, 2), `${second}.act`);
      return s.graphOf(s.relu(s.conv('head.conv', z, 3), 'head.act'));
    };
    const { figures } = reportOf(net('a', 'b'), net('body.a', 'body.b'));
    expect(figures.stages).toEqual([
      { name: 'body', before: { parameters: 48, macs: 1440 }, after: { parameters: 48, macs: 1440 } },
      { name: 'head', before: { parameters: 6, macs: 180 }, after: { parameters: 6, macs: 180 } },
    ]);
  });

  test('not told where there are too many', () => {
    let value = s.image();
    for (let i = 0; i < 300; i++) value = s.relu(value, `r${i}`);
    expect(namesOf(s.graphOf(value), s.graphOf(s.silu(value)))).toEqual([]);
  });
});

describe('tables', () => {
  test('have the totals of both, and stages that differ', async () => {
    const report = reportOf(await shipped('resnet50-v1'), await shipped('resnet50'));
    expect(totals(report)).toEqual({
      head: ['', 'resnet50-v1', 'resnet50', 'change'],
      rows: [
        ['parameters', '25,557,032', '25,557,032', '·'],
        ['MACs', '3.86 G', '4.09 G', '+231 M (+6.0 %)'],
      ],
    });
    expect(stages(report)).toEqual({
      head: ['stage', 'MACs'],
      rows: [
        ['layer2', '+77.1 M'],
        ['layer3', '+77.1 M'],
        ['layer4', '+77.1 M'],
      ],
    });
  });
});
