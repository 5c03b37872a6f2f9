/** What identifies a contraction in a table of measured algorithms: all that they depend on, and no more. */

import type { Window2d } from '../../ir/graph.ts';
import type { Contraction } from '../../plan/implementation.ts';
import { printShape } from '../../shape.ts';

/**
 * Its window where it is not plain, groups, and shapes with the batch: `conv 3x3 stride 2 padding 1: [1, 64, 56, 56] ->
 * [1, 128, 28, 28]`. Layers with other epilogues share it: what they do to a sum is little beside the sum.
 */
export function contractionKey({ form, x, y, window, groups, mean, joined }: Contraction): string {
  const [, channels = 1] = x.shape;
  const [, sc = 1] = x.strides;
  const words = [
    ...(form === 'linear' ? [mean ? 'linear of means' : 'linear'] : ['conv', ...windowWords(window)]),
    ...(groups > 1 ? [`groups ${groups}`] : []),
    // Each channel a plane, as a network's input is: then what reads channels side by side has no use for it.
    ...(channels > 1 && sc !== 1 ? ['of planes'] : []),
  ];
  const second = joined ? ` + ${windowWords(joined.window).join(' ')}: ${printShape(joined.x.shape)}` : '';
  return `${words.join(' ')}: ${printShape(x.shape)}${second} -> ${printShape(y.shape)}`;
}

function windowWords(window: Window2d): readonly string[] {
  const [down, across] = window;
  const both = (of: (axis: typeof down) => string, plain: string, name: string): readonly string[] => {
    const [a, b] = [of(down), of(across)];
    return a === plain && b === plain ? [] : [name, a === b ? a : `${a}x${b}`];
  };
  return [
    `${down.kernel}x${across.kernel}`,
    ...both(axis => `${axis.stride}`, '1', 'stride'),
    ...both(({ padding: [a, b] }) => (a === b ? `${a}` : `${a}+${b}`), '0', 'padding'),
    ...both(axis => `${axis.dilation}`, '1', 'dilation'),
  ];
}
