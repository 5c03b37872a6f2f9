/**
 * The plan verifier: no two activations that are alive at once share a place, every argument lies in its region, each
 * step reads what is there, and the peak is no less than the lower bound.
 */

import { invariant } from '../errors.ts';
import { alignment, overlap } from './arena.ts';
import { parametersOf } from './kernel.ts';
import type { Plan, Range, Region } from './plan.ts';

/** @throws InvariantError naming what is wrong */
export function verifyPlan(plan: Plan): void {
  verifyArena(plan);
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
    }
  }
}

function verifyArena({ arena }: Plan): void {
  const { buffers, elements, lowerBound } = arena;
  invariant(elements >= lowerBound, `the arena of ${elements} is below its lower bound of ${lowerBound}`);
  for (const [i, a] of buffers.entries()) {
    invariant(a.offset % alignment === 0, `${a.layer} lies at ${a.offset}, which is not aligned`);
    invariant(a.offset + a.elements <= elements, `${a.layer} ends outside the arena`);
    for (const b of buffers.slice(i + 1)) {
      const apart = a.offset + a.elements <= b.offset || b.offset + b.elements <= a.offset;
      invariant(apart || !overlap(a, b), `${a.layer} and ${b.layer} share a place while both are alive`);
    }
  }
}

function isAlive({ arena }: Plan, range: Range, time: number): boolean {
  return arena.buffers.some(
    buffer =>
      buffer.first <= time &&
      time <= buffer.last &&
      buffer.offset <= range.offset &&
      range.offset + range.elements <= buffer.offset + buffer.elements,
  );
}
