/** Convolutions and linear layers by strips of pixels: what `matrix` and `gather` share. */

import type { ContractKernel, Tile } from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { count, index, plus } from '../../indices.ts';
import type { PrintedKernel } from '../../units.ts';
import { locateResult, printEpilogue, store } from '../epilogue.ts';
import { comment, doc } from '../layout.ts';
import { pixelsOf } from '../sizes.ts';
import type { Slots } from './slots.ts';
import { stripsOf } from './strips.ts';

/** Output channels for which a row that each of them needs is read once more, if more units are to be had. */
const fewestChannels = 16;

/** How a strip's rows are read into scratch. */
export interface Rows {
  /** What that does, in words, before those of the rows. */
  readonly does: string;
  /** A function that it calls, where there is one. */
  readonly helper?: string;
  /** The statements for so many rows, from pixel `first` on. */
  fill(rows: number, first: string): string;
}

/** The kernel. */
export function printContract(kernel: ContractKernel, slots: Slots, tile: Tile, read: Rows): PrintedKernel {
  const { x, y, groups, bias, epilogue } = kernel;
  const { columns } = tile;
  const [, channels = 1] = y.shape;
  const [, inputs = 1] = x.shape;
  const pixels = pixelsOf(y);
  const rows = Math.min(tile.rows, pixels);
  // A channel needs only its own group's part of a row.
  const fewest = fewestChannels * groups;
  const strips = stripsOf(kernel, { unit: 'pixel', total: pixels, rows, columns, fewest });
  const { first } = strips;
  const [vertical, horizontal] = kernel.window;
  const taps = vertical.kernel * horizontal.kernel;
  const depth = (taps * inputs) / groups;
  const at = locateResult(y, epilogue, first);
  const finish = printEpilogue(epilogue);
  const sum = (row: number, column: number): string =>
    columns === 1 ? `c${row}` : `c${row}${'abcd'[column]}`;
  const cells = count(rows).flatMap(row => count(columns).map(column => ({ row, column })));
  const factor = (column: number): string => (columns === 1 ? 'f' : `f${'abcd'[column]}`);
  const start = (column: number): string => (bias ? biasName(columns, column) : '0');
  const isWhole = pixels % rows === 0;
  const guard = (row: number): string =>
    isWhole || row === 0 ? '' : `if (${plus(first, row)} < ${pixels}) `;
  const group = groups > 1 ? `const group = Math.floor(n / ${channels / groups}) * ${depth};` : '';
  const perGroup = groups > 1 ? 'group + k' : 'k';
  const text = fillFrame('typescript', 'contract', {
    ...slots(strips.units),
    rows: count(rows),
    length: depth * groups,
    helpers: [read.helper, finish.helper].filter(Boolean).join('\n\n'),
    strips,
    about: comment(
      `${rows === 1 ? 'A pixel' : `A strip of ${rows} pixels`} in float64. V8 compiles an array's address and length into the loop if it is a constant of this scope, under a local name: that more than doubles the speed.`,
      2,
    ),
    reads: doc(`${read.does} of ${strips.rows}.`, 2),
    aliases: aliases(rows),
    fill: read.fill(rows, first),
    columns: columns === 1 ? 'n++' : `n += ${columns}`,
    group,
    depth,
    bias: bias
      ? count(columns)
          .map(column => `const ${biasName(columns, column)} = b[${plus('n', column)}];`)
          .join('\n')
      : '',
    // A line for each row of scratch; for all of them where each has a single sum.
    sums: (columns === 1 ? [cells] : count(rows).map(row => cells.filter(cell => cell.row === row)))
      .map(line => line.map(({ row, column }) => `${sum(row, column)} = ${start(column)}`).join(', '))
      .map(line => `let ${line};`)
      .join('\n'),
    weightRow: index(['n', depth]),
    factors: count(columns)
      .map(column => `const ${factor(column)} = w[${plus('row', column * depth)} + k];`)
      .join('\n'),
    products: cells
      .map(({ row, column }) => `${sum(row, column)} += a${row}[${perGroup}] * ${factor(column)};`)
      .join('\n'),
    indices: at.definitions.join('\n'),
    stores: cells
      .map(({ row, column }) => guard(row) + store(finish, sum(row, column), at, row, column))
      .join('\n'),
  });
  return { text, units: strips.units };
}

/** Short names for the rows of scratch. */
export const aliases = (rows: number): string =>
  `const ${count(rows)
    .map(row => `a${row} = row${row}`)
    .join(', ')};`;

const biasName = (columns: number, column: number): string =>
  columns === 1 ? 'bias' : `bias${'abcd'[column]?.toUpperCase()}`;

/** The strip's pixel `row`; in a last strip that is not whole, the last pixel stands in for those that are not there. */
export function pixelOf(row: number, rows: number, first: string, pixels: number): string {
  const pixel = plus(first, row);
  return row === 0 || pixels % rows === 0 ? pixel : `Math.min(${pixel}, ${pixels - 1})`;
}
