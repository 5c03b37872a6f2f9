/** The pipeline: every pass, in order, each with the reason for its place (`Pass.reason`). */

import { invariant } from '../errors.ts';
import type { Graph } from '../ir/graph.ts';
import { verifyGraph } from '../ir/verify.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';
import { foldConstants } from './fold-constants.ts';
import { fuseEpilogues } from './fuse-epilogues.ts';
import { orderSteps } from './order-steps.ts';
import type { Pass } from './pass.ts';
import { removeIdentities } from './remove-identities.ts';
import { shareSubexpressions } from './share-subexpressions.ts';

export const pipeline: readonly Pass[] = [
  removeIdentities,
  foldConstants,
  foldBatchNorm,
  shareSubexpressions,
  orderSteps,
  fuseEpilogues,
];

/** What one pass made. */
export interface PassResult {
  readonly pass: Pass;
  readonly graph: Graph;
}

/** Runs every pass; the verifier, and what earlier passes ensure, are checked after each. */
export function runPipeline(source: Graph, passes: readonly Pass[] = pipeline): readonly PassResult[] {
  verifyGraph(source, 'source');
  const results: PassResult[] = [];
  const contracts: Pass[] = [];
  let graph = source;
  for (const pass of passes) {
    graph = pass.run(graph);
    verifyGraph(graph, pass.name);
    if (pass.ensures) contracts.push(pass);
    for (const { name, ensures } of contracts) {
      const offender = ensures?.(graph);
      invariant(offender === undefined, `after ${pass.name}, ${offender} breaks what ${name} ensures`);
    }
    results.push({ pass, graph });
  }
  return results;
}
