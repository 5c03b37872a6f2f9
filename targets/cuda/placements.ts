/**
 * Where tensors of `weights.bin` lie on the device: weights and values that kernels read beside them are of the
 * package's precision, biases stay float32. A tensor that is both lies there twice.
 */

import { invariant } from '../../compiler/errors.ts';
import { parametersOf } from '../../compiler/plan/kernel.ts';
import { align } from '../../compiler/plan/memory.ts';
import type { Plan, Range } from '../../compiler/plan/plan.ts';
import { optionsOf } from './options.ts';
import { type PrecisionFacts, precisions } from './precisions.ts';

/** What a tensor is stored as. */
type Stored = PrecisionFacts['stored'];

/** A tensor's way from `weights.bin` to the device. */
export interface Placement {
  readonly name: string;
  /** Its first element in `weights.bin`. */
  readonly from: number;
  readonly elements: number;
  /** Its first byte on the device. */
  readonly to: number;
  readonly stored: Stored;
}

/** All of them, in the order of `weights.bin`. */
export interface Placements {
  readonly list: readonly Placement[];
  /** Bytes on the device. */
  readonly bytes: number;
  /** The first byte of a step's argument on the device: a bias's, or that of numbers of the package's precision. */
  byteOf(range: Range, isBias: boolean): number;
}

/** How the package stores what is not a bias. */
const storedAs = (plan: Plan): Stored => precisions[optionsOf(plan).precision].stored;

/** Finds a place for every use of a tensor. Places are multiples of 256 bytes, which any vector load takes. */
export function placementsOf(plan: Plan): Placements {
  const wanted = new Map<number, Set<Stored>>();
  for (const step of plan.steps) {
    const kernel = plan.kernels[step.kernel];
    const names = kernel ? parametersOf(kernel) : [];
    for (const [i, range] of step.arguments.entries()) {
      if (range.region !== 'weights') continue;
      const uses = wanted.get(range.offset) ?? new Set<Stored>();
      uses.add(names[i] === 'b' ? 'f32' : storedAs(plan));
      wanted.set(range.offset, uses);
    }
  }
  const list: Placement[] = [];
  let end = 0;
  for (const { name, offset, elements } of plan.recipe.tensors) {
    for (const stored of [...(wanted.get(offset) ?? [])].sort()) {
      list.push({ name, from: offset, elements, to: end, stored });
      end = align(end + elements * precisions[stored].bytes, 256);
    }
  }
  const places = new Map(list.map(each => [`${each.from} ${each.stored}`, each.to]));
  const byteOf: Placements['byteOf'] = ({ offset }, isBias) => {
    const place = places.get(`${offset} ${isBias ? 'f32' : storedAs(plan)}`);
    invariant(place !== undefined, `the tensor at ${offset} has no place on the device`);
    return place;
  };
  return { list, bytes: end, byteOf };
}
