/**
 * The plan verifier: no two activations that are alive at once share a place, every argument lies in its region and
 * is as large as what its kernel reaches, each step reads what is there, the recipe's tensors do not overlap, and the
 * peak is no less than the lower bound.
 */

import { invariant } from '../errors.ts';
import { highestOperand } from '../ir/scalar.ts';
import { elementCount, type Shape } from '../shape.ts';
import { overlap } from './arena.ts';
import { type Kernel, parametersOf, type Strides } from './kernel.ts';
import { reachOf } from './layout.ts';
import type { Plan, Range, Region, Slot, Step } from './plan.ts';

/** @throws InvariantError naming what is wrong */
export function verifyPlan(plan: Plan): void {
  verifyArena(plan);
  verifyRecipe(plan);
  verifyBorders(plan);
  const sizes: Readonly<Record<Region, number>> = {
    weights: plan.recipe.elements,
    prepared: plan.prepared,
    arena: plan.arena.elements,
  };
  for (const [phase, steps] of [
    ['load', plan.prepare],
    ['run', plan.steps],
  ] as const) {
    for (const [time, step] of steps.entries()) {
      const kernel = plan.kernels[step.kernel];
      invariant(kernel, `${step.layer}: no kernel ${step.kernel}`);
      const names = parametersOf(kernel);
      invariant(
        names.length === step.arguments.length,
        `${step.layer}: ${kernel.name} takes ${names.join(', ')}`,
      );
      for (const [i, range] of step.arguments.entries()) {
        const end = range.offset + range.elements;
        invariant(
          range.offset >= 0 && range.elements > 0 && end <= sizes[range.region],
          `${step.layer}: ${names[i]} lies outside ${range.region}`,
        );
        if (range.region === 'arena' && phase === 'run') {
          invariant(isAlive(plan, range, time), `${step.layer}: ${names[i]} is not alive at step ${time}`);
        }
      }
      verifyReach(kernel, step.arguments, step.layer);
      if (plan.arena.slots.length > 1) verifyApart(plan, kernel, step);
      const { result } = step;
      if (!result) continue;
      const node = plan.graph.nodes[result.node];
      invariant(
        node && result.offset + reachOf(node.type.shape, result.strides) <= plan.arena.elements,
        `${step.layer}: its result lies outside the arena, or is no node's`,
      );
    }
  }
}

/** Where the arena is in slots: a step writes none that it reads, but over the operands that its kernel knows of. */
function verifyApart({ arena }: Plan, kernel: Kernel, { layer, arguments: ranges }: Step): void {
  const result = ranges.at(-1);
  const over = ('over' in kernel && kernel.over) || [];
  for (const [i, range] of ranges.slice(0, -1).entries()) {
    if (range.region !== 'arena' || !result) continue;
    if (over.includes(i)) {
      invariant(range.offset === result.offset, `${layer}: ${kernel.name} is not over its argument ${i}`);
    } else {
      invariant(
        slotOf(arena.slots, range) !== slotOf(arena.slots, result),
        `${layer}: ${kernel.name} reads the slot that it writes`,
      );
    }
  }
}

/** Whether activations that a kernel reads and writes are as large as it thinks, and its expression has operands. */
function verifyReach(kernel: Kernel, places: readonly Range[], layer: string): void {
  if (kernel.kind === 'expand') return;
  const check = (name: string, shape: Shape, strides: Strides, place: Range | undefined): void => {
    invariant(
      strides.length === shape.length && reachOf(shape, strides) <= (place?.elements ?? 0),
      `${layer}: ${kernel.name} reaches beyond its ${name}`,
    );
  };
  const { y } = kernel;
  const start = kernel.kind === 'map' ? (kernel.start ?? 0) : 0;
  const to = places.at(-1);
  check('y', y.shape, y.strides, to && { ...to, elements: to.elements - start });
  if (kernel.kind !== 'map') check('x', kernel.x.shape, kernel.x.strides, places[0]);
  if (kernel.kind === 'contract' && kernel.joined) {
    const { x } = kernel.joined;
    check('second image', x.shape, x.strides, places[1]);
  }
  const ending = kernel.kind === 'map' ? kernel : 'epilogue' in kernel ? kernel.epilogue : undefined;
  if (!ending) return;
  const { operands, expression } = ending;
  const first = places.length - 1 - operands.length;
  for (const [i, strides] of operands.entries()) {
    check(`operand ${i}`, y.shape, strides, places[first + i]);
  }
  // Operand 0 of an epilogue is the result; a map has none.
  const highest = kernel.kind === 'map' ? operands.length - 1 : operands.length;
  invariant(highestOperand(expression) <= highest, `${layer}: ${kernel.name} lacks operands`);
}

/** Whether the input is there before the first step, and the output after the last. */
function verifyBorders(plan: Plan): void {
  for (const [{ name, shape, offset }, time] of [
    [plan.input, -1],
    [plan.output, plan.steps.length],
  ] as const) {
    const range: Range = { region: 'arena', offset, elements: elementCount(shape) };
    invariant(isAlive(plan, range, time), `${name} is not alive at step ${time}`);
  }
}

function verifyRecipe({ recipe, graph }: Plan): void {
  const { tensors, elements, slots } = recipe;
  invariant(
    tensors.length === graph.outputs.length - 1,
    `the recipe has ${tensors.length} tensors, the graph makes ${graph.outputs.length - 1}`,
  );
  let end = 0;
  for (const [i, tensor] of tensors.entries()) {
    const made = graph.outputs[i + 1];
    invariant(tensor.offset >= end, `${tensor.name} overlaps what comes before it`);
    invariant(
      made && elementCount(made.type.shape) === tensor.elements,
      `${tensor.name} is not of the size that the graph makes`,
    );
    end = tensor.offset + tensor.elements;
  }
  invariant(end <= elements, `the recipe's tensors end outside its ${elements} elements`);
  verifySlots('recipe', slots, tensors, elements);
}

function verifyArena({ arena }: Plan): void {
  const { buffers, elements, lowerBound, alignment, slots } = arena;
  invariant(elements >= lowerBound, `the arena of ${elements} is below its lower bound of ${lowerBound}`);
  for (const [i, a] of buffers.entries()) {
    invariant(a.offset % alignment === 0, `${a.layer} lies at ${a.offset}, which is not aligned`);
    invariant(a.offset + a.elements <= elements, `${a.layer} ends outside the arena`);
    for (const b of buffers.slice(i + 1)) {
      const apart = a.offset + a.elements <= b.offset || b.offset + b.elements <= a.offset;
      invariant(apart || !overlap(a, b), `${a.layer} and ${b.layer} share a place while both are alive`);
    }
  }
  verifySlots(
    'arena',
    slots,
    buffers.map(({ layer, ...rest }) => ({ ...rest, name: layer })),
    elements,
  );
}

/** Whether slots follow one another from the start of a region to its end, and hold everything whole. */
function verifySlots(
  region: string,
  slots: readonly Slot[],
  parts: readonly { readonly name: string; readonly offset: number; readonly elements: number }[],
  elements: number,
): void {
  let end = 0;
  for (const slot of slots) {
    invariant(slot.offset === end, `the slots of the ${region} do not follow one another at ${end}`);
    end += slot.elements;
  }
  invariant(end === elements, `the slots of the ${region} end at ${end}, not at ${elements}`);
  for (const { name, offset, elements: size } of parts) {
    invariant(
      slotOf(slots, { offset, elements: size }) !== undefined,
      `${name} lies in no slot of the ${region}`,
    );
  }
}

/** The slot that holds all of a range. */
const slotOf = (slots: readonly Slot[], range: Slot): Slot | undefined =>
  slots.find(
    slot => slot.offset <= range.offset && range.offset + range.elements <= slot.offset + slot.elements,
  );

function isAlive({ arena }: Plan, range: Range, time: number): boolean {
  return arena.buffers.some(
    buffer =>
      buffer.first <= time &&
      time <= buffer.last &&
      buffer.offset <= range.offset &&
      range.offset + range.elements <= buffer.offset + buffer.elements,
  );
}
