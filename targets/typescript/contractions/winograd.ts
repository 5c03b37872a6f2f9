/** 3x3 convolutions by Winograd's minimal filtering: a row of scratch is a tile of pixels, transformed. */

import { z } from 'zod';
import { scheduleOf, count as size } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel, WinogradSize } from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { count, index, plus } from '../../indices.ts';
import { sizesOf } from '../../sizes.ts';
import type { PrintedKernel } from '../../units.ts';
import { aboutWinograd, combination, takesWinograd, winograd } from '../../winograd.ts';
import { printEpilogue } from '../epilogue.ts';
import { printWindow } from '../kernels/gather.ts';
import type { Slots } from '../kernels/slots.ts';
import { stripsOf } from '../kernels/strips.ts';
import { comment, doc, list, loop } from '../layout.ts';
import { mostRows, tileOf, tilesOf } from '../sizes.ts';
import type { TypescriptImplementation } from './implementation.ts';

/** Numbers in one row of scratch. Above 128 KB a row, V8's loops fall to a third of their speed. */
const longestRow = 16_384;
/** Tiles that weights must serve: F(2x2) has 16/9 of the plain weights to read, F(4x4) four times as many. */
const fewestTiles = 28;
/** Transforms cost about as much as the products of so many channels. */
const fewestToPay = 16;

interface Winograd {
  readonly name: string;
  readonly tile: { readonly rows: number; readonly columns: 1 };
}

/** The form of a size. */
function implementationOf(output: WinogradSize): TypescriptImplementation<Winograd> {
  const name = `winograd${output}`;
  const schema = z.strictObject({
    name: z.literal(name),
    tile: z.strictObject({ rows: size, columns: z.literal(1) }),
  });
  const ofRows = (rows: number): Winograd => ({ name, tile: { rows, columns: 1 } });
  return {
    name,
    about: aboutWinograd(output),
    schema,
    accepts: takesWinograd,
    // Weights must be used often enough for each time they are read.
    pays(contraction) {
      const { inputs, channels } = sizesOf(contraction);
      return (
        Math.min(inputs, channels) >= fewestToPay &&
        tilesOf(contraction.y, output) >= fewestTiles &&
        (output + 2) ** 2 * Math.max(inputs, channels) <= longestRow
      );
    },
    choose: ({ y }) => ofRows(tileOf(tilesOf(y, output), 1).rows),
    variants(contraction) {
      const { inputs, channels } = sizesOf(contraction);
      return Math.min(inputs, channels) >= 4 ? [7, 4].map(ofRows) : [];
    },
    allows: (_, { tile }) => tile.rows <= mostRows,
    weights: () => ({ order: 'tap, out, in', transform: { kind: 'winograd', output } }),
    scratch(contraction, { tile }) {
      const { inputs, channels } = sizesOf(contraction);
      return tile.rows * (output + 2) ** 2 * (inputs + channels);
    },
    print: (kernel, slots) => printWinograd(kernel, output, scheduleOf(schema, kernel).tile.rows, slots),
  };
}

export const winograd2 = implementationOf(2);
export const winograd4 = implementationOf(4);

/** Output channels for which tiles are gathered and transformed once more, if more units are to be had. */
const fewestChannels = 64;

/** The kernel. */
function printWinograd(
  kernel: ContractKernel,
  output: WinogradSize,
  most: number,
  slots: Slots,
): PrintedKernel {
  const { x, y, bias, epilogue } = kernel;
  const side = output + 2;
  const planes = side ** 2;
  const [images = 1, channels = 1, height = 1, width = 1] = y.shape;
  const [, inputs = 1] = x.shape;
  const tiles = tilesOf(y, output);
  const across = Math.ceil(width / output);
  const step = Math.min(most, tiles);
  const isWhole = tiles % step === 0;
  const rows = count(step);
  const strips = stripsOf(kernel, {
    unit: 'tile',
    total: tiles,
    rows: step,
    columns: 1,
    fewest: fewestChannels,
  });
  const hasParts = strips.channels.first !== '0';
  const { first } = strips;
  const finish = printEpilogue(epilogue);
  const image = images > 1 ? ([['image', 1]] as const) : [];
  const number = (row: number): string =>
    isWhole || row === 0 ? plus(first, row) : `Math.min(${plus(first, row)}, ${tiles - 1})`;
  const guard = (row: number): string => (isWhole || row === 0 ? '' : `if (${plus(first, row)} < ${tiles}) `);
  const { input, output: back } = winograd[output];
  const operands = (epilogue?.operands ?? []).map((_, i) => `r${i}`);
  const place = ([sn = 0, sc = 0, sh = 0, sw = 0]: readonly number[], j: number): string =>
    index(
      ...(image.length > 0 ? ([['image', sn]] as const) : []),
      ['h', sh],
      [plus('left', j), sw],
      ['n', sc],
    );
  const isWide = width % output !== 0;
  const text = fillFrame('typescript', 'winograd', {
    ...slots(strips.units),
    output,
    side,
    rows,
    strips,
    about: comment(
      `${step === 1 ? 'A tile' : `A strip of ${step} tiles`}, and its products with the weights, in float64. V8 compiles an array's address and length into the loop if it is a constant of this scope, under a local name: that more than doubles the speed.`,
      2,
    ),
    images,
    inputs,
    channels,
    planes,
    inputLength: planes * inputs,
    outputLength: planes * channels,
    gather: printWindow({
      about: `A tile of ${side} by ${side} pixels as a row: pixel by pixel, channels innermost, zeros outside the image.`,
      place: 'tile',
      across,
      height: { ...kernel.window[0], taps: side, stride: output, places: Math.ceil(height / output) },
      width: { ...kernel.window[1], taps: side, stride: output, places: across },
      x,
      copy: value => loop('c', inputs, c => `row[k++] = ${value(c)};`),
      counter: 'k',
    }),
    forward: transformText('d', input, side),
    backward: transformText('m', back, side),
    finish: finish.helper,
    aliases: `const ${rows.map(row => `a${row} = tile${row}`).join(', ')};
const ${rows.map(row => `m${row} = sums${row}`).join(', ')};`,
    reads: doc(`Gathers and transforms ${strips.rows}.`, 2),
    loads: rows
      .map(
        row =>
          `load(tile${row}, x, ${number(row)}${images > 1 ? `, ${index(['image', x.strides[0] ?? 0])}` : ''});`,
      )
      .join('\n'),
    zeros: rows.map(row => `c${row} = 0`).join(', '),
    products: rows.map(row => `c${row} += a${row}[from + k] * f;`).join('\n'),
    sums: rows.map(row => `m${row}[to] = c${row};`).join('\n'),
    stores: rows
      .map(
        row =>
          `${guard(row)}save(sums${row}, ${[...(bias ? ['b'] : []), ...operands, 'y'].join(', ')}, ${[
            plus(first, row),
            ...(images > 1 ? ['image'] : []),
            ...(hasParts ? ['first'] : []),
          ].join(', ')});`,
      )
      .join('\n'),
    save: list(
      'function save',
      [
        'sums: Float64Array',
        ...[...(bias ? ['b'] : []), ...operands, 'y'].map(name => `${name}: Float32Array`),
        'tile: number',
        ...(images > 1 ? ['image: number'] : []),
        ...(hasParts ? ['first: number'] : []),
      ],
      ': void {',
      2,
    ),
    top: index([across === 1 ? 'tile' : `Math.floor(tile / ${across})`, output]),
    left: across === 1 ? '0' : index([`(tile % ${across})`, output]),
    bottom: height % output === 0 ? plus('top', output) : `Math.min(${plus('top', output)}, ${height})`,
    bias: bias ? 'const bias = b[n];' : '',
    results: [
      ...count(side).map(i => `const m${i} = sums[${plus('at', i * channels)}];`),
      ...count(output).map(
        j => `const v${j} = ${combination(back[j] ?? [], i => `m${i}`)}${bias ? ' + bias' : ''};`,
      ),
    ].join('\n'),
    saves: count(output)
      .map(j => {
        const check = isWide && j > 0 ? `if (${plus('left', j)} < ${width}) ` : '';
        const values = (epilogue?.operands ?? []).map((strides, i) => `r${i}[${place(strides, j)}]`);
        return `${check}y[${place(y.strides, j)}] = ${finish.value(`v${j}`, values)};`;
      })
      .join('\n'),
  });
  return { text, units: strips.units };
}

/** One-dimensional transform of values that lie `step` apart, in place. */
function transformText(name: string, matrix: readonly (readonly number[])[], side: number): string {
  return [
    ...count(side).map(i => `const ${name}${i} = v[${i === 0 ? 'at' : index(['at', 1], ['step', i])}];`),
    ...matrix.map(
      (row, i) =>
        `v[${i === 0 ? 'at' : index(['at', 1], ['step', i])}] = ${combination(row, j => `${name}${j}`)};`,
    ),
  ].join('\n');
}
