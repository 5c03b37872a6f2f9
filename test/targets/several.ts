/** A network of two inputs and four outputs, with what the interpreter says that it gives. */

import * as nn from 'netwright';
import { expect } from 'vitest';
import { uniform } from '../../compiler/checkpoint/synthetic.ts';
import { syntheticParameters } from '../../compiler/driver/cli/parameters.ts';
import type { Configured } from '../../compiler/dsl/spec.ts';
import { isOp } from '../../compiler/ir/graph.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import type { Values } from '../../compiler/target.ts';

class Stereo extends nn.Module {
  readonly eye = new nn.Conv2d(3, 8, 3, { padding: 1 });
  readonly norm = new nn.BatchNorm2d(16);
  readonly pool = new nn.AdaptiveAvgPool2d(1);
  readonly head = new nn.Linear(16, 7);
  readonly softmax = new nn.Softmax(1);

  forward({ left, right }: { left: nn.Tensor<[1, 3, 6, 5]>; right: nn.Tensor<[1, 3, 6, 5]> }) {
    const both = nn.concat([this.eye.forward(left), this.eye.forward(right)], 1);
    // Read further on: users get a copy of it, in the order of its shape.
    const maps = this.norm.forward(both);
    const features = nn.flatten(this.pool.forward(maps));
    return { scores: this.softmax.forward(this.head.forward(features)), maps, features, untouched: right };
  }
}

/** The spec's network. */
export const stereo = (): Configured =>
  nn
    .defineSpec({
      name: 'stereo',
      network: () => new Stereo(),
      input: () => ({ left: [1, 3, 6, 5], right: [1, 3, 6, 5] }) as const,
    })
    .configure({});

/** Its inputs. */
export const views = (): { readonly left: Float32Array; readonly right: Float32Array } => ({
  left: uniform('left', [90], -2, 2),
  right: uniform('right', [90], -2, 2),
});

/** What it gives for them, in float64. */
export async function expectedOf({ graph }: Configured): Promise<ReadonlyMap<string, Float64Array>> {
  const inputs: Values = views();
  const outputs = await interpret(graph, node =>
    isOp(node, parameter)
      ? syntheticParameters.read(node.path, node.type.shape)
      : Float64Array.from(inputs[node.path] ?? []),
  );
  return new Map(graph.outputs.map(({ name }, i) => [name, outputs[i]?.data ?? new Float64Array()]));
}

/** Holds outputs to these. @param tolerance - of the largest magnitude of each */
export function expectValues(
  got: Values,
  expected: ReadonlyMap<string, Float64Array>,
  tolerance = 1e-5,
): void {
  expect(Object.keys(got)).toEqual([...expected.keys()]);
  for (const [name, values] of expected) {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const own = got[name] ?? new Float32Array();
    expect(own, name).toHaveLength(values.length);
    for (const [i, value] of values.entries()) {
      expect(Math.abs((own[i] ?? Number.NaN) - value), `${name} ${i}`).toBeLessThanOrEqual(
        tolerance * largest,
      );
    }
  }
}
