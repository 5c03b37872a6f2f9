/** The package's own source, `<name>.cu`: constants of every kernel, tables for the runtime, the steps, the C API. */

import { invariant, UserError } from '../../compiler/errors.ts';
import { fingerprint } from '../../compiler/plan/fingerprint.ts';
import { type Kernel, parametersOf } from '../../compiler/plan/kernel.ts';
import type { Plan, Range, Step } from '../../compiler/plan/plan.ts';
import { scaled } from '../../compiler/quantities.ts';
import { inC, inComment } from '../escape.ts';
import { fillVerbatim } from '../frames.ts';
import { blockMemory } from './architectures.ts';
import { borderSlots } from './borders.ts';
import { apiDefinitions, type Memory } from './host-files.ts';
import { printKernel, structOf } from './kernels/index.ts';
import type { Parameter, Printed } from './kernels/printed.ts';
import { prefixOf } from './names.ts';
import { optionsOf } from './options.ts';
import { type Placement, type Placements, placementsOf } from './placements.ts';
import { precisions } from './precisions.ts';

/** A source, the headers that it includes, and what the network takes of a device. */
interface NetworkSource {
  readonly text: string;
  readonly headers: readonly string[];
  readonly memory: Memory;
}

/** Prints it. @throws UserError where a tensor is larger than kernels count */
export function printNetwork(plan: Plan): NetworkSource {
  checkSizes(plan);
  const { bytes, real, stored, summary } = precisions[optionsOf(plan).precision];
  const placements = placementsOf(plan);
  const printed = plan.kernels.map(kernel => printKernel(kernel, plan));
  for (const [i, each] of printed.entries()) checkLaunch(each, plan.kernels[i]?.name ?? '');
  const memory: Memory = {
    weights: placements.bytes,
    arena: plan.arena.elements * bytes,
    partials: Math.max(0, ...printed.map(({ workspace }) => workspace?.bytes ?? 0)),
    tickets: Math.max(0, ...printed.map(({ workspace }) => workspace?.tickets ?? 0)),
  };
  const headers = [
    ...new Set(printed.map(({ file }) => `device/kernels/${file}.cuh`)),
    ...(stored === 'f16' ? ['device/kernels/convert.cuh'] : []),
  ].sort();
  headers.push('runtime/session.cuh');
  const text = fillVerbatim('cuda', 'network', {
    name: inComment(plan.name),
    file: prefixOf(plan),
    ...borderSlots(plan),
    macs: scaled(plan.macs),
    numbers: summary,
    includes: headers.map(path => `#include "${path}"`).join('\n'),
    real,
    kernels: printed
      .map(each => each.text)
      .join('\n')
      .trimEnd(),
    plan: fingerprint(plan),
    sizes: [plan.recipe.elements, memory.weights, memory.arena, memory.partials, memory.tickets].join(', '),
    placements: (placements.list.length > 0 ? placements.list : [nothing])
      .map(
        ({ name, from, elements, to, stored }) =>
          `    {${from}, ${elements}, ${to}, Store::${stored}},  // ${inComment(name)}`,
      )
      .join('\n'),
    steps: plan.steps.map(step => printStep(step, plan, printed, placements)).join('\n'),
    api: apiDefinitions(plan),
  });
  return { text, headers, memory };
}

/** What a network without weights has in its table, which cannot be empty. */
const nothing: Placement = { name: 'nothing', from: 0, elements: 0, to: 0, stored: 'f32' };

/** Kernels count elements of one tensor, from its first to its last, in 32 bits. */
function checkSizes({ steps }: Plan): void {
  for (const { layer, arguments: ranges } of steps) {
    for (const { elements } of ranges) {
      if (elements < 2 ** 31) continue;
      throw new UserError('too-large', `${elements} elements are more than kernels count, 2^31`, {
        at: layer,
        fix: 'compile for a smaller batch, and run more often',
      });
    }
  }
}

/** What a GPU takes: blocks of a grid, shared memory of a block, and sums that are counted in 32 bits. */
function checkLaunch({ blocks: [x, y, z], shared, workspace }: Printed, kernel: string): void {
  invariant(shared <= blockMemory, `${kernel} wants ${shared} bytes of shared memory`);
  const sums = (workspace?.bytes ?? 0) / 4;
  if (x < 2 ** 31 && y < 2 ** 16 && z < 2 ** 16 && sums < 2 ** 31) return;
  throw new UserError('too-large', `a grid of ${x} x ${y} x ${z} blocks is more than a GPU has`, {
    at: kernel,
    fix: 'compile for a smaller batch, and run more often',
  });
}

/** A launch. */
function printStep(step: Step, plan: Plan, printed: readonly Printed[], placements: Placements): string {
  const kernel = plan.kernels[step.kernel];
  const how = printed[step.kernel];
  invariant(kernel && how, `${step.layer}: no kernel ${step.kernel}`);
  const names = parametersOf(kernel);
  const rangeOf = (name: string): Range | undefined => step.arguments[names.indexOf(name)];
  const struct = structOf(kernel);
  const views = how.parameters.map(each => printArgument(each, rangeOf, placements));
  const { macs, bytes } = workOf(kernel, step, plan);
  return [
    `  s.step(${inC(step.layer)}, ${inC(kernel.name)}, ${macs}, ${bytes},`,
    `         ${how.template}<${struct}>, dim3(${how.blocks.join(', ')}), ${how.threads}, ${how.shared},`,
    ...views.map((text, i) => `         ${text}${i === views.length - 1 ? ');' : ','}`),
  ].join('\n');
}

function printArgument(
  parameter: Parameter,
  rangeOf: (name: string) => Range | undefined,
  placements: Placements,
): string {
  const view = (name: string, kind: string, type: string): string => {
    const range = rangeOf(name);
    if (!range) return `${kind}<${type}>{}`;
    if (range.region === 'arena') return `s.arena<${kind}<${type}>>(${range.offset}, ${range.elements})`;
    const byte = placements.byteOf(range, type === 'float');
    return `s.weights<${kind}<${type}>>(${byte}, ${range.elements})`;
  };
  switch (parameter.kind) {
    case 'view':
      return view(parameter.of, parameter.view, parameter.type);
    case 'operands':
      return `operands<Real>(${parameter.of.map(name => view(name, 'Operand', 'Real')).join(', ')})`;
    case 'partials':
      return 's.partials()';
    case 'tickets':
      return 's.tickets()';
  }
}

/** Multiply-adds of a step, and the bytes that it has to move: each argument once. */
function workOf(kernel: Kernel, step: Step, plan: Plan): { readonly macs: number; readonly bytes: number } {
  const names = parametersOf(kernel);
  const { bytes } = precisions[optionsOf(plan).precision];
  return {
    macs: kernel.kind === 'contract' ? kernel.macs : 0,
    bytes: step.arguments.reduce(
      (sum, { elements }, i) => sum + elements * (names[i] === 'b' ? 4 : bytes),
      0,
    ),
  };
}
