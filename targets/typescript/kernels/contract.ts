/** Convolutions and linear layers by strips of pixels: the algorithms `matrix` and `gather`. */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { index, pixelStride, plus } from '../address.ts';
import { pixelsOf } from '../algorithm.ts';
import { locateResult, printEpilogue, store } from '../epilogue.ts';
import { count, printGather } from './gather.ts';

/** The kernel's text. */
export function printContract(kernel: ContractKernel, slots: Readonly<Record<string, string>>): string {
  const { x, y, groups, algorithm, bias, epilogue } = kernel;
  const { rows, columns } = algorithm.tile;
  const [images = 1, channels = 1] = y.shape;
  const [, inputs = 1] = x.shape;
  const pixels = pixelsOf(y);
  const [vertical, horizontal] = kernel.window;
  const taps = vertical.kernel * horizontal.kernel;
  const depth = (taps * inputs) / groups;
  const at = locateResult(y, epilogue);
  const finish = printEpilogue(epilogue);
  const sum = (row: number, column: number): string =>
    columns === 1 ? `c${row}` : `c${row}${'abcd'[column]}`;
  const cells = count(rows).flatMap(row => count(columns).map(column => ({ row, column })));
  const factor = (column: number): string => (columns === 1 ? 'f' : `f${'abcd'[column]}`);
  const isWhole = pixels % rows === 0;
  const guard = (row: number): string => (isWhole || row === 0 ? '' : `if (${plus('p', row)} < ${pixels}) `);
  const group = groups > 1 ? `const group = Math.floor(n / ${channels / groups}) * ${depth};` : '';
  const perGroup = groups > 1 ? 'group + k' : 'k';
  return fillFrame('typescript', 'contract', {
    ...slots,
    rows: count(rows),
    length: depth * groups,
    helpers: [algorithm.name === 'gather' ? printGather(kernel) : '', finish.helper]
      .filter(Boolean)
      .join('\n\n'),
    aliases: count(rows)
      .map(row => `a${row} = row${row}`)
      .join(', '),
    images,
    pixels,
    step: rows,
    last: rows - 1,
    strip: rows === 1 ? 'A pixel' : `A strip of ${rows} pixels`,
    fill: algorithm.name === 'gather' ? gatherRows(kernel, isWhole) : copyRows(kernel, isWhole),
    channels,
    columns: columns === 1 ? 'n++' : `n += ${columns}`,
    group,
    depth,
    bias: bias
      ? count(columns)
          .map(column => `const ${biasName(columns, column)} = b[${plus('n', column)}];`)
          .join('\n')
      : '',
    sums: cells
      .map(({ row, column }) => `${sum(row, column)} = ${bias ? biasName(columns, column) : 0}`)
      .join(', '),
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
}

const biasName = (columns: number, column: number): string =>
  columns === 1 ? 'bias' : `bias${'abcd'[column]?.toUpperCase()}`;

/** Copies the channels of a strip's pixels. */
function copyRows({ x, y, algorithm }: ContractKernel, isWhole: boolean): string {
  const { rows } = algorithm.tile;
  const [images = 1, channels = 1] = x.shape;
  const [sn = 0] = x.strides;
  const step = pixelStride(x.shape, x.strides) ?? 0;
  const image = images > 1 ? 'image' : '0';
  const last = pixelsOf(y) - 1;
  const first = isWhole
    ? [`const from = ${index([image, sn], ['p', step])};`]
    : count(rows).map(
        row => `const from${row} = ${index([image, sn], [`Math.min(${plus('p', row)}, ${last})`, step])};`,
      );
  const from = (row: number): string => (isWhole ? plus('from', row * step) : `from${row}`);
  return [
    ...first,
    `for (let k = 0; k < ${channels}; k++) {`,
    ...count(rows).map(row => `a${row}[k] = x[${from(row)} + k];`),
    '}',
  ].join('\n');
}

/** Gathers the windows of a strip's pixels. */
function gatherRows({ x, y, algorithm }: ContractKernel, isWhole: boolean): string {
  const [images = 1] = x.shape;
  const [sn = 0] = x.strides;
  const last = pixelsOf(y) - 1;
  const image = images > 1 ? `, ${index(['image', sn])}` : '';
  return count(algorithm.tile.rows)
    .map(row => {
      const pixel = isWhole || row === 0 ? plus('p', row) : `Math.min(${plus('p', row)}, ${last})`;
      return `gather(row${row}, x, ${pixel}${image});`;
    })
    .join('\n');
}
