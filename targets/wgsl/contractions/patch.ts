/** Convolutions of images with few channels, such as a network's first: the input of a block is in workgroup memory. */

import { z } from 'zod';
import { invariant } from '../../../compiler/errors.ts';
import {
  type Contraction,
  canonical,
  scheduleOf,
  count as size,
} from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import type { WindowAxis } from '../../../compiler/shape.ts';
import { fillFrame } from '../../frames.ts';
import { count, index, plus } from '../../indices.ts';
import { sizesOf } from '../../sizes.ts';
import { gpu } from '../gpu.ts';
import type { Printed } from '../kernels/printed.ts';
import { printBindings } from '../parts/bindings.ts';
import { constantsOf, withConstants } from '../parts/sizes.ts';
import { contractionBindings, printStore } from '../parts/store.ts';
import { tapLoops } from '../parts/taps.ts';
import { turnsOver } from '../parts/turns.ts';
import { wrapping } from '../parts/unsigned.ts';
import { mostWorkgroups } from '../parts/workgroups.ts';
import { quadTile, type WgslImplementation, weightsInQuads } from './implementation.ts';

/** What a run of places along an axis reads: pixels of the input. */
const span = ({ kernel, stride, dilation }: WindowAxis, places: number): number =>
  (places - 1) * stride + (kernel - 1) * dilation + 1;

const schema = z.strictObject({
  name: z.literal('patch'),
  tile: quadTile,
  thread: quadTile,
  across: size,
});

/** Blocks of 8 by 8 pixels for shallow images under wide windows. */
const choose = (contraction: Contraction): z.infer<typeof schema> => ({
  name: 'patch',
  tile: { rows: 64, columns: sizesOf(contraction).channels > 32 ? 64 : 32 },
  thread: { rows: 4, columns: 8 },
  across: 8,
});

const variantsOf = (contraction: Contraction): readonly z.infer<typeof schema>[] =>
  [32, 64].map(columns => ({ ...choose(contraction), tile: { rows: 64, columns } }));

export const patch: WgslImplementation<z.infer<typeof schema>> = {
  name: 'patch',
  about: 'windows of several taps over up to 4 channels',
  schema,
  // A patch must fit beside others in memory.
  accepts(contraction) {
    const { window, y, groups, mean } = contraction;
    const { inputs, taps, pixels } = sizesOf(contraction);
    const [vertical, horizontal] = window;
    const [, , height = 1, width = 1] = y.shape;
    const elements = inputs * span(vertical, 8) * span(horizontal, 8);
    const blocks = Math.ceil(height / 8) * Math.ceil(width / 8);
    return (
      groups === 1 &&
      !mean &&
      blocks <= mostWorkgroups &&
      inputs <= 4 &&
      taps >= 4 &&
      pixels >= 64 &&
      4 * elements <= gpu.memory / 2
    );
  },
  choose,
  variants: variantsOf,
  allows: (contraction, schedule) =>
    variantsOf(contraction).some(each => canonical(each) === canonical(schedule)),
  weights: weightsInQuads,
  scratch: () => 0,
  how(kernel) {
    const { tile, thread, across } = scheduleOf(schema, kernel);
    return `A workgroup computes a block of ${across} by ${tile.rows / across} pixels of ${tile.columns} output channels; a thread, ${thread.rows} pixels of ${thread.columns}.`;
  },
  print,
};

/** The shader. */
function print(kernel: ContractKernel, head: string): Printed {
  const { x, y, window } = kernel;
  const { tile, thread, across } = scheduleOf(schema, kernel);
  const { quads, inputs } = sizesOf(kernel);
  const [vertical, horizontal] = window;
  const [images = 1, , height = 1, width = 1] = y.shape;
  const [sn = 0, sc = 0, sh = 0, sw = 0] = x.strides;
  const down = tile.rows / across;
  const rows = tile.rows / thread.rows;
  const columns = tile.columns / thread.columns;
  const threads = rows * columns;
  const tileQuads = tile.columns / 4;
  const quadsOfThread = thread.columns / 4;
  invariant(
    [down, rows / across, columns, quadsOfThread].every(Number.isInteger),
    `${kernel.name}: its block does not divide among its threads`,
  );
  const patch = { height: span(vertical, down), width: span(horizontal, across) };
  const plane = patch.height * patch.width;
  const blocks = { x: Math.ceil(width / across), y: Math.ceil(height / down) };
  const isWide = quads % tileQuads === 0;
  const sum = (row: number, column: number): string => `c${row}${quadsOfThread > 1 ? 'ab'[column] : ''}`;
  const factor = (column: number): string => `f${quadsOfThread > 1 ? 'ab'[column] : ''}`;
  const cells = count(thread.rows).flatMap(row => count(quadsOfThread).map(column => ({ row, column })));
  /** How many rows of the block lie between two pixels of a thread. */
  const stepDown = rows / across;
  const { u, v, tap, open, close } = tapLoops(window);
  const isWhole = height % down === 0 && width % across === 0;
  const turns = turnsOver({ name: 'at', total: inputs * plane, bound: 'inputs * plane', threads });
  const filled = fillFrame('wgsl', 'patch', {
    head,
    bindings: printBindings(kernel, contractionBindings(kernel, 1)),
    patch,
    store: printStore(kernel),
    threads,
    across,
    down,
    tileQuads,
    blocks,
    row: columns === 1 ? 'thread' : `thread / ${columns}`,
    column: columns === 1 ? '0u' : `thread % ${columns}`,
    top: wrapping(index([`group.x / ${blocks.x} * ${down}`, vertical.stride]), -vertical.padding[0]),
    left: wrapping(index([`group.x % ${blocks.x} * ${across}`, horizontal.stride]), -horizontal.padding[0]),

    length: inputs * plane,
    openPatch: turns.open,
    closePatch: turns.close,
    channelOf: inputs === 1 ? '' : 'let c = at / plane;',
    hOf: `top + at / pitch${inputs === 1 ? '' : ` % (plane / pitch)`}`,
    wOf: 'left + at % pitch',
    from: index([images > 1 ? 'group.z' : '0', sn], [inputs === 1 ? '0' : 'c', sc], ['h', sh], ['w', sw]),
    start: `row / ${across} * ${vertical.stride * patch.width} + row % ${across}${horizontal.stride === 1 ? '' : ` * ${horizontal.stride}`}`,
    zeros: cells.map(({ row, column }) => `var ${sum(row, column)} = vec4f();`).join('\n'),
    open: [...open, ...(inputs > 1 ? ['for (var c = 0u; c < inputs; c++) {'] : [])].join('\n'),
    close: [...close, ...(inputs > 1 ? ['}'] : [])].join('\n'),
    term: inputs === 1 ? tap : `(${tap}) * inputs + c`,
    weights: count(quadsOfThread)
      .map(column => {
        const quad = plus('quad', column * columns);
        return `let ${factor(column)} = vec4f(weights[term * quads + ${isWide ? quad : `min(${quad}, quads - 1)`}]);`;
      })
      .join('\n'),
    at: index(
      ['start', 1],
      [inputs === 1 ? '0' : 'c * plane', 1],
      [u, vertical.dilation * patch.width],
      [v, horizontal.dilation],
    ),
    products: count(thread.rows)
      .map(row =>
        [
          `let a${row} = seen[${plus('at', row * stepDown * vertical.stride * patch.width)}];`,
          ...count(quadsOfThread).map(column => `${sum(row, column)} += a${row} * ${factor(column)};`),
        ].join(' '),
      )
      .join('\n'),
    stores: count(thread.rows)
      .map(row => {
        const h = plus(`firstRow + row / ${across}`, row * stepDown);
        const line = images > 1 ? `(group.z * outHeight + ${h})` : `(${h})`;
        const pixel = `${line} * outWidth + j`;
        const calls = count(quadsOfThread).map(column => {
          const quad = plus('quad', column * columns);
          const call = `store(${pixel}, ${quad}, ${sum(row, column)});`;
          return isWide ? call : `if (${quad} < quads) {\n${call}\n}`;
        });
        return isWhole
          ? calls.join('\n')
          : [`if (${h} < outHeight && j < outWidth) {`, ...calls, '}'].join('\n');
      })
      .join('\n'),
  });
  return {
    text: withConstants(filled, [...constantsOf(kernel), ['pitch', patch.width], ['plane', plane]]),
    workgroups: [blocks.x * blocks.y, Math.ceil(quads / tileQuads), images],
  };
}
