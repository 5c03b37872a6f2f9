/** How sums of convolutions and linear layers are stored, and the bindings of their kernels. */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { reachOf } from '../../../compiler/plan/layout.ts';
import { sizesOf } from '../../sizes.ts';
import type { Binding } from './bindings.ts';
import { printResult, resultBindings } from './epilogue.ts';
import { type Lanes, lanesOf, printPlace } from './lanes.ts';

/** What shaders call the sides of the result. */
export const outNames = { height: 'outHeight', width: 'outWidth' } as const;

/**
 * The bindings. Weights are `[tap][in][out]`, output channels filled up to quads.
 *
 * @param lanes - how many input channels are read at a time
 */
export function contractionBindings(
  kernel: ContractKernel,
  lanes: Lanes = lanesOf(kernel.x),
): Readonly<Record<string, Binding>> {
  const { x } = kernel;
  const { terms, quads, channels } = sizesOf(kernel);
  return {
    ...resultBindings(kernel, lanesOf(kernel.y)),
    x: { lanes, elements: reachOf(x.shape, x.strides) },
    w: { lanes: 4, elements: terms * quads * 4 },
    b: { lanes: lanesOf(kernel.y), elements: channels },
  };
}

/** `store(pixel, quad, sum)`: adds the bias, applies the epilogue, and writes four channels of a pixel. */
export function printStore(kernel: ContractKernel): string {
  const { bias, y } = kernel;
  const { channels } = sizesOf(kernel);
  const head = 'fn store(pixel: u32, quad: u32, sum: vec4f) {';
  if (lanesOf(y) === 4) {
    const named = bias ? ['let value = sum + vec4f(bias[quad]);'] : [];
    const lines = printResult(kernel, 4, bias ? 'value' : 'sum', 'pixel', 'quad', { rows: outNames });
    return [head, ...named, ...lines, '}'].join('\n');
  }
  const isWhole = channels % 4 === 0;
  const place = printResult(kernel, 1, 'value', 'pixel', 'channel', { rows: outNames });
  const usesPlace = place.some(line => /^let (image|h|w) = /.test(line));
  return [
    '// Channels of this tensor do not lie in fours: they are stored one by one.',
    head,
    ...(usesPlace ? printPlace(y.shape, 'pixel', outNames) : []),
    'for (var lane = 0u; lane < 4; lane++) {',
    'let channel = 4 * quad + lane;',
    ...(isWhole ? [] : ['if (channel < channels) {']),
    `let value = sum[lane]${bias ? ' + f32(bias[channel])' : ''};`,
    ...printResult(kernel, 1, 'value', 'pixel', 'channel', { hasPlace: true }),
    ...(isWhole ? [] : ['}']),
    '}',
    '}',
  ].join('\n');
}
