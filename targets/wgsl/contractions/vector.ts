/** Linear layers of few rows: each workgroup forms the sums of some output channels of one row, its terms in slices. */

import { z } from 'zod';
import { canonical, scheduleOf, count as size } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { count, index, plus } from '../../indices.ts';
import { isPointwise, sizesOf } from '../../sizes.ts';
import type { Printed } from '../kernels/printed.ts';
import { printBindings } from '../parts/bindings.ts';
import { products } from '../parts/input.ts';
import { lanesOf, locate, printPlace } from '../parts/lanes.ts';
import { constantsOf, withConstants } from '../parts/sizes.ts';
import { contractionBindings, outNames, printStore } from '../parts/store.ts';
import { printSum } from '../parts/sums.ts';
import { turnsOver } from '../parts/turns.ts';
import { quadTile, type WgslImplementation, weightsInQuads } from './implementation.ts';

const schema = z.strictObject({
  name: z.literal('vector'),
  tile: quadTile.extend({ rows: z.literal(1) }),
  slices: size,
});
type Vector = z.infer<typeof schema>;

const ofSize = (columns: number, slices: number): Vector => ({
  name: 'vector',
  tile: { rows: 1, columns },
  slices,
});

/** Workgroups of 256 threads. */
const schedules: readonly Vector[] = [ofSize(32, 32), ofSize(16, 64), ofSize(64, 16)];

export const vector: WgslImplementation<Vector> = {
  name: 'vector',
  about: 'linear layers of few rows, and those over means',
  schema,
  accepts: contraction =>
    contraction.mean ??
    (contraction.groups === 1 && isPointwise(contraction) && sizesOf(contraction).pixels <= 4),
  choose: () => ofSize(32, 32),
  variants: () => schedules,
  allows: (_, schedule) => schedules.some(each => canonical(each) === canonical(schedule)),
  weights: weightsInQuads,
  scratch: () => 0,
  how(kernel) {
    const { tile, slices } = scheduleOf(schema, kernel);
    return `A workgroup computes ${tile.columns} output channels of a row, in ${slices} slices of the terms.`;
  },
  print,
};

/** The shader. */
function print(kernel: ContractKernel, head: string): Printed {
  const { mean } = kernel;
  const { tile, slices } = scheduleOf(schema, kernel);
  const { quads, terms, pixels } = sizesOf(kernel);
  const columns = tile.columns / 4;
  const threads = columns * slices;
  const isWide = quads % columns === 0;
  const lanes = lanesOf(kernel.x);
  const step = lanes === 4 && terms % 4 === 0 ? 4 : 1;
  const input = mean ? meanOf(kernel, threads) : rowOf(kernel, step);
  const quad = isWide ? 'quad' : 'min(quad, quads - 1)';
  const turns = turnsOver({
    name: 'k',
    total: terms / step,
    bound: step === 1 ? 'terms' : 'terms / 4',
    threads: slices,
    thread: 'slice',
  });
  const weightAt = (k: number): string =>
    `vec4f(weights[${step === 1 ? 'k' : `(${plus('4 * k', k)})`} * quads + ${quad}])`;
  const filled = fillFrame('wgsl', 'vector', {
    head,
    bindings: printBindings(kernel, contractionBindings(kernel, step)),
    shared: input.shared,
    threads,
    store: printStore(kernel),
    columns,
    prepare: input.prepare,
    open: turns.open,
    close: turns.close,
    slices,
    products:
      step === 4
        ? [
            `let a = ${input.value};`,
            ...count(4).map(k => `let w${k} = ${weightAt(k)};`),
            products('sum', 'a', ['w0', 'w1', 'w2', 'w3']).join(' '),
          ].join('\n')
        : `sum += ${input.value} * ${weightAt(0)};`,
    half: slices / 2,
    rounds: Math.log2(slices),
    condition: isWide ? 'slice == 0' : 'slice == 0 && quad < quads',
  });
  return {
    text: withConstants(filled, constantsOf(kernel)),
    workgroups: [pixels, Math.ceil(quads / columns), 1],
  };
}

/** How terms are read: what lies in workgroup memory, what is done first, and the value of step `k`. */
interface Terms {
  readonly shared: string;
  readonly prepare: string;
  readonly value: string;
}

/** The terms of a row where they lie. */
function rowOf({ x, y }: ContractKernel, step: 1 | 4): Terms {
  const { text, usesPlace } = locate(x, step, 'row', 'k');
  return {
    shared: '',
    prepare: usesPlace ? printPlace(y.shape, 'row', outNames).join('\n') : '',
    value: step === 4 ? `vec4f(x[${text}])` : `f32(x[${text}])`,
  };
}

/** The mean over the pixels of each channel, which every workgroup forms again: it is less work than another step. */
function meanOf(kernel: ContractKernel, threads: number): Terms {
  const { x } = kernel;
  const lanes = lanesOf(kernel.x);
  const [images = 1, inputs = 1, height = 1, width = 1] = x.shape;
  const [sn = 0, sc = 0, sh = 0, sw = 0] = x.strides;
  const type = lanes === 4 ? 'vec4f' : 'f32';
  const at = index(
    [images > 1 ? 'row' : '0', sn / lanes],
    ['h', sh / lanes],
    ['w', sw / lanes],
    ['c', lanes === 4 ? 1 : sc],
  );
  const turns = turnsOver({
    name: 'c',
    total: inputs / lanes,
    bound: lanes === 4 ? 'inputs / 4' : 'inputs',
    threads,
  });
  return {
    shared: `// The means over the pixels of the image.\nvar<workgroup> means: array<${type}, ${inputs / lanes}>;`,
    prepare: [
      turns.open,
      ...printSum({
        axes: [
          { name: 'h', size: height, bound: 'height' },
          { name: 'w', size: width, bound: 'width' },
        ],
        total: 'total',
        zero: `${type}()`,
        body: sum => [`${sum} += ${type}(x[${at}]);`],
      }),
      'means[c] = total / f32(height * width);',
      turns.close,
      'workgroupBarrier();',
    ].join('\n'),
    value: 'means[k]',
  };
}
