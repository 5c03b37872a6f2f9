/** What a compilation did, for people and for programs. */

import { weightsBytes } from '../../../targets/javascript/size.ts';
import type { Compilation } from '../../compile.ts';
import { constantRegion, type Graph } from '../../ir/graph.ts';
import { countOps, printGraph } from '../../ir/print.ts';
import { labelNames } from '../../labels.ts';
import { printName } from '../../names.ts';
import { aloneOrNamed } from '../../plan/borders.ts';
import type { Border, Plan } from '../../plan/plan.ts';
import { describePreprocessing } from '../../preprocessing/preprocessing.ts';
import { grouped, megabytes, scaled } from '../../quantities.ts';
import { printShape } from '../../shape.ts';
import type { Target } from '../../target.ts';

/** One line a pass: what became of the operators. */
export function describePasses({ source, passes }: Compilation): readonly (readonly [string, string])[] {
  let before = source;
  return passes.map(({ pass, graph }) => {
    const line = [pass.name, describeChange(before, graph)] as const;
    before = graph;
    return line;
  });
}

/** What differs between two graphs: counts of operators at run time, and of nodes. */
export function describeChange(before: Graph, after: Graph): string {
  if (before === after || printGraph(before) === printGraph(after)) return '(unchanged)';
  const old = countOps(before, constantRegion(before));
  const now = countOps(after, constantRegion(after));
  const changes = [...new Set([...old.keys(), ...now.keys()])]
    .filter(op => (old.get(op) ?? 0) !== (now.get(op) ?? 0))
    .map(op => `${op} ${old.get(op) ?? 0} → ${now.get(op) ?? 0}`);
  const constants = constantRegion(after).size - constantRegion(before).size;
  if (constants !== 0)
    changes.push(`${Math.abs(constants)} constant nodes ${constants > 0 ? 'more' : 'fewer'}`);
  return changes.length > 0 ? changes.join(', ') : 'reordered';
}

/**
 * The plan in a few numbers.
 *
 * @param others - outputs that the network has besides
 */
export function describePlan(
  plan: Plan,
  others: readonly string[] = [],
): readonly (readonly [string, string])[] {
  const { arena } = plan;
  const { elementBytes = 4 } = arena;
  return [
    ...describeBorders('input', plan.inputs),
    ...describeBorders('output', plan.outputs),
    ...(others.length > 0
      ? [['other outputs', `${others.map(printName).join(', ')} (--outputs)`] as const]
      : []),
    ['parameters', grouped(plan.parameters)],
    ['work', `${scaled(plan.macs)}MACs in ${plan.steps.length} steps by ${plan.kernels.length} kernels`],
    ['algorithms', countAlgorithms(plan)],
    [
      'activation memory',
      `${megabytes(elementBytes * arena.elements)}, lower bound ${megabytes(elementBytes * arena.lowerBound)}`,
    ],
    ['weights', `${megabytes(weightsBytes(plan))} to download${inMemory(plan)}`],
    ...describeImages(plan),
  ];
}

/** One by its shape, several with their names. */
const describeBorders = (what: string, borders: readonly Border[]): readonly (readonly [string, string])[] =>
  borders.length === 1
    ? borders.map(({ shape }) => [what, printShape(shape)] as const)
    : borders.map(
        ({ name, shape }, i) =>
          [i === 0 ? `${what}s` : '', `${printName(name)} ${printShape(shape)}`] as const,
      );

/** How images are prepared, and what classes are called; only what is known. */
function describeImages({ inputs, preprocessing, labels }: Plan): readonly (readonly [string, string])[] {
  const names = labels && labelNames(labels);
  return [
    ...(preprocessing
      ? [['images', describePreprocessing(preprocessing, inputs[0]?.shape ?? [])] as const]
      : []),
    ...(names ? [['labels', `${grouped(names.length)}: ${sample(names)}`] as const] : []),
  ];
}

/** The first names and the last. */
function sample(names: readonly string[]): string {
  const shown = names.length <= 4 ? names : [...names.slice(0, 3), '…', ...names.slice(-1)];
  return shown.map(name => (name === '…' ? name : printName(name))).join(', ');
}

/** How many convolutions and linear layers are computed by each: `37 panel, 13 winograd-band F(4x4)`. */
function countAlgorithms({ steps, kernels }: Plan): string {
  const counts = new Map<string, number>();
  for (const step of steps) {
    const kernel = kernels[step.kernel];
    if (kernel?.kind !== 'contract') continue;
    const { name } = kernel.schedule;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const inOrder = [...counts].sort(([, a], [, b]) => b - a);
  return inOrder.map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
}

/** What weights take in memory; packages that store other numbers than they load say so themselves. */
const inMemory = ({ arena, recipe, prepared }: Plan): string =>
  arena.elementBytes === undefined ? `, ${megabytes(4 * (recipe.elements + prepared))} in memory` : '';

/** The same for programs. */
export function summarizePlan(plan: Plan, { scratchBytes }: Target) {
  const { elementBytes = 4 } = plan.arena;
  return {
    name: plan.name,
    target: plan.target,
    ...(plan.options && { options: plan.options }),
    settings: plan.settings,
    input: aloneOrNamed(plan.inputs, ({ shape }) => shape),
    output: aloneOrNamed(plan.outputs, ({ shape }) => shape),
    ...(plan.preprocessing && { preprocessing: plan.preprocessing }),
    parameters: plan.parameters,
    macs: plan.macs,
    steps: plan.steps.length,
    kernels: plan.kernels.length,
    bytes: {
      weights: weightsBytes(plan),
      prepared: 4 * plan.prepared,
      activations: elementBytes * plan.arena.elements,
      activationsLowerBound: elementBytes * plan.arena.lowerBound,
      scratch: scratchBytes?.(plan) ?? 8 * plan.scratch,
    },
  };
}
