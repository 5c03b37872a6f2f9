/** The whole road but for weights: spec to graph, passes, plan. Files are the target's. */

import type { Configured } from './dsl/spec.ts';
import type { Graph } from './ir/graph.ts';
import { type PassResult, runPipeline } from './passes/pipeline.ts';
import { lower, type PlanningTarget } from './plan/lower.ts';
import type { Plan } from './plan/plan.ts';
import { verifyPlan } from './plan/verify.ts';

/** What each stage made. */
export interface Compilation {
  /** As the spec says. */
  readonly source: Graph;
  /** The graph after each pass. */
  readonly passes: readonly PassResult[];
  readonly plan: Plan;
}

/**
 * Compiles a spec with its settings for a target.
 *
 * @throws UserError naming the layer where the target has no kernel
 */
export function compile(configured: Configured, target: PlanningTarget): Compilation {
  const passes = runPipeline(configured.graph);
  const graph = passes.at(-1)?.graph ?? configured.graph;
  const plan = lower(configured, graph, target);
  verifyPlan(plan);
  return { source: configured.graph, passes, plan };
}
