/** Scalar expressions over whole tensors, in float64: what the interpreter makes of elementwise operators and epilogues. */

import { elementCount, type Shape, stridesOf } from '../shape.ts';
import type { Dense } from './graph.ts';
import { evaluator, type Scalar } from './scalar.ts';

/** Evaluates a scalar expression over operands broadcast to `shape`, in float64. */
export function mapElements(expression: Scalar, operands: readonly Dense[], shape: Shape): Float64Array {
  const evaluate = evaluator(expression);
  const result = new Float64Array(elementCount(shape));
  const strides = operands.map(operand => stretchedStrides(operand.shape, shape));
  const inner = shape.at(-1) ?? 1;
  const index = new Array<number>(shape.length).fill(0);
  const offsets = new Array<number>(operands.length).fill(0);
  const values = new Float64Array(operands.length);
  const sources = operands.map((operand, k) => ({ data: operand.data, step: strides[k]?.at(-1) ?? 0 }));
  for (let row = 0; row < result.length; row += inner) {
    for (let i = 0; i < inner; i++) {
      for (let k = 0; k < sources.length; k++) {
        const source = sources[k];
        if (source) values[k] = source.data[(offsets[k] ?? 0) + i * source.step] ?? Number.NaN;
      }
      result[row + i] = evaluate(values);
    }
    // Advance the outer axes like an odometer, the last fastest.
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      const wraps = next === shape[axis];
      index[axis] = wraps ? 0 : next;
      for (let k = 0; k < operands.length; k++) {
        const step = strides[k]?.[axis] ?? 0;
        offsets[k] = (offsets[k] ?? 0) + (wraps ? step * (1 - next) : step);
      }
      if (!wraps) break;
    }
  }
  return result;
}

/** Strides for reading an operand at each place of a shape it is stretched to. */
function stretchedStrides(from: Shape, to: Shape): readonly number[] {
  const strides = stridesOf(from);
  return to.map((_, axis) => {
    const at = axis - (to.length - from.length);
    return at < 0 || from[at] === 1 ? 0 : (strides[at] ?? 0);
  });
}
