/** The arena as a page draws it, and which steps write what of it. */

import type { Plan, Step } from '../plan/plan.ts';
import type { MemoryData, StepData } from './data.ts';

/** The buffer that each step writes. */
export function writesOf({ steps, arena }: Plan): readonly (number | undefined)[] {
  return steps.map((step, time) => {
    const place = writtenBy(step);
    const at = arena.buffers.findIndex(
      ({ offset, elements, first, last }) =>
        first <= time && time <= last && place && offset <= place.offset && place.offset < offset + elements,
    );
    return at < 0 ? undefined : at;
  });
}

/** The last argument of a kernel is its result. */
const writtenBy = (step: Step) => step.arguments.at(-1);

/**
 * The arena.
 *
 * @param steps - the plan's, as the page knows them
 * @param inputs - nodes of the network's inputs
 */
export function describeMemory(
  { arena }: Plan,
  steps: readonly StepData[],
  inputs: readonly number[],
): MemoryData {
  const { elements, lowerBound, buffers } = arena;
  const writers = buffers.map((): number[] => []);
  for (const { writes, node } of steps) {
    const known = writes === undefined ? undefined : writers[writes];
    if (node !== undefined && known && !known.includes(node)) known.push(node);
  }
  return {
    elements,
    lowerBound,
    buffers: buffers.map((buffer, i) => ({
      layer: buffer.layer,
      offset: buffer.offset,
      elements: buffer.elements,
      first: buffer.first,
      last: buffer.last,
      // A package has one input, and it is there before the first step.
      nodes: [...(buffer.first < 0 ? inputs : []), ...(writers[i] ?? [])],
    })),
  };
}
