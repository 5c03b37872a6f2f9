/**
 * What is no finite number in weights as they are packed, and where it comes from: the checkpoint, folding, rounding to
 * float32, or storage in float16. A package computes with it all the same; who packed it is to know.
 */

import { printText } from '../../names.ts';
import type { PackedTensor } from '../../plan/plan.ts';
import type { Halves } from '../../target.ts';

/** NaN and infinity in one tensor. */
export interface NotFinite {
  /** In the checkpoint its name there; in the package the layer and what it is to it: `layer1.0.conv1 weight`. */
  readonly tensor: string;
  /**
   * `checkpoint`: read from there. `folded`: the checkpoint's are finite, and what is computed of them is not.
   * `float32`: finite, and beyond float32. `float16`: finite, and beyond float16, which it is stored in.
   */
  readonly where: 'checkpoint' | 'folded' | 'float32' | 'float16';
  readonly nan: number;
  readonly infinite: number;
  /** Numbers of the tensor. */
  readonly of: number;
}

/** From here on, half a unit above the largest number, what is rounded to float16 is infinite. */
const beyondFloat16 = 65520;

/** Looks at weights on their way into a package. */
export class WeightsCheck {
  readonly #halves: Halves | undefined;
  readonly #read = new Map<string, NotFinite | undefined>();
  readonly #made: NotFinite[] = [];
  /** Whether what the tensor in the making is made of has been finite so far. */
  #isFinite = true;

  constructor(halves?: Halves) {
    this.#halves = halves;
  }

  /** All that was found: of the checkpoint first. */
  get found(): readonly NotFinite[] {
    return [...[...this.#read.values()].filter(each => each !== undefined), ...this.#made];
  }

  /** Looks at a parameter. */
  parameter(name: string, data: Float64Array): void {
    if (!this.#read.has(name)) this.#read.set(name, look(name, 'checkpoint', data));
    if (this.#read.get(name)) this.#isFinite = false;
  }

  /** Looks at a tensor that was made of the parameters since the last one. */
  tensor(tensor: PackedTensor, exact: Float64Array, rounded: Float32Array): void {
    const { name } = tensor;
    const isExplained = !this.#isFinite;
    this.#isFinite = true;
    if (isExplained) return;
    const found =
      look(name, 'folded', exact) ?? look(name, 'float32', rounded) ?? this.#half(tensor, rounded);
    if (found) this.#made.push(found);
  }

  #half(tensor: PackedTensor, rounded: Float32Array): NotFinite | undefined {
    if (!this.#halves?.holds(tensor)) return undefined;
    const infinite = rounded.reduce((sum, value) => sum + (Math.abs(value) >= beyondFloat16 ? 1 : 0), 0);
    return infinite === 0
      ? undefined
      : { tensor: tensor.name, where: 'float16', nan: 0, infinite, of: rounded.length };
  }
}

function look(
  tensor: string,
  where: NotFinite['where'],
  data: Float64Array | Float32Array,
): NotFinite | undefined {
  let [nan, infinite] = [0, 0];
  for (const value of data) {
    if (Number.isFinite(value)) continue;
    if (Number.isNaN(value)) nan++;
    else infinite++;
  }
  return nan + infinite === 0 ? undefined : { tensor, where, nan, infinite, of: data.length };
}

/** Characters of a name that a sentence quotes. */
const longestTold = 200;

/** A sentence for people. */
export function describeNotFinite({ tensor, where, nan, infinite, of }: NotFinite, halves?: Halves): string {
  const counts = [...(nan > 0 ? [`${nan} NaN`] : []), ...(infinite > 0 ? [`${infinite} infinite`] : [])];
  const name = printText(tensor, longestTold);
  const what = `${counts.join(' and ')} of ${of} numbers`;
  switch (where) {
    case 'checkpoint':
      return `${name} in the checkpoint: ${what}`;
    case 'folded':
      return `${name}, computed of finite numbers of the checkpoint: ${what}; see the layer's norm, whose variance may be negative or too small`;
    case 'float32':
      return `${name}: ${what}, since they are beyond 3.4e38, the largest in float32`;
    case 'float16':
      return `${name}: ${what}, since they are beyond 65504, the largest in float16, ${halves?.when ?? ''}`;
  }
}
