/** Operators that move elements or relabel their axes, and compute nothing. */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import { sizes } from '../ir/bounds.ts';
import type { Dense, Node, Op } from '../ir/graph.ts';
import { operand } from '../ir/scalar.ts';
import { elementCount, printShape } from '../shape.ts';

const copy = ([x]: readonly Dense[]): Float64Array => Float64Array.from(x?.data ?? []);

const flattenAttributes = z.strictObject({ start: z.int().nonnegative() });
type FlattenAttributes = z.infer<typeof flattenAttributes>;

/** Joins all axes from `start` on (https://pytorch.org/docs/stable/generated/torch.flatten.html). */
export const flatten: Op<FlattenAttributes, readonly [x: Node]> = {
  name: 'flatten',
  attributes: flattenAttributes,
  inputs: ['x'],
  infer([x = []], { start }) {
    if (start >= x.length) throw new UserError('bad-axis', `flatten from axis ${start} of ${printShape(x)}`);
    return [...x.slice(0, start), elementCount(x.slice(start))];
  },
  computation: () => ({ form: 'reshape' }),
  reference: copy,
};

const reshapeAttributes = z.strictObject({ shape: sizes.readonly() });
type ReshapeAttributes = z.infer<typeof reshapeAttributes>;

/** The same elements in the same order under another shape. */
export const reshape: Op<ReshapeAttributes, readonly [x: Node]> = {
  name: 'reshape',
  attributes: reshapeAttributes,
  inputs: ['x'],
  infer([x = []], { shape }) {
    if (elementCount(x) === elementCount(shape)) return shape;
    throw new UserError('shape-mismatch', `${printShape(x)} cannot be reshaped to ${printShape(shape)}`);
  },
  computation: () => ({ form: 'reshape' }),
  reference: copy,
};

const concatAttributes = z.strictObject({ axis: z.int().nonnegative() });
type ConcatAttributes = z.infer<typeof concatAttributes>;

/** Values laid one after another along an axis (https://pytorch.org/docs/stable/generated/torch.cat.html). */
export const concat: Op<ConcatAttributes> = {
  name: 'concat',
  attributes: concatAttributes,
  inputs: ['...values'],
  infer(inputs, { axis }) {
    const [first = []] = inputs;
    const fits = (shape: readonly number[]): boolean =>
      shape.length === first.length && shape.every((size, i) => i === axis || size === first[i]);
    if (axis >= first.length || !inputs.every(fits)) {
      throw new UserError(
        'shape-mismatch',
        `concat along axis ${axis} of ${inputs.map(printShape).join(' and ')}: all other sizes must be equal`,
        { fix: 'make every branch end with the same height and width' },
      );
    }
    return first.with(
      axis,
      inputs.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0),
    );
  },
  computation: ({ axis }) => ({ form: 'concat', axis }),
  reference(inputs, { axis }, shape) {
    const result = new Float64Array(elementCount(shape));
    const outer = elementCount(shape.slice(0, axis));
    const row = elementCount(shape.slice(axis));
    let offset = 0;
    for (const { shape: from, data } of inputs) {
      const part = elementCount(from.slice(axis));
      for (let i = 0; i < outer; i++) result.set(data.subarray(i * part, (i + 1) * part), i * row + offset);
      offset += part;
    }
    return result;
  },
};

const dropoutAttributes = z.strictObject({ probability: z.number().min(0).max(1) });
type DropoutAttributes = z.infer<typeof dropoutAttributes>;

/** The identity: a package only infers (https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html). */
export const dropout: Op<DropoutAttributes, readonly [x: Node]> = {
  name: 'dropout',
  attributes: dropoutAttributes,
  inputs: ['x'],
  infer: ([x = []]) => x,
  computation: () => ({ form: 'pointwise', body: operand(0) }),
  reference: copy,
};
