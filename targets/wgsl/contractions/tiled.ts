/** Convolutions and linear layers as implicit GEMM through workgroup memory. */

import { z } from 'zod';
import { invariant } from '../../../compiler/errors.ts';
import {
  type Contraction,
  canonical,
  scheduleOf,
  count as size,
} from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { count, index, plus } from '../../indices.ts';
import { type Sizes, sizesOf } from '../../sizes.ts';
import { gpu } from '../gpu.ts';
import type { Printed } from '../kernels/printed.ts';
import { printBindings } from '../parts/bindings.ts';
import { printInput, products } from '../parts/input.ts';
import { constantsOf, withConstants } from '../parts/sizes.ts';
import { contractionBindings, printStore } from '../parts/store.ts';
import { turnsOver } from '../parts/turns.ts';
import { numbered } from '../parts/workgroups.ts';
import { quadTile, share, type WgslImplementation, weightsInQuads } from './implementation.ts';

const schema = z.strictObject({
  name: z.literal('tiled'),
  tile: quadTile,
  thread: quadTile,
  depth: size.multipleOf(4),
  slices: size,
});
type Tiled = z.infer<typeof schema>;

const scheduled = (
  rows: number,
  columns: number,
  threadRows: number,
  threadColumns: number,
  slices: number,
  depth: number,
): Tiled => ({
  name: 'tiled',
  tile: { rows, columns },
  thread: { rows: threadRows, columns: threadColumns },
  depth,
  slices,
});

/**
 * Tiles: pixels, output channels, what a thread computes of them, slices of the terms, terms at a time. A thread of 8
 * by 8 loads least from workgroup memory for what it computes; slices make work for more threads where tiles are few.
 */
export const tiledSchedules: readonly Tiled[] = [
  scheduled(64, 64, 8, 8, 1, 16),
  scheduled(64, 64, 4, 8, 1, 16),
  scheduled(32, 64, 8, 8, 2, 32),
  scheduled(32, 64, 4, 8, 1, 16),
  scheduled(32, 64, 4, 8, 2, 32),
  scheduled(32, 32, 8, 8, 2, 32),
  scheduled(32, 32, 8, 8, 4, 32),
  scheduled(32, 32, 4, 8, 2, 32),
  scheduled(32, 32, 4, 8, 4, 32),
  scheduled(16, 64, 4, 8, 2, 32),
  scheduled(16, 64, 4, 8, 4, 32),
  scheduled(16, 32, 4, 8, 4, 32),
  scheduled(16, 32, 4, 8, 8, 32),
  scheduled(16, 16, 4, 4, 8, 32),
  scheduled(16, 16, 4, 4, 16, 64),
];

/** The tiles, the one that the model gives the least time first. */
function ranked(contraction: Contraction): readonly Tiled[] {
  const sizes = sizesOf(contraction);
  return tiledSchedules
    .map(each => ({ each, cycles: cyclesOf(each, sizes) }))
    .sort((a, b) => a.cycles - b.cycles)
    .map(({ each }) => each);
}

/** Tiles that are worth measuring. */
const fewest = 6;

export const tiled: WgslImplementation<Tiled> = {
  name: 'tiled',
  about: 'all but groups, by tiles in workgroup memory',
  schema,
  accepts: ({ groups, mean }) => groups === 1 && !mean,
  choose(contraction) {
    const [best] = ranked(contraction);
    invariant(best, 'there is a tile for everything');
    return best;
  },
  variants: contraction => ranked(contraction).slice(0, fewest),
  allows: (_, schedule) => tiledSchedules.some(each => canonical(each) === canonical(schedule)),
  weights: weightsInQuads,
  scratch: () => 0,
  how(kernel) {
    const { tile, thread, depth, slices } = scheduleOf(schema, kernel);
    const split = slices > 1 ? `, in ${slices} slices of the terms` : '';
    return `${share(tile)}, ${depth} terms of their sums at a time${split}; a thread computes ${thread.rows} by ${thread.columns}.`;
  },
  print,
};

/**
 * Cycles of the core that gets most workgroups.
 *
 * A pass of a workgroup over a tile is `rows * columns * depth` multiply-adds. For each four terms, a thread loads as
 * many vectors from workgroup memory as it computes rows and columns, which takes its lanes as long as as many
 * multiply-adds by four. Bringing a vector takes a load and a store: as long as eight multiply-adds. Meanwhile the
 * next tiles come from the cache.
 */
function cyclesOf({ tile, thread, depth, slices }: Tiled, { pixels, quads, terms }: Sizes): number {
  const workgroups = Math.ceil(pixels / tile.rows) * Math.ceil((4 * quads) / tile.columns);
  const cells = thread.rows * thread.columns;
  const threads = ((tile.rows * tile.columns) / cells) * slices;
  const mostOfCore = Math.ceil(workgroups / gpu.cores);
  const resident = Math.min(mostOfCore, Math.floor(gpu.threads / threads));
  const busy = Math.min(1, (resident * threads) / gpu.busy);
  const useful = cells / (cells + thread.rows + thread.columns);
  const brought = (tile.rows + tile.columns) * depth;
  const arithmetic = ((tile.rows * tile.columns * depth) / useful + 2 * brought) / (gpu.lanes * busy);
  const loads = (4 * brought) / gpu.bytes;
  // Workgroups that are resident together hide each other's barriers.
  return mostOfCore * Math.ceil(terms / depth) * (Math.max(arithmetic, loads) + gpu.pass / resident);
}

/** The shader. */
function print(kernel: ContractKernel, head: string): Printed {
  const { tile, thread, depth, slices } = scheduleOf(schema, kernel);
  const { pixels, quads, terms } = sizesOf(kernel);
  const rows = tile.rows / thread.rows;
  const columns = tile.columns / thread.columns;
  const perSlice = rows * columns;
  const threads = perSlice * slices;
  const tileQuads = tile.columns / 4;
  const parts = depth / 4;
  const perThread = { x: (tile.rows * parts) / threads, w: (depth * tileQuads) / threads };
  const quadsOfThread = thread.columns / 4;
  invariant(
    [rows, columns, quadsOfThread, parts / slices, perThread.x, perThread.w].every(Number.isInteger) &&
      threads % parts === 0 &&
      threads % tileQuads === 0,
    `${kernel.name}: its tile does not divide among its threads`,
  );
  const input = printInput(kernel, depth);
  const isDeep = terms % depth === 0;
  const isWide = quads % tileQuads === 0;
  const cells = count(thread.rows).flatMap(row => count(quadsOfThread).map(column => ({ row, column })));
  const sum = (row: number, column: number): string => `c${row}${quadsOfThread > 1 ? 'ab'[column] : ''}`;
  const factor = (k: number, column: number): string => `b${k}${quadsOfThread > 1 ? 'ab'[column] : ''}`;
  const groups = numbered(Math.ceil(pixels / tile.rows));
  const isWhole = pixels % tile.rows === 0 && groups.isExact;
  const pitch = tile.rows + 1;
  const xLength = parts * pitch;
  const cellsOfTile = tile.rows * tileQuads;
  const turns = turnsOver({ name: 'at', total: cellsOfTile, bound: 'cells', threads });
  const guards = [...(isWhole ? [] : ['to < pixels']), ...(isWide ? [] : ['quad < quads'])];
  const filled = fillFrame('wgsl', 'tiled', {
    head,
    slices,
    bindings: printBindings(kernel, contractionBindings(kernel)),
    length: Math.max(xLength + depth * tileQuads, slices * cellsOfTile),
    input: input.text,
    weight: printWeight(isDeep, isWide),
    store: printStore(kernel),
    threads,
    tile,
    tileQuads,
    number: groups.number,
    row: rows === 1 ? '0u' : `thread${columns === 1 ? '' : ` / ${columns}`}${slices > 1 ? ` % ${rows}` : ''}`,
    column: columns === 1 ? '0u' : `thread % ${columns}`,
    slice: slices > 1 ? `let slice = thread / ${perSlice};` : '',
    zeros: cells.map(({ row, column }) => `var ${sum(row, column)} = vec4f();`).join('\n'),
    parts,
    begins: count(perThread.x)
      .map(i => input.begin(`from${i}`, plus('firstPixel + pixel', (i * threads) / parts)))
      .join('\n'),
    carried: [...count(perThread.x).map(i => `x${i}`), ...count(perThread.w).map(i => `w${i}`)]
      .map(name => `var ${name} = vec4f();`)
      .join('\n'),
    loads: [
      ...count(perThread.x).map(i => `x${i} = ${input.four(`from${i}`, 'k + 4 * part')};`),
      ...count(perThread.w).map(i => {
        const term = plus('k + line', (i * threads) / tileQuads);
        return `w${i} = weight(${term}, firstQuad + side);`;
      }),
    ].join('\n'),
    quadLoop: quadLoop(parts / slices, slices),
    factors: count(4)
      .flatMap(k =>
        count(quadsOfThread).map(column => {
          const at = index([plus('4 * q', k), tileQuads], ['column', 1]);
          return `let ${factor(k, column)} = tiles[weightsAt + ${plus(at, column * columns)}];`;
        }),
      )
      .join('\n'),
    products: count(thread.rows)
      .flatMap(row => [
        `let a${row} = tiles[${plus(index(['q * pitch', 1], ['row', 1]), row * rows)}];`,
        ...count(quadsOfThread).map(column =>
          products(
            sum(row, column),
            `a${row}`,
            count(4).map(k => factor(k, column)),
          ).join(' '),
        ),
      ])
      .join('\n'),
    saves: [
      ...count(perThread.x).map(
        i => `tiles[${plus(index(['part * pitch', 1], ['pixel', 1]), (i * threads) / parts)}] = x${i};`,
      ),
      ...count(perThread.w).map(i => `tiles[weightsAt + ${plus('thread', i * threads)}] = w${i};`),
    ].join('\n'),
    openCells: turns.open,
    closeCells: turns.close,
    gives: cells
      .map(({ row, column }) => {
        const at = index(
          ...(slices > 1 ? [['slice * cells', 1] as const] : []),
          ['row', tileQuads],
          ['column', 1],
        );
        return `tiles[${plus(at, row * rows * tileQuads + column * columns)}] = ${sum(row, column)};`;
      })
      .join('\n'),
    total:
      slices === 1
        ? 'let sum = tiles[at];'
        : [
            'var sum = tiles[at];',
            `for (var other = 1u; other < ${slices}; other++) {`,
            'sum += tiles[other * cells + at];',
            '}',
          ].join('\n'),
    stored:
      guards.length === 0
        ? 'store(to, quad, sum);'
        : [`if (${guards.join(' && ')}) {`, 'store(to, quad, sum);', '}'].join('\n'),
  });
  const constants = [
    ...constantsOf(kernel),
    // The frame makes one more: the last has nothing to bring.
    ['turns', Math.ceil(terms / depth)],
    ['depth', depth],
    ['pitch', pitch],
    ['weightsAt', xLength],
    ['cells', cellsOfTile],
  ] as const;
  return {
    text: withConstants(filled, constants),
    workgroups: [groups.x, Math.ceil(quads / tileQuads), groups.z],
  };
}

function printWeight(isDeep: boolean, isWide: boolean): string {
  const guards = [...(isDeep ? [] : ['k < terms']), ...(isWide ? [] : ['quad < quads'])];
  const at = 'vec4f(weights[k * quads + quad])';
  return [
    `// Weights of four output channels for one term${guards.length > 0 ? '; zeros where there are none' : ''}.`,
    'fn weight(k: u32, quad: u32) -> vec4f {',
    ...(guards.length > 0
      ? [`if (${guards.join(' && ')}) {`, `return ${at};`, '}', 'return vec4f();']
      : [`return ${at};`]),
    '}',
  ].join('\n');
}

/** The head of the loop over the quads of terms of a slice. */
function quadLoop(perSlice: number, slices: number): string {
  if (slices === 1) return `for (var q = 0u; q < ${perSlice}; q++) {`;
  if (perSlice === 1) return '{\nlet q = slice;';
  return `for (var j = 0u; j < ${perSlice}; j++) {\nlet q = slice * ${perSlice} + j;`;
}
