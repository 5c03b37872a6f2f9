/** `netwright show --as html`: one network, its memory, its passes. */

import type { Compilation } from '../compile.ts';
import { outlineOf } from '../outline/build.ts';
import type { Target } from '../target.ts';
import type { NetworkData, PassesData, ShowData } from './data.ts';
import { printPage } from './html.ts';
import { describeMemory, float32s } from './memory.ts';
import { describeNetwork, Sources } from './network.ts';
import { describePasses } from './passes.ts';

/** A page that shows a compiled network: one HTML file that needs nothing else. The same input gives the same bytes. */
export function drawNetwork(compilation: Compilation, target: Target): string {
  return printPage(`${compilation.plan.name} · netwright`, showData(compilation, target));
}

/** What the page shows. */
export function showData(compilation: Compilation, target: Target): ShowData {
  const { plan, source } = compilation;
  const sources = new Sources();
  const { network, placeOfNode, inputs } = describeNetwork(outlineOf(source), compilation, target, sources);
  const passes = describePasses(compilation, placeOfNode);
  return {
    kind: 'show',
    target: target.name,
    network: { ...withPasses(network, passes), name: plan.name },
    sources: sources.list,
    figures: {
      inputs: plan.inputs.map(({ name, shape }) => ({ name, shape })),
      outputs: plan.outputs.map(({ name, shape }) => ({ name, shape })),
      parameters: plan.parameters,
      macs: plan.macs,
      activations: float32s(plan.arena) * plan.arena.elements,
      lowerBound: float32s(plan.arena) * plan.arena.lowerBound,
      steps: plan.steps.length,
      kernels: plan.kernels.length,
    },
    memory: describeMemory(plan, network.steps ?? [], inputs),
    passes,
  };
}

/** Says of each layer that went which pass took it. */
function withPasses(network: NetworkData, { passes }: PassesData): NetworkData {
  const goneIn = new Map<number | string, string>();
  for (const { name, gone } of passes) for (const layer of gone) goneIn.set(layer, name);
  const nodes = network.nodes.map((node, i) => {
    const gone = goneIn.get(i);
    return node.kind === 'layer' && gone !== undefined ? { ...node, gone } : node;
  });
  return { ...network, nodes };
}
