/**
 * Shaders of every kind of kernel, in float32 and float16: two validators accept them, they need no more than every
 * device has, and they are laid out for readers.
 */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { constantRegion } from '../../../compiler/ir/graph.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { helperNames, printHelper } from '../../../targets/wgsl/helpers.ts';
import { printKernel } from '../../../targets/wgsl/kernels/index.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { singleOutputGraphs } from '../../support/random-graph.ts';
import * as s from '../../support/sketch.ts';
import { specNames } from '../../support/specs.ts';
import { asConfigured } from '../../support/stub-target.ts';
import { askNaga, validationDevice } from '../../support/wgsl.ts';
import { importSpec } from '../specs.ts';
import { choosing } from '../table/algorithms.ts';
import { configuredFrom } from '../table/case.ts';
import { epilogueCases } from '../table/epilogues.ts';
import { layoutCases } from '../table/layouts.ts';
import { operatorCases } from '../table/operators.ts';
import { algorithmCases } from './algorithm-cases.ts';

/** The column where a line must end. */
const widest = 110;

/** Texts by the kernel they are of; every one that the conformance suite and the shipped specs have. */
const shaders = new Map<string, string>();

beforeAll(async () => {
  const plans: Plan[] = [
    ...[...operatorCases(), ...epilogueCases(), ...layoutCases()].map(
      row => compile(configuredFrom(row), wgsl).plan,
    ),
    ...algorithmCases.map(row => compile(configuredFrom(row), choosing(wgsl, row.algorithms)).plan),
  ];
  for (const spec of specNames) {
    const { plan } = compile((await importSpec(spec)).configure({}), wgsl);
    plans.push(plan);
    for (const name of helperNames(plan)) shaders.set(printHelper(name, plan), `${spec} ${name}`);
  }
  for (const plan of plans) {
    for (const kernel of plan.kernels)
      shaders.set(printKernel(kernel, plan).text, `${plan.name} ${kernel.name}`);
  }
});

/** As packages do it. */
const inFloat16 = (text: string): string =>
  `enable f16;\n${text.replace('alias real = f32;', 'alias real = f16;')}`;

describe.each([
  ['float32', (text: string) => text, []],
  ['float16', inFloat16, ['shader-f16']],
] as const)('in %s', (_, edit, features) => {
  test('Tint accepts them, with the limits that every device has', async () => {
    const device = await validationDevice(features);
    try {
      for (const [text, name] of shaders) {
        device.pushErrorScope('validation');
        const module = device.createShaderModule({ code: edit(text) });
        const pipeline = device.createComputePipelineAsync({
          layout: 'auto',
          compute: { module, entryPoint: 'main' },
        });
        const refusal = await pipeline.then(
          () => '',
          (error: Error) => error.message,
        );
        const complaint = (await device.popErrorScope())?.message ?? refusal;
        expect(complaint, `${name}\n${text}`).toBe('');
      }
    } finally {
      device.destroy();
    }
  });

  test('naga accepts them', () => {
    expect(shaders.size).toBeGreaterThan(500);
    for (const [text, name] of shaders) expect(askNaga(edit(text)) ?? '', name).toBe('');
  });
});

test('those of random networks are accepted, within the limits that every device has', async () => {
  const networks = singleOutputGraphs.filter(graph => {
    const constants = constantRegion(graph);
    return graph.outputs.every(({ node }) => !constants.has(node));
  });
  await fc.assert(
    fc.asyncProperty(networks, async graph => {
      const { plan } = compile(asConfigured(graph), wgsl);
      for (const kernel of plan.kernels) {
        const { text } = printKernel(kernel, plan);
        expect(askNaga(text) ?? '', text).toBe('');
        expect(text.match(/var<storage/g)?.length, text).toBeLessThanOrEqual(8);
      }
    }),
    { numRuns: 150 },
  );
});

test('images of more pixels than there may be workgroups are counted along two axes', async () => {
  const graph = s.graphOf(
    s.conv('b', s.relu(s.conv('a', s.image([1, 3, 2048, 2048]), 16, { kernel: 3 })), 16),
    [],
  );
  const { plan } = compile(asConfigured(graph), wgsl);
  for (const kernel of plan.kernels) {
    const { text, workgroups } = printKernel(kernel, plan);
    expect(Math.max(...workgroups), text).toBeLessThanOrEqual(65_535);
    expect(askNaga(text) ?? '', text).toBe('');
  }
});

test('they are laid out for readers', () => {
  for (const [text, name] of shaders) {
    const tooLong = text
      .split('\n')
      .find(line => line.length > widest && !/^ *(?:return|let|c\d|y\[)/.test(line));
    expect(tooLong ?? '', `a line of ${name} is longer than ${widest}`).toBe('');
    expect(text, name).not.toMatch(/\n\n\n|\{\n\n|\n\n\s*\}|[ \t]\n|^\n/);
    // No sums and products with nothing.
    expect(text, name).not.toMatch(/(?<![\w.])0 \* |\* 1\b(?!\.)|\+ 0\b(?!\.)/);
  }
});
