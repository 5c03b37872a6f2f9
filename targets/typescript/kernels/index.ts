/** Kernels as files: each headed by the layers that use it, its shapes and its work. */

import { InvariantError } from '../../../compiler/errors.ts';
import type { ContractKernel, Kernel } from '../../../compiler/plan/kernel.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { printShape } from '../../../compiler/shape.ts';
import { scaled } from '../../text.ts';
import { list, wrap } from '../layout.ts';
import { printContract } from './contract.ts';
import { printMap } from './map.ts';
import { printAdaptivePool, printPool } from './pool.ts';
import { printSoftmax } from './softmax.ts';
import { typedParameters } from './strips.ts';
import { printExpand, printWinograd } from './winograd.ts';

/** A kernel's whole file. */
export function printKernel(kernel: Kernel, plan: Plan): string {
  const slots = {
    head: head(kernel, plan),
    name: kernel.name,
    signature: list(`export function ${kernel.name}`, typedParameters(kernel), ': void {', 0),
  };
  switch (kernel.kind) {
    case 'contract':
      return printContraction(kernel, slots);
    case 'pool':
      return printPool(kernel, slots);
    case 'adaptive-pool':
      return printAdaptivePool(kernel, slots);
    case 'softmax':
      return printSoftmax(kernel, slots);
    case 'map':
      return printMap(kernel, slots);
    case 'expand':
      return printExpand(kernel, slots);
  }
}

function printContraction(kernel: ContractKernel, slots: Readonly<Record<string, string>>): string {
  switch (kernel.algorithm.name) {
    case 'matrix':
    case 'gather':
      return printContract(kernel, slots);
    case 'winograd':
      return printWinograd(kernel, slots);
    default:
      throw new InvariantError(`${kernel.name}: ${kernel.algorithm.name} is for other targets`);
  }
}

/** The comment over a kernel. */
function head(kernel: Kernel, plan: Plan): string {
  const place = plan.kernels.indexOf(kernel);
  const layers = [...plan.prepare, ...plan.steps]
    .filter(step => step.kernel === place)
    .map(step => step.layer);
  const lines = [...wrap(describe(kernel), 3), ...wrap(`Used by ${[...new Set(layers)].join(', ')}.`, 3)];
  return ['/**', ...lines.map(line => `* ${line}`), '*/'].join('\n');
}

/** One line: what it computes, its shapes, its work. */
export function describe(kernel: Kernel): string {
  switch (kernel.kind) {
    case 'contract': {
      const [v, h] = kernel.window;
      const size = `${v.kernel}x${h.kernel}`;
      const what =
        kernel.form === 'linear'
          ? 'Linear layer'
          : `${size} convolution${v.stride > 1 ? ` of stride ${v.stride}` : ''}${kernel.groups > 1 ? ` in ${kernel.groups} groups` : ''}`;
      const how =
        kernel.algorithm.name === 'winograd'
          ? ` by Winograd's F(${kernel.algorithm.output}x${kernel.algorithm.output}, 3x3)`
          : '';
      return `${what}${how}: ${images(kernel.x.shape, kernel.y.shape)}, ${scaled(kernel.macs)}MACs.`;
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
