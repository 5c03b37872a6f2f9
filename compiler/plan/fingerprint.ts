/** What identifies a layout of `weights.bin`. */

import { createHash } from 'node:crypto';
import { makeGraph, unnamed } from '../ir/graph.ts';
import { graphToJson } from '../ir/json.ts';
import type { Plan } from './plan.ts';

/** A hash of the recipe: the same for any checkpoint, another for any other layout. */
export function fingerprint(plan: Plan): string {
  const nodes = plan.recipe.tensors.flatMap(({ node }) => plan.graph.nodes[node] ?? []);
  const recipe = graphToJson(makeGraph(plan.name, unnamed(nodes)));
  const { tensors, elements } = plan.recipe;
  const places = tensors.map(({ node: _, ...place }) => place);
  const text = JSON.stringify([{ tensors: places, elements }, recipe]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
