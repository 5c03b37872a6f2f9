/** Which convolutions become part of another's sum. That plans with them compute what graphs do, `lower.test.ts` says. */

import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import type { Node } from '../../compiler/ir/graph.ts';
import type { ContractKernel } from '../../compiler/plan/kernel.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { bindingTarget, stubTarget } from '../support/stub-target.ts';
import { configuredFrom } from '../targets/table/case.ts';
import { Network } from '../targets/table/network.ts';

/** Two convolutions of one image, and what is made of them. */
function planOf(
  make: (network: Network, first: Node, second: Node) => Node,
  { groups = 1, target = bindingTarget } = {},
): Plan {
  const network = new Network('joins', [1, 4, 5, 5]);
  const x = network.sigmoid(network.input);
  const second = network.conv(x, 6);
  const first = network.conv(network.relu(network.conv(x, 8)), 6, { kernel: 3, padding: 1, groups });
  return compile(configuredFrom(network.case(make(network, first, second))), target).plan;
}

const joinedIn = ({ kernels }: Plan): readonly ContractKernel[] =>
  kernels.flatMap(kernel => (kernel.kind === 'contract' && kernel.joined ? [kernel] : []));

describe('joins', () => {
  test('take in a convolution that is only added', () => {
    const plan = planOf((network, first, second) => network.relu(network.add(first, second)));
    const [kernel, ...others] = joinedIn(plan);
    expect(others).toEqual([]);
    // Which of the two takes the other in is for the order of steps to say.
    const images = [kernel?.x.shape, kernel?.joined?.x.shape].toSorted();
    expect(images).toEqual([
      [1, 4, 5, 5],
      [1, 8, 5, 5],
    ]);
    // Weights are rows of both, biases are added by `pack`: what is left to the kernel is the activation.
    expect(kernel?.epilogue?.operands).toEqual([]);
    expect(kernel?.macs).toBe(25 * 6 * (8 * 9 + 4));
    const weights = plan.recipe.tensors.map(({ elements }) => elements);
    expect(weights).toContain(6 * (8 * 9 + 4));
    const outside = planOf((network, first, second) => network.relu(network.add(first, second)), {
      target: stubTarget,
    });
    expect(plan.steps).toHaveLength(outside.steps.length - 1);
    expect(joinedIn(outside)).toEqual([]);
  });

  test('keep what else the expression reads, in its order', () => {
    const plan = planOf((network, first, second) =>
      network.mul(network.add(first, second), network.parameter([6, 1, 1])),
    );
    const [kernel] = joinedIn(plan);
    expect(kernel?.epilogue?.operands).toEqual([[0, 1, 0, 0]]);
  });

  test.each<[string, (network: Network, first: Node, second: Node) => Node]>([
    ['subtracted', (network, first, second) => network.sub(first, second)],
    ['read twice', (network, first, second) => network.mul(network.add(first, second), second)],
    [
      'read by another too',
      (network, first, second) => network.concat(1, network.add(first, second), network.relu(second)),
    ],
    ['added to something between them', (network, first, second) => network.add(network.relu(first), second)],
    ['behind an activation of its own', (network, first, second) => network.add(first, network.relu(second))],
  ])('leave alone what is %s', (_, make) => {
    expect(joinedIn(planOf(make))).toEqual([]);
  });

  test('are for the target to want: of these, none in groups', () => {
    const plan = planOf((network, first, second) => network.add(first, second), { groups: 2 });
    expect(joinedIn(plan)).toEqual([]);
  });
});
