/** The attributes of a layer in the short form that people write: `stride: 2`, not `stride: [2, 2]`. */

import { computationOf, isOp, type Node } from '../ir/graph.ts';
import { printScalar } from '../ir/scalar.ts';
import { constant } from '../ops/leaf.ts';
import { batchNorm, batchNormByBatch } from '../ops/normalization.ts';
import type { Attributes } from './outline.ts';

/** Attributes that are what a layer's input makes them: where they change, something before it did. */
const following: ReadonlySet<string> = new Set(['in', 'inFeatures', 'channels']);

/** Whether a layer's input alone decides an attribute. */
export const followsInput = (attribute: string): boolean => following.has(attribute);

/** A node's attributes, with the sizes that its weights say. */
export function attributesOf(node: Node): Attributes {
  const own = Object.entries(node.attributes ?? {}).map(([key, value]) => [key, short(value)] as const);
  const { epilogue } = node;
  return {
    ...sizesOf(node),
    ...Object.fromEntries(own),
    ...(epilogue && {
      epilogue: printScalar(epilogue.expression, i =>
        i === 0 ? 'it' : (epilogue.operands[i - 1]?.path ?? '?'),
      ),
    }),
  };
}

/** Whether a node's attributes say which parameters it has, and of what shapes. */
export function tellsParameters(node: Node): boolean {
  const { form } = computationOf(node);
  return form === 'convolution' || form === 'linear' || isBatchNorm(node);
}

const isBatchNorm = (node: Node): boolean => isOp(node, batchNorm) || isOp(node, batchNormByBatch);

/** Whether a batch norm scales and shifts by parameters; said where it does not. */
function affinityOf({ inputs: [, gamma] }: Node): Attributes {
  return isOp(gamma, constant) ? { affine: false } : {};
}

function sizesOf(node: Node): Attributes {
  const [x, weight, bias] = node.inputs.map(input => input.type.shape);
  const computation = computationOf(node);
  switch (computation.form) {
    case 'convolution': {
      const [vertical, horizontal] = computation.window;
      return {
        in: x?.[1] ?? 0,
        out: weight?.[0] ?? 0,
        kernel: short([vertical.kernel, horizontal.kernel]),
        bias: bias !== undefined,
      };
    }
    case 'linear':
      return { inFeatures: x?.at(-1) ?? 0, outFeatures: weight?.[0] ?? 0, bias: bias !== undefined };
    default:
      return isBatchNorm(node) ? { channels: x?.[1] ?? 0, ...affinityOf(node) } : {};
  }
}

/** `2` of `[2, 2]`, `1` of `[[1, 1], [1, 1]]`, `2x3` of `[2, 3]`. */
function short(value: unknown): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  const parts = value.map(short);
  const [first] = parts;
  if (first !== undefined && parts.length > 1 && parts.every(part => part === first)) return first;
  return value.some(Array.isArray) ? `[${parts.join(', ')}]` : parts.join('x');
}
