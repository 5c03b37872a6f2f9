/** What pages and DOT are made from: which step does a layer's work, bytes that stay the same, text that stays text. */

import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { drawDot } from '../../compiler/drawing/dot.ts';
import { drawNetwork } from '../../compiler/drawing/show.ts';
import { workOf } from '../../compiler/drawing/steps.ts';
import { outlineOf, traceOutline } from '../../compiler/outline/build.ts';
import { typescript } from '../../targets/typescript/target.ts';
import * as s from '../support/sketch.ts';
import { importSpec, specNames } from '../support/specs.ts';

describe.each(specNames)('%s', name => {
  test('every step does the work of a layer, and every layer with weights has one', async () => {
    const { source, plan } = compile((await importSpec(name)).configure({}), typescript);
    const work = workOf(traceOutline(source).layers, plan);
    const taken = [...work.values()].flatMap(each => (each.kind === 'own' ? each.steps : []));
    expect(taken.toSorted((a, b) => a - b)).toEqual([...plan.steps.keys()]);
    for (const [layer, { kind }] of work) {
      if (layer.macs > 0) expect({ layer: layer.id, kind }).toEqual({ layer: layer.id, kind: 'own' });
      else expect(['own', 'within']).toContain(kind);
    }
  });
});

test('a batch norm, a sum and its activation are done within the convolution that ends them', async () => {
  const { source, plan } = compile((await importSpec('resnet18')).configure({}), typescript);
  const { layers } = traceOutline(source);
  const work = workOf(layers, plan);
  const stepOf = (id: string): string | undefined => {
    const [, found] = [...work].find(([layer]) => layer.id === id) ?? [];
    const step =
      found?.kind === 'own' ? found.steps.at(-1) : found?.kind === 'within' ? found.step : undefined;
    return step === undefined ? undefined : plan.steps[step]?.layer;
  };
  expect(stepOf('layer1.0.bn1')).toBe('layer1.0.conv1');
  expect(stepOf('layer1.0.add')).toBe('layer1.0.conv2');
  expect(stepOf('layer1.0.relu#2')).toBe('layer1.0.conv2');
});

test('the same network gives the same page', async () => {
  const compilation = compile((await importSpec('resnet18')).configure({}), typescript);
  expect(drawNetwork(compilation, typescript)).toBe(drawNetwork(compilation, typescript));
});

test('DOT nests modules, draws what each layer reads, and quotes names', async () => {
  const dot = drawDot(outlineOf((await importSpec('resnet18')).configure({}).graph));
  expect(dot).toMatch(/^digraph /);
  expect(dot).toMatch(/subgraph "cluster/);
  expect(dot.match(/ -> /g)?.length).toBeGreaterThan(60);
  const odd = drawDot(outlineOf(s.graphOf(s.relu(s.image(), 'a"]; x -> y'))));
  expect(odd).toContain('a\\"]; x -> y');
});
