/** Kernels in words: what stands over each, in every target. */

import type { Kernel } from '../compiler/plan/kernel.ts';
import type { Border, Plan } from '../compiler/plan/plan.ts';
import { scaled } from '../compiler/quantities.ts';
import { printShape } from '../compiler/shape.ts';
import { inComment } from './escape.ts';

/** A sentence for a comment: the layers that a kernel works for, in order, each once. */
export function usedBy(kernel: Kernel, plan: Plan): string {
  const place = plan.kernels.indexOf(kernel);
  const steps = [...plan.prepare, ...plan.steps].filter(step => step.kernel === place);
  return `Used by ${[...new Set(steps.map(step => inComment(step.layer)))].join(', ')}.`;
}

/** One line: what it computes, its shapes, its work. */
export function describe(kernel: Kernel): string {
  switch (kernel.kind) {
    case 'contract': {
      const [v, h] = kernel.window;
      const size = `${v.kernel}x${h.kernel}`;
      const what =
        kernel.form === 'linear'
          ? kernel.mean
            ? 'Linear layer over the mean of each channel'
            : 'Linear layer'
          : `${size} convolution${v.stride > 1 ? ` of stride ${v.stride}` : ''}${kernel.groups > 1 ? ` in ${kernel.groups} groups` : ''}`;
      const { transform } = kernel.weights;
      const how = transform ? ` by Winograd's F(${transform.output}x${transform.output}, 3x3)` : '';
      const second = kernel.joined
        ? `, and in the same sum one of ${kernel.joined.window.map(axis => axis.kernel).join('x')} of ${printShape(kernel.joined.x.shape)}`
        : '';
      return `${what}${how}: ${images(kernel.x.shape, kernel.y.shape)}${second}, ${scaled(kernel.macs)}MACs.`;
    }
    case 'pool':
      return `${kernel.reducer === 'max' ? 'Max' : 'Average'} pooling, ${kernel.window.map(axis => axis.kernel).join('x')}: ${images(kernel.x.shape, kernel.y.shape)}.`;
    case 'adaptive-pool':
      return `Adaptive average pooling: ${images(kernel.x.shape, kernel.y.shape)}.`;
    case 'softmax':
      return `Softmax along axis ${kernel.axis}: ${printShape(kernel.y.shape)}.`;
    case 'map':
      return `${kernel.expression.kind === 'operand' ? 'Copy' : 'Elementwise'}: ${printShape(kernel.y.shape)}.`;
    case 'expand':
      return `Weights for Winograd's F(${kernel.output}x${kernel.output}, 3x3): G g G^T for ${kernel.windows} windows.`;
  }
}

const images = (x: readonly number[], y: readonly number[]): string => `${printShape(x)} -> ${printShape(y)}`;

/** `[1, 1000]`, or of several `logits [1, 1000] and features [1, 512]`. */
export const describeBorders = (borders: readonly Border[]): string =>
  borders
    .map(({ name, shape }) => (borders.length === 1 ? '' : `${inComment(name)} `) + printShape(shape))
    .join(borders.length === 2 ? ' and ' : ', ');
