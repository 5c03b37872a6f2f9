/** One channel a group: each sum straight from the image, its taps one after another in the text. */

import { z } from 'zod';
import { scheduleOf } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel, Strides } from '../../../compiler/plan/kernel.ts';
import { count, index, plus, plusSigned } from '../../indices.ts';
import { sizesOf } from '../../sizes.ts';
import type { PrintedKernel } from '../../units.ts';
import { printEpilogue } from '../epilogue.ts';
import { printLoops } from '../kernels/loops.ts';
import type { Slots } from '../kernels/slots.ts';
import { loop } from '../layout.ts';
import type { TypescriptImplementation } from './implementation.ts';

const schema = z.strictObject({ name: z.literal('depthwise') });
type Depthwise = z.infer<typeof schema>;
const own: Depthwise = { name: 'depthwise' };

/** Taps that are written out: 5x5. */
const mostTaps = 25;

export const depthwise: TypescriptImplementation<Depthwise> = {
  name: 'depthwise',
  about: 'one channel a group, windows of up to 25 taps',
  schema,
  accepts(contraction) {
    const { inputs, channels, taps } = sizesOf(contraction);
    const { groups } = contraction;
    return groups > 1 && groups === inputs && groups === channels && taps <= mostTaps;
  },
  choose: () => own,
  variants: () => [own],
  allows: () => true,
  weights: () => ({ order: 'tap, in, out' }),
  scratch: () => 0,
  print,
};

/** The kernel. Pixels whose windows lie inside the image need not ask where each tap is. */
function print(kernel: ContractKernel, slots: Slots): PrintedKernel {
  scheduleOf(schema, kernel);
  const { x, y, window, bias, epilogue } = kernel;
  const [vertical, horizontal] = window;
  const [, , height = 1, width = 1] = x.shape;
  const [images = 1, channels = 1, rows = 1, columns = 1] = y.shape;
  const [sn = 0, sc = 0, sh = 0, sw = 0] = x.strides;
  const finish = printEpilogue(epilogue);
  const [image, i, j] = [images > 1 ? 'image' : '0', rows > 1 ? 'i' : '0', columns > 1 ? 'j' : '0'];
  const place = ([a = 0, b = 0, c = 0, d = 0]: Strides): string =>
    index([image, a], [i, c], [j, d], ['n', b]);
  const operands = (epilogue?.operands ?? []).map((strides, k) => `r${k}[${place(strides)}]`);
  const store = `y[${place(y.strides)}] = ${finish.value('sum', operands)};`;
  const taps = count(vertical.kernel).flatMap(u =>
    count(horizontal.kernel).map(v => {
      const from = plus(
        index(['at', 1], ['n', sc]),
        u * vertical.dilation * sh + v * horizontal.dilation * sw,
      );
      return `x[${from}] * w[${plus('n', (u * horizontal.kernel + v) * channels)}]`;
    }),
  );
  const inside = loop('n', channels, () =>
    [`const sum = ${[...(bias ? ['b[n]'] : []), ...taps].join(' +\n')};`, store].join('\n'),
  );
  const axes = [
    { tap: 'u', at: 'h', from: 'top', size: height, places: rows, axis: vertical },
    { tap: 'v', at: 'q', from: 'left', size: width, places: columns, axis: horizontal },
  ];
  const checks = axes.flatMap(({ from, size, places, axis }) => {
    const reach = (axis.kernel - 1) * axis.dilation;
    const last = (places - 1) * axis.stride - axis.padding[0] + reach;
    return [
      ...(axis.padding[0] > 0 ? [`${from} >= 0`] : []),
      ...(last >= size ? [`${from} < ${size - reach}`] : []),
    ];
  });
  const heads = axes.flatMap(({ tap, at, from, size, axis }) => [
    `for (let ${tap} = 0; ${tap} < ${axis.kernel}; ${tap}++) {`,
    `const ${at} = ${from} + ${index([tap, axis.dilation])};`,
    `if (${at} < 0 || ${at} >= ${size}) continue;`,
  ]);
  const tapAt = index([index(['u', horizontal.kernel], ['v', 1]), channels], ['n', 1]);
  const border = loop('n', channels, () =>
    [
      `let sum = ${bias ? 'b[n]' : '0'};`,
      ...heads,
      `sum += x[${index([image, sn], ['h', sh], ['q', sw], ['n', sc])}] * w[${tapAt}];`,
      '}',
      '}',
      store,
    ].join('\n'),
  );
  const work = [
    `const at = ${index([image, sn], ['top', sh], ['left', sw])};`,
    ...(checks.length > 0 ? [`if (${checks.join(' && ')}) {`, inside, '} else {', border, '}'] : [inside]),
  ].join('\n');
  // Where the window begins; an image of one row or column may need to know it along the other axis alone.
  const begins = [
    ['top', plusSigned(index([i, vertical.stride]), -vertical.padding[0])],
    ['left', plusSigned(index([j, horizontal.stride]), -horizontal.padding[0])],
  ].filter(([name]) => new RegExp(`\\b${name}\\b`).test(work));
  const body = [...begins.map(([name, where]) => `const ${name} = ${where};`), work].join('\n');
  const loops = [
    { variable: 'image', size: images },
    { variable: 'i', size: rows },
    { variable: 'j', size: columns },
  ].filter(({ size }) => size > 1);
  return printLoops(loops, body, slots, finish.helper);
}
