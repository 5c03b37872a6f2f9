/**
 * The plan verifier: no two activations that are alive at once share a place, every argument lies in its region and
 * is as large as what its kernel reaches, each step reads what is there, the recipe's tensors do not overlap, and the
 * peak is no less than the lower bound. A plan may come from anyone: its size decides how long that takes.
 */

import { invariant } from '../errors.ts';
import { constantRegion, inputsOf } from '../ir/graph.ts';
import { highestOperand } from '../ir/scalar.ts';
import { labelNames } from '../labels.ts';
import { printName, printSome } from '../names.ts';
import { packedElements } from '../ops/packing.ts';
import { elementCount, printShape, type Shape, sameShape } from '../shape.ts';
import { type Kernel, type KernelEpilogue, parametersOf, type Strides } from './kernel.ts';
import { reachOf } from './layout.ts';
import { firstBeyond, Lifetimes } from './lifetimes.ts';
import type { Plan, Range, Region, Slot } from './plan.ts';

/** @throws InvariantError naming what is wrong */
export function verifyPlan(plan: Plan): void {
  verifyArena(plan);
  verifyRecipe(plan);
  verifyBorders(plan);
  verifyClasses(plan);
  const sizes: Readonly<Record<Region, number>> = {
    weights: plan.recipe.elements,
    prepared: plan.prepared,
    arena: plan.arena.elements,
  };
  const highest = new Map(plan.kernels.map(kernel => [kernel, highestRead(kernel)]));
  for (const [phase, steps] of [
    ['load', plan.prepare],
    ['run', plan.steps],
  ] as const) {
    const lifetimes = new Lifetimes(plan.arena.buffers);
    for (const [time, step] of steps.entries()) {
      const layer = printName(step.layer);
      const kernel = plan.kernels[step.kernel];
      invariant(kernel, `${layer}: no kernel ${step.kernel}`);
      const names = parametersOf(kernel);
      invariant(
        names.length === step.arguments.length,
        `${layer}: ${kernel.name} takes ${printSome(names, mostNamed)}`,
      );
      lifetimes.advance(time);
      for (const [i, range] of step.arguments.entries()) {
        const end = range.offset + range.elements;
        invariant(
          range.offset >= 0 && range.elements > 0 && end <= sizes[range.region],
          `${layer}: ${names[i]} lies outside ${range.region}`,
        );
        if (range.region === 'weights') {
          invariant(slotOf(plan.recipe.tensors, range), `${layer}: ${names[i]} is no tensor of the weights`);
        }
        if (range.region === 'arena' && phase === 'run') {
          invariant(lifetimes.holds(range), `${layer}: ${names[i]} is not alive at step ${time}`);
        }
      }
      verifyReach(kernel, step.arguments, layer, highest.get(kernel) ?? -1);
      verifyWeights(kernel, step.arguments, layer);
      if (plan.arena.slots.length > 1) verifyApart(plan, kernel, step.arguments, layer);
      const { result } = step;
      if (!result) continue;
      const node = plan.graph.nodes[result.node];
      invariant(
        node && result.offset + reachOf(node.type.shape, result.strides) <= plan.arena.elements,
        `${layer}: its result lies outside the arena, or is no node's`,
      );
    }
  }
}

/** Parameters that a message names. */
const mostNamed = 8;

/** Where the arena is in slots: a step writes none that it reads, but over the operands that its kernel knows of. */
function verifyApart({ arena }: Plan, kernel: Kernel, ranges: readonly Range[], layer: string): void {
  const result = ranges.at(-1);
  const over = new Set(('over' in kernel && kernel.over) || []);
  for (const [i, range] of ranges.slice(0, -1).entries()) {
    if (range.region !== 'arena' || !result) continue;
    if (over.has(i)) {
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
function verifyReach(kernel: Kernel, places: readonly Range[], layer: string, highest: number): void {
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
  const ending = endingOf(kernel);
  if (!ending) return;
  const { operands } = ending;
  const first = places.length - 1 - operands.length;
  for (const [i, strides] of operands.entries()) {
    check(`operand ${i}`, y.shape, strides, places[first + i]);
  }
  // Operand 0 of an epilogue is the result; a map has none.
  const last = kernel.kind === 'map' ? operands.length - 1 : operands.length;
  invariant(highest <= last, `${layer}: ${kernel.name} lacks operands`);
}

/** Whether weights are exactly as large as the kernel's layout of them says, and where they are prepared, if they are. */
function verifyWeights(kernel: Kernel, places: readonly Range[], layer: string): void {
  if (kernel.kind === 'expand') {
    const [from, to] = places;
    const { output, windows, gap = 0 } = kernel;
    const isSized = from?.elements === 9 * windows && to?.elements === (windows + gap) * (output + 2) ** 2;
    invariant(isSized, `${layer}: ${kernel.name} is of other weights`);
    return;
  }
  if (kernel.kind !== 'contract') return;
  const { x, y, window, groups, joined, weights } = kernel;
  const own = { x, window, groups };
  const elements = [own, ...(joined ? [{ ...joined, groups: 1 }] : [])].reduce((sum, image) => {
    const [vertical, horizontal] = image.window;
    const channels = (image.x.shape[1] ?? 1) / image.groups;
    const shape = [y.shape[1] ?? 1, channels, vertical.kernel, horizontal.kernel];
    return sum + packedElements(weights, shape);
  }, 0);
  const place = places[parametersOf(kernel).indexOf('w')];
  invariant(
    place?.elements === elements && place.region === (weights.transform ? 'prepared' : 'weights'),
    `${layer}: ${kernel.name} reads other weights than its layout says`,
  );
}

const endingOf = (kernel: Kernel): KernelEpilogue | undefined =>
  kernel.kind === 'map' ? kernel : 'epilogue' in kernel ? kernel.epilogue : undefined;

/** The last operand that a kernel's expression reads; -1 where it reads none. */
function highestRead(kernel: Kernel): number {
  const ending = endingOf(kernel);
  return ending ? highestOperand(ending.expression) : -1;
}

/** Whether inputs are there before the first step, and outputs after the last, and all are the graph's. */
function verifyBorders({ arena, graph, inputs, outputs, steps }: Plan): void {
  const lifetimes = new Lifetimes(arena.buffers);
  for (const [what, borders, values, time] of [
    ['inputs', inputs, inputsOf(graph).map(node => ({ name: node.path, node })), -1],
    ['outputs', outputs, graph.outputs, steps.length],
  ] as const) {
    invariant(
      borders.length === values.length && borders.length > 0,
      `it has ${borders.length} ${what}, and its graph ${values.length}`,
    );
    lifetimes.advance(time);
    for (const [i, { name, dtype, shape, offset }] of borders.entries()) {
      const isThere = lifetimes.holds({ offset, elements: elementCount(shape) });
      invariant(isThere, `${printName(name)} is not alive at step ${time}`);
      const value = values[i];
      invariant(value?.name === name, `${printName(name)} is no name of its graph's ${what}`);
      invariant(
        sameShape(value.node.type.shape, shape) && value.node.type.dtype === dtype,
        `${printName(name)} is ${dtype} ${printShape(shape)}, which the graph's is not`,
      );
    }
  }
}

/** Whether classes are read from an output of rows, and each class has a label. */
function verifyClasses(plan: Plan): void {
  const { classes, labels, outputs } = plan;
  const scores = outputs.find(({ name }) => name === classes?.output);
  invariant(
    classes === undefined || scores?.shape.length === 2,
    `classes are read from ${printName(classes?.output ?? '')}, which is no output of rows`,
  );
  if (labels === undefined) return;
  const [count, wanted] = [labelNames(labels).length, scores?.shape[1] ?? 0];
  invariant(count === wanted, `it has ${count} labels for ${wanted} classes`);
}

/** Elements between tensors are there to align them: no target wants 16 KiB. */
const mostBetween = 2 ** 12;

function verifyRecipe({ recipe, graph }: Plan): void {
  const { tensors, elements, slots } = recipe;
  const constants = constantRegion(graph);
  let end = 0;
  for (const tensor of tensors) {
    const made = graph.nodes[tensor.node];
    const name = printName(tensor.name);
    invariant(tensor.offset >= end, `${name} overlaps what comes before it`);
    invariant(tensor.offset - end < mostBetween, `${name} begins far from what comes before it`);
    invariant(made && constants.has(made), `${name} is no constant of the graph`);
    invariant(
      elementCount(made.type.shape) === tensor.elements,
      `${name} is not of the size that the graph makes`,
    );
    end = tensor.offset + tensor.elements;
  }
  invariant(end <= elements, `the recipe's tensors end outside its ${elements} elements`);
  invariant(elements - end < mostBetween, `the recipe's tensors end far from its ${elements} elements`);
  verifySlots('recipe', slots, tensors, elements);
}

function verifyArena({ arena }: Plan): void {
  const { buffers, elements, lowerBound, alignment, slots } = arena;
  invariant(elements >= lowerBound, `the arena of ${elements} is below its lower bound of ${lowerBound}`);
  for (const { layer, offset, elements: size, first, last } of buffers) {
    invariant(size > 0, `${printName(layer)} is empty`);
    invariant(first <= last, `${printName(layer)} ends before it begins`);
    invariant(offset % alignment === 0, `${printName(layer)} lies at ${offset}, which is not aligned`);
  }
  new Lifetimes(buffers).advance(Number.POSITIVE_INFINITY);
  for (const { layer, offset, elements: size } of buffers) {
    invariant(offset + size <= elements, `${printName(layer)} ends outside the arena`);
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
      `${printName(name)} lies in no slot of the ${region}`,
    );
  }
}

/** The slot that holds all of a range. */
function slotOf(slots: readonly Slot[], range: Slot): Slot | undefined {
  const slot = slots[firstBeyond(slots, range.offset) - 1];
  return slot && range.offset + range.elements <= slot.offset + slot.elements ? slot : undefined;
}
