/** The plainest target there can be, and what `lower` needs beside a graph. */

import { z } from 'zod';
import type { Configured } from '../../compiler/dsl/spec.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Implementation } from '../../compiler/plan/implementation.ts';
import type { PlanningTarget } from '../../compiler/plan/lower.ts';
import { plainMemory } from '../../compiler/plan/memory.ts';

/** Weights of each output channel, tap by tap. */
const gather: Implementation = {
  name: 'gather',
  about: 'all',
  schema: z.object({ name: z.literal('gather') }),
  accepts: () => true,
  choose: () => ({ name: 'gather' }),
  variants: () => [],
  allows: () => true,
  weights: () => ({ order: 'out, tap, in' }),
  scratch: () => 0,
};

/** Gathers windows one pixel and one channel at a time. */
export const stubTarget: PlanningTarget = {
  name: 'stub',
  implementations: [gather],
  schedule: () => ({ name: 'gather' }),
  memory: plainMemory,
  meansIntoLinear: () => false,
  joins: () => false,
};

/** The same on a device that binds buffers, of which none is large, and where means are part of linear layers. */
export const bindingTarget: PlanningTarget = {
  ...stubTarget,
  name: 'binding',
  memory: { alignment: 64, largest: 4096, binds: true },
  meansIntoLinear: () => true,
  joins: (first, second) => first.groups === 1 && second.groups === 1,
};

/** A graph as if a spec had made it. */
export const asConfigured = (graph: Graph): Configured => ({
  spec: 'random',
  settings: {},
  graph,
});
