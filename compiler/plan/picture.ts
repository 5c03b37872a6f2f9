/** A picture of the arena in text: time runs down, a column is a slice of memory. */

import stringWidth from 'string-width';
import { shortenTo } from '../columns.ts';
import type { Plan } from './plan.ts';

/**
 * One line a step: `#` where a value lies that the step writes, `:` where one is kept for later, a space where the
 * arena is free.
 *
 * @param width - columns of the picture
 * @param names - columns that names of layers may take; longer ones are shortened
 */
export function drawArena(plan: Plan, width = 64, names = Number.POSITIVE_INFINITY): string {
  const { arena, steps } = plan;
  const { elementBytes = 4 } = arena;
  const megabytes = (elements: number): string => `${((elements * elementBytes) / 1e6).toFixed(2)} MB`;
  const column = (offset: number): number => Math.round((offset / Math.max(1, arena.elements)) * width);
  const labels = steps.map(({ layer }) => shortenTo(layer, names));
  const longest = labels.reduce((most, label) => Math.max(most, stringWidth(label)), 0);
  const lines = steps.map((step, time) => {
    const cells = new Array<string>(width).fill(' ');
    let alive = 0;
    const written = step.arguments.at(-1);
    for (const buffer of arena.buffers) {
      if (time < buffer.first || time > buffer.last) continue;
      alive += buffer.elements;
      // A step may write a part of a value: one of those that a concatenation joins.
      const isWritten =
        written !== undefined &&
        buffer.offset <= written.offset &&
        written.offset < buffer.offset + buffer.elements;
      const end = Math.max(column(buffer.offset) + 1, column(buffer.offset + buffer.elements));
      cells.fill(isWritten ? '#' : ':', column(buffer.offset), end);
    }
    const label = labels[time] ?? '';
    const space = ' '.repeat(longest - stringWidth(label));
    return `${label}${space} |${cells.join('')}| ${megabytes(alive)}`;
  });
  return [
    ...lines,
    `peak ${megabytes(arena.elements)}, lower bound ${megabytes(arena.lowerBound)}; # written by the step, : kept`,
    '',
  ].join('\n');
}
