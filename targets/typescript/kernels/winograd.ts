/** 3x3 convolutions by Winograd's minimal filtering, and the transform of their weights. */

import { invariant } from '../../../compiler/errors.ts';
import type { ContractKernel, ExpandKernel } from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { combination, winograd } from '../../winograd.ts';
import { index, plus } from '../address.ts';
import { tilesOf } from '../algorithm.ts';
import { printEpilogue } from '../epilogue.ts';
import { count, plusSigned, printWindow } from './gather.ts';

type Slots = Readonly<Record<string, string>>;

/** The kernel's text. */
export function printWinograd(kernel: ContractKernel, slots: Slots): string {
  const { x, y, algorithm, bias, epilogue } = kernel;
  invariant(algorithm.name === 'winograd', `${kernel.name} is no Winograd convolution`);
  const { tile, output } = algorithm;
  const side = output + 2;
  const planes = side ** 2;
  const [images = 1, channels = 1, height = 1, width = 1] = y.shape;
  const [, inputs = 1] = x.shape;
  const tiles = tilesOf(y, output);
  const across = Math.ceil(width / output);
  const isWhole = tiles % tile.rows === 0;
  const rows = count(tile.rows);
  const finish = printEpilogue(epilogue);
  const image = images > 1 ? ([['image', 1]] as const) : [];
  const number = (row: number): string =>
    isWhole || row === 0 ? plus('p', row) : `Math.min(${plus('p', row)}, ${tiles - 1})`;
  const guard = (row: number): string => (isWhole || row === 0 ? '' : `if (${plus('p', row)} < ${tiles}) `);
  const { input, output: back } = winograd[output];
  const operands = (epilogue?.operands ?? []).map((_, i) => `r${i}`);
  const operandParameters = operands.map(name => `${name}: Float32Array, `).join('');
  const place = ([sn = 0, sc = 0, sh = 0, sw = 0]: readonly number[], j: number): string =>
    index(
      ...(image.length > 0 ? ([['image', sn]] as const) : []),
      ['h', sh],
      [plus('left', j), sw],
      ['n', sc],
    );
  const isWide = width % output !== 0;
  return fillFrame('typescript', 'winograd', {
    ...slots,
    output,
    side,
    rows,
    step: tile.rows,
    last: tile.rows - 1,
    images,
    tiles,
    inputs,
    channels,
    planes,
    inputLength: planes * inputs,
    outputLength: planes * channels,
    gather: printWindow({
      about: `A tile of ${side} by ${side} pixels as a row: pixel by pixel, channels innermost, zeros outside the image.`,
      parameters: 'tile: number',
      top: plusSigned(index([`Math.floor(tile / ${across})`, output]), -kernel.window[0].padding[0]),
      left: plusSigned(index([`(tile % ${across})`, output]), -kernel.window[1].padding[0]),
      height: { taps: side, dilation: 1 },
      width: { taps: side, dilation: 1 },
      x,
      copy: (from, inside) =>
        `for (let c = 0; c < ${inputs}; c++) row[k++] = ${inside} ? x[${from('c')}] : 0;`,
      counter: 'k',
    }),
    forward: transformText('d', input, side),
    backward: transformText('m', back, side),
    finish: finish.helper,
    aliases: `const ${rows.map(row => `a${row} = tile${row}`).join(', ')};
const ${rows.map(row => `m${row} = sums${row}`).join(', ')};`,
    gathers: rows
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
          `${guard(row)}save(sums${row}, ${[...(bias ? ['b'] : []), ...operands, 'y'].join(', ')}, ${plus('p', row)}${
            images > 1 ? ', image' : ''
          });`,
      )
      .join('\n'),
    saveParameters: `sums: Float64Array, ${bias ? 'b: Float32Array, ' : ''}${operandParameters}y: Float32Array, tile: number${
      images > 1 ? ', image: number' : ''
    }`,
    across,
    height,
    bottom: height % output === 0 ? plus('top', output) : `Math.min(${plus('top', output)}, ${height})`,
    bias: bias ? 'const bias = b[n];' : '',
    results: count(output)
      .map(
        j =>
          `const v${j} = ${combination(back[j] ?? [], i => `sums[${plus('at', i * channels)}]`)}${bias ? ' + bias' : ''};`,
      )
      .join('\n'),
    saves: count(output)
      .map(j => {
        const check = isWide && j > 0 ? `if (${plus('left', j)} < ${width}) ` : '';
        const values = (epilogue?.operands ?? []).map((strides, i) => `r${i}[${place(strides, j)}]`);
        return `${check}y[${place(y.strides, j)}] = ${finish.value(`v${j}`, values)};`;
      })
      .join('\n'),
  });
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

/** The transform of weights at load. */
export function printExpand({ output, windows }: ExpandKernel, slots: Slots): string {
  const side = output + 2;
  const { weight } = winograd[output];
  return fillFrame('typescript', 'expand', {
    ...slots,
    output,
    side,
    windows,
    columns: count(3)
      .flatMap(v => [
        ...count(3).map(u => `const g${u}${v} = w[${plus('i', (u * 3 + v) * windows)}];`),
        ...weight.map((row, i) => `const t${i}${v} = ${combination(row, u => `g${u}${v}`)};`),
      ])
      .join('\n'),
    results: count(side)
      .flatMap(i =>
        weight.map(
          (row, j) => `u[${plus('i', (i * side + j) * windows)}] = ${combination(row, v => `t${i}${v}`)};`,
        ),
      )
      .join('\n'),
  });
}
