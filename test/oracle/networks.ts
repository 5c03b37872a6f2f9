/** What the oracle is held to: the cases that real PyTorch has computed, with synthetic weights and input. */

import { expect } from 'vitest';
import { synthesize, syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { networkGoldenNames, readNetworkGolden } from '../golden/networks/read.ts';
import { importSpec } from '../support/specs.ts';

/** One run of one network. */
export interface Case {
  readonly name: string;
  readonly settings: Readonly<{ classes: number; batch: number; height: number; width: number }>;
  readonly text: string;
}

/** Every case there is. */
export const cases: readonly Case[] = networkGoldenNames.flatMap(name =>
  readNetworkGolden(name).cases.map(({ settings }) => ({
    name,
    settings,
    text: `${name} at ${settings.batch}x3x${settings.height}x${settings.width}, ${settings.classes} classes`,
  })),
);

export const isFullSize = ({ settings: { height, width } }: Case): boolean => height * width > 20_000;

/** Asserts that every logit is PyTorch's, within 1e-6 of the largest. */
export async function expectPyTorchsLogits({ name, settings }: Case): Promise<void> {
  const golden = readNetworkGolden(name).cases.find(
    each => JSON.stringify(each.settings) === JSON.stringify(settings),
  );
  if (!golden) throw new Error(`${name} has no such golden`);
  const { graph } = (await importSpec(name)).configure(settings);
  const [output] = await interpret(graph, ({ op, path, type }) =>
    Float64Array.from(op.name === 'input' ? syntheticInput(type.shape) : synthesize(path, type.shape)),
  );
  expect(output?.shape).toEqual(golden.shape);
  expect(output?.data.length).toBe(golden.logits.length);
  const largest = golden.logits.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(0.1);
  let worst = 0;
  for (const [i, value] of golden.logits.entries()) {
    const error = Math.abs((output?.data[i] ?? Number.NaN) - value);
    // Not a number is no smaller than anything.
    if (!(error <= worst)) worst = error;
  }
  expect(worst / largest).toBeLessThanOrEqual(1e-6);
}
