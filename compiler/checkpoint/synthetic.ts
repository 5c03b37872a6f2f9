/**
 * Deterministic synthetic weights and inputs, for tests and for trying a package without a checkpoint. Element `i`
 * of the tensor `name` depends on `name` and `i` alone, so it can be made in any order and in any language:
 *
 *     bits  = mix(mix(i) xor fnv1a(name)) >> 8            32-bit integers; 24 bits remain
 *     value = float32(low + (bits + 0.5) * ((high - low) * 2^-24))     in float64, rounded once
 *
 * test/reference/synthetic.py makes the same numbers, bit for bit, and with them PyTorch makes the goldens. Whoever
 * changes one file changes the other, and renews every golden.
 */

import { elementCount, type Shape } from '../shape.ts';

/**
 * Values spread evenly over `[low, high)`.
 *
 * @param name - the seed; the same name gives the same values, whatever the shape
 */
export function uniform(name: string, shape: Shape, low: number, high: number): Float32Array {
  const seed = fnv1a(name);
  const scale = (high - low) * 2 ** -24;
  const result = new Float32Array(elementCount(shape));
  for (let i = 0; i < result.length; i++) {
    // Mixed twice: with once, names whose seeds differ in few bits would have the same values in another order.
    const bits = mix(mix(i) ^ seed) >>> 8;
    result[i] = low + (bits + 0.5) * scale;
  }
  return result;
}

/**
 * Energy that a product with weights keeps, in `bound = sqrt(gain / fan-in)`. He's is 6, for plain stacks; here the
 * batch norms amplify as well, and with 2 a residual block adds a fair part of its input's energy: enough to be
 * tested, while the logits of ResNet-152 stay near 10.
 */
const gain = 2;

/**
 * A parameter of a network, in a range that suits its name and rank: weights of two axes and more by their fan-in,
 * scales and variances in `[0.5, 1.5)`, and the rest (biases, means) in `[-0.2, 0.2)`. Nothing is 0 or 1, so that
 * whatever a fold forgets shows.
 *
 * @param name - as in a checkpoint, such as `layer1.0.bn1.running_var`
 */
export function synthesize(name: string, shape: Shape): Float32Array {
  if (shape.length >= 2) {
    const bound = Math.sqrt(gain / elementCount(shape.slice(1)));
    return uniform(name, shape, -bound, bound);
  }
  const suffix = name.slice(name.lastIndexOf('.') + 1);
  if (suffix === 'weight' || suffix === 'running_var') return uniform(name, shape, 0.5, 1.5);
  return uniform(name, shape, -0.2, 0.2);
}

/** An input of a network: noise over about the range of pixels normalised as for ImageNet. */
export function syntheticInput(shape: Shape, seed = 0): Float32Array {
  return uniform(`input/${seed}`, shape, -2.1, 2.6);
}

/** Of several inputs, each its own noise; by their names. */
export const syntheticInputs = ({
  inputs,
}: {
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
}): Record<string, Float32Array> =>
  Object.fromEntries(inputs.map(({ name, shape }, i) => [name, syntheticInput(shape, i)]));

/** FNV-1a, 32 bits, of the UTF-8 text (http://www.isthe.com/chongo/tech/comp/fnv/). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** lowbias32: a bijection in which every bit of the input moves every bit of the result (https://nullprogram.com/blog/2018/07/31/). */
function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
