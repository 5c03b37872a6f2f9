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

/** How many float32 an element of the arena takes the place of: pages count in these. */
export const float32s = ({ elementBytes = 4 }: Plan['arena']): number => elementBytes / 4;

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
  const scale = float32s(arena);
  const writers = buffers.map((): number[] => []);
  for (const { writes, node } of steps) {
    const known = writes === undefined ? undefined : writers[writes];
    if (node !== undefined && known && !known.includes(node)) known.push(node);
  }
  return {
    elements: scale * elements,
    lowerBound: scale * lowerBound,
    buffers: buffers.map((buffer, i) => ({
      layer: buffer.layer,
      offset: scale * buffer.offset,
      elements: scale * buffer.elements,
      first: buffer.first,
      last: buffer.last,
      // A package has one input, and it is there before the first step.
      nodes: [...(buffer.first < 0 ? inputs : []), ...(writers[i] ?? [])],
    })),
  };
}
