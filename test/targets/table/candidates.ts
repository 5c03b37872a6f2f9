/** What `netwright tune` measures, as rows for the conformance suite: every candidate computes what the interpreter does. */

import { compile } from '../../../compiler/compile.ts';
import { Contests } from '../../../compiler/driver/tuning/candidates.ts';
import { makeGraph, unnamed } from '../../../compiler/ir/graph.ts';
import type { Schedule } from '../../../compiler/plan/implementation.ts';
import type { Target } from '../../../compiler/target.ts';
import { type AlgorithmCase, type Sweep, sweep } from './algorithms.ts';
import { Network } from './network.ts';

/** Some contractions: of many channels and few, Winograd's windows, others, strides, groups, one pixel, a batch. */
const shapes: readonly Omit<Sweep, 'algorithms'>[] = [
  { name: 'wide', shape: [1, 16, 9, 13], channels: 40, options: { kernel: 3, padding: 1 } },
  { name: 'narrow', shape: [2, 5, 13, 9], channels: 6, options: { kernel: 3, padding: 1 } },
  { name: 'strided', shape: [1, 7, 17, 12], channels: 20, options: { kernel: 5, stride: 2, padding: 2 } },
  { name: 'inside', shape: [1, 6, 12, 9], channels: 24, options: { kernel: 3, stride: 2 } },
  { name: 'pointwise', shape: [1, 24, 7, 9], channels: 36, options: {} },
  { name: 'pixel', shape: [1, 40, 1, 1], channels: 12, options: {} },
  { name: 'grouped', shape: [1, 12, 8, 7], channels: 24, options: { kernel: 3, padding: 1, groups: 3 } },
  { name: 'depthwise', shape: [2, 12, 14, 7], channels: 12, options: { kernel: 3, padding: 1, groups: 12 } },
];

/** Rows with all candidates of a target. */
export const candidateCases = (target: Target): readonly AlgorithmCase[] =>
  shapes.map(each =>
    sweep({ ...each, name: `candidates-${each.name}`, algorithms: candidatesOf(each, target) }),
  );

/** What `tune` would measure of the one convolution of a network. */
function candidatesOf(
  { name, shape, channels, options }: Omit<Sweep, 'algorithms'>,
  target: Target,
): readonly Schedule[] {
  const network = new Network(name, shape);
  const y = network.conv(network.sigmoid(network.input), channels, options);
  const graph = makeGraph(name, unnamed([network.flatten(network.relu(y))]), [network.input]);
  const contests = new Contests(target, () => true);
  compile({ spec: name, settings: {}, graph }, contests.watching);
  return contests.all.flatMap(({ schedules }) => schedules);
}
