/** What a spec tells a checkpoint beside its parameters: their other names, and modules that do not run. */

import { Linear, Module, ModuleList, Sequential, type Tensor } from 'netwright';
import { describe, expect, test } from 'vitest';
import { expectedBy } from '../../compiler/driver/package/pack.ts';
import { traceNetwork } from '../../compiler/dsl/spec.ts';
import { graphFromJson, graphToJson } from '../../compiler/ir/json.ts';

class Block extends Module {
  readonly fc = new Linear(2, 2);
  readonly spare = new Linear(2, 2);
  forward(x: Tensor<[1, 2]>) {
    return this.fc.forward(x);
  }
}

class Net extends Module {
  readonly encoder = new Block();
  readonly head = new Linear(2, 2);
  readonly layers = new ModuleList(this.head, new Linear(2, 2));
  /** Declared, and not run. */
  readonly aux = new Block();
  /** Run, and of no use to the result. */
  readonly side = new Sequential(new Linear(2, 2));
  readonly decoder = this.encoder;
  forward(x: Tensor<[1, 2]>) {
    const y = this.decoder.forward(this.encoder.forward(x));
    this.side.forward(y);
    return this.head.forward(y);
  }
}

const graph = traceNetwork('net', new Net(), [1, 2]);

test('modules that stand at two places give their parameters two names', () => {
  expect([...(graph.aliases ?? [])]).toEqual([
    ['decoder.fc.weight', 'encoder.fc.weight'],
    ['decoder.fc.bias', 'encoder.fc.bias'],
    ['layers.0.weight', 'head.weight'],
    ['layers.0.bias', 'head.bias'],
  ]);
  expect(traceNetwork('block', new Block(), [1, 2]).aliases).toBeUndefined();
});

test('modules of which the result needs nothing are told', () => {
  const idle = graph.modules?.flatMap(({ path, idle }) => (idle ? [path] : []));
  expect(idle).toEqual([
    'encoder.spare',
    'layers.1',
    'aux',
    'aux.fc',
    'aux.spare',
    'side.0',
    'decoder.spare',
  ]);
});

describe('as JSON', () => {
  const json = graphToJson(graph);

  test('both are kept', () => {
    const read = graphFromJson(JSON.parse(JSON.stringify(json)), 'text');
    expect(expectedBy(read)).toEqual(expectedBy(graph));
  });

  test.each<readonly [string, unknown, RegExp]>([
    ['of no parameter', [['x', 'none']], /aliases\.0\.1: no parameter is called none/],
    [
      'of a parameter',
      [['encoder.fc.bias', 'encoder.fc.weight']],
      /aliases\.0\.0: encoder\.fc\.bias is the name/,
    ],
    [
      'twice',
      [
        ['x', 'encoder.fc.bias'],
        ['x', 'encoder.fc.bias'],
      ],
      /aliases\.1\.0: x is the name/,
    ],
    ['that steer', [['\u001b', 'encoder.fc.bias']], /aliases\.0\.0: holds control characters/],
    ['that are no pairs', [['x']], /aliases\.0/],
    ['that are none', [], /aliases/],
  ])('names %s are refused', (_, aliases, message) => {
    expect(() => graphFromJson({ ...json, aliases }, 'text')).toThrow(message);
  });
});
