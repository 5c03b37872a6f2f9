/**
 * Implementations of convolutions and linear layers, as the compiler knows them. A target has a list of them, in the
 * order in which it prefers them, each in a file with all that is to be known of it; what a plan says of one is its
 * schedule.
 */

import { z } from 'zod';
import { invariant } from '../errors.ts';
import type { PackedLayout } from '../ops/packing.ts';
import type { ContractKernel } from './kernel.ts';

/** What a target is asked about a convolution or linear layer. */
export type Contraction = Pick<
  ContractKernel,
  'form' | 'x' | 'y' | 'window' | 'groups' | 'epilogue' | 'mean' | 'joined'
>;

/** How a kernel goes about its work: the name of its implementation, and plain data that is that one's alone. */
export interface Schedule {
  readonly name: string;
}

/** One way to compute contractions. */
export interface Implementation<S extends Schedule = Schedule> {
  /** What schedules and `--algorithm` call it. */
  readonly name: string;
  /** What it is for: a line for who forces it. */
  readonly about: string;
  /** Its schedules, of plans and tables from files too; fields in the order in which they are told. */
  readonly schema: z.ZodType<S>;
  /** Whether it computes a contraction at all. The rest is asked of those alone. */
  accepts(contraction: Contraction): boolean;
  /** Whether the model would take it, where none before it in the list is taken; absent where it always would. */
  pays?(contraction: Contraction): boolean;
  /** The schedule that the model gives it. */
  choose(contraction: Contraction): S;
  /** What `tune` measures: a modest list, for the whole network is compiled once for each place in it. */
  variants(contraction: Contraction): readonly S[];
  /** Whether a schedule, which may come from a file, has a kernel. */
  allows(contraction: Contraction, schedule: S): boolean;
  /** How it reads its weights. */
  weights(contraction: Contraction, schedule: S): PackedLayout;
  /** Numbers that its kernel works in: float64, or float32 where it works in vectors. */
  scratch(contraction: Contraction, schedule: S): number;
}

/** For schemas of schedules. */
export const count = z.int().positive();
export const tileSchema = z.strictObject({ rows: count, columns: count });

/** The implementation that a schedule is of. */
export function implementationOf<I extends Pick<Implementation, 'name'>>(
  implementations: readonly I[],
  { name }: Schedule,
): I {
  const found = implementations.find(each => each.name === name);
  invariant(found, `there is no implementation ${name}`);
  return found;
}

/** A kernel's schedule, as an implementation's schema reads it. */
export function scheduleOf<S extends Schedule>(
  schema: z.ZodType<S>,
  { schedule, name }: Pick<ContractKernel, 'schedule' | 'name'>,
): S {
  const parsed = schema.safeParse(schedule);
  invariant(parsed.success, `${name}: its schedule ${schedule.name} is not what its implementation reads`);
  return parsed.data;
}

/** The schedule by the first of some implementations that pays. */
export function choose(implementations: readonly Implementation[], contraction: Contraction): Schedule {
  const found = implementations.find(each => each.accepts(contraction) && (each.pays?.(contraction) ?? true));
  invariant(found, 'there is an implementation for everything');
  return found.choose(contraction);
}

/** Whether one of these computes a contraction by a schedule, which may come from a file. */
export function isAllowed(
  implementations: readonly Implementation[],
  contraction: Contraction,
  schedule: Schedule,
): boolean {
  const own = implementations.find(({ name }) => name === schedule.name);
  const parsed = own?.accepts(contraction) ? own.schema.safeParse(schedule) : undefined;
  return own !== undefined && parsed?.success === true && own.allows(contraction, parsed.data);
}

/** Whether a kernel, of a plan that was read, is what one of these makes of its contraction. */
export function isMadeBy(implementations: readonly Implementation[], kernel: ContractKernel): boolean {
  const { schedule, weights, scratch } = kernel;
  if (!isAllowed(implementations, kernel, schedule)) return false;
  const own = implementationOf(implementations, schedule);
  return (
    scratch === own.scratch(kernel, schedule) &&
    canonical(weights) === canonical(own.weights(kernel, schedule))
  );
}

/** A text that equal data shares, whatever the order of its fields. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
