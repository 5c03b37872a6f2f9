/** The function that gathers one window into a row, zeros outside the image. */

import type { Access, ContractKernel } from '../../../compiler/plan/kernel.ts';
import { index, plusSigned } from '../../indices.ts';
import { list, loop } from '../layout.ts';

/** `gather(row, x, pixel)` for a convolution: the window of output `pixel`, channels of a group side by side. */
export function printGather({ x, y, window, groups }: ContractKernel): string {
  const [, , height = 1, width = 1] = y.shape;
  const [vertical, horizontal] = window;
  const perGroup = (x.shape[1] ?? 1) / groups;
  const taps = vertical.kernel * horizontal.kernel;
  return printWindow({
    about:
      taps === 1
        ? 'What one output pixel reads, as a row.'
        : 'The window of one output pixel as a row: tap by tap, channels innermost, zeros outside the image.',
    place: 'pixel',
    across: width,
    height: { ...vertical, taps: vertical.kernel, places: height },
    width: { ...horizontal, taps: horizontal.kernel, places: width },
    x,
    copy(value) {
      if (groups === 1 && taps === 1) return loop('c', perGroup, c => `row[${c}] = ${value(c)};`);
      if (groups === 1) return loop('c', perGroup, c => `row[k++] = ${value(c)};`);
      const tap = taps === 1 ? '0' : 'tap';
      const ofGroup = (g: string): string =>
        loop('c', perGroup, c => {
          const to = index([g, taps * perGroup], [tap, perGroup], [c, 1]);
          return `row[${to}] = ${value(index([g, perGroup], [c, 1]))};`;
        });
      return [loop('g', groups, ofGroup), ...(taps === 1 ? [] : ['tap++;'])].join('\n');
    },
    ...(taps > 1 && { counter: groups === 1 ? 'k' : 'tap' }),
  });
}

interface WindowAxisText {
  readonly taps: number;
  readonly stride: number;
  readonly padding: readonly [before: number, after: number];
  readonly dilation: number;
  /** How many places the window takes. */
  readonly places: number;
}

interface WindowText {
  readonly about: string;
  /** The parameter that numbers the window's places, row by row. */
  readonly place: string;
  /** Places in a row. */
  readonly across: number;
  readonly height: WindowAxisText;
  readonly width: WindowAxisText;
  readonly x: Access;
  /** Statements that copy all channels of one tap; `value` is what the input has there. */
  readonly copy: (value: (channel: string) => string) => string;
  /** A variable that `copy` counts with. */
  readonly counter?: string;
}

/** A function that visits a window's taps. */
export function printWindow(text: WindowText): string {
  const { x, height, width, place, across, counter } = text;
  const [images = 1, , rows = 1, columns = 1] = x.shape;
  const [, sc = 0, sh = 0, sw = 0] = x.strides;
  const top = across === 1 ? place : `Math.floor(${place} / ${across})`;
  const left = across === 1 ? '0' : `(${place} % ${across})`;
  // A window of one tap along an axis needs no loop there.
  const h = height.taps === 1 ? 'top' : 'h';
  const w = width.taps === 1 ? 'left' : 'w';
  const inside = [...bounds(h, rows, height), ...bounds(w, columns, width)].join(' && ');
  const at = index([h, sh], [w, sw], ...(images > 1 ? ([['start', 1]] as const) : []));
  const value = (channel: string): string => `x[${index(['at', 1], [channel, sc])}]`;
  const body = [
    ...(counter ? [`let ${counter} = 0;`] : []),
    ...(h === 'h' ? [`for (let u = 0; u < ${height.taps}; u++) {`, tapOf('h', 'top', 'u', height)] : []),
    ...(w === 'w' ? [`for (let v = 0; v < ${width.taps}; v++) {`, tapOf('w', 'left', 'v', width)] : []),
    ...(inside ? [`const inside = ${inside};`] : []),
    `const at = ${at};`,
    text.copy(inside ? channel => `inside ? ${value(channel)} : 0` : value),
    ...(w === 'w' ? ['}'] : []),
    ...(h === 'h' ? ['}'] : []),
  ];
  // Where the window begins; an image of one row or column needs to know it along the other axis alone.
  const begins = [
    ['top', plusSigned(index([top, height.stride]), -height.padding[0])],
    ['left', plusSigned(index([left, width.stride]), -width.padding[0])],
  ].filter(([name]) => new RegExp(`\\b${name}\\b`).test(body.join('\n')));
  return [
    `/** ${text.about} */`,
    list(
      'function gather',
      [
        'row: Float64Array',
        'x: Float32Array',
        // Of an image of one pixel, all windows begin at the same place.
        `${begins.some(([, where = '']) => where.includes(place)) ? place : `_${place}`}: number`,
        // Where the image begins.
        ...(images > 1 ? ['start: number'] : []),
      ],
      ': void {',
      2,
    ),
    ...begins.map(([name, where]) => `const ${name} = ${where};`),
    ...body,
    '}',
  ].join('\n');
}

const tapOf = (name: string, start: string, tap: string, { dilation }: WindowAxisText): string =>
  `const ${name} = ${start} + ${index([tap, dilation])};`;

/** What must hold of a tap's place for it to lie inside the image: nothing on a side where no window reaches out. */
function bounds(name: string, size: number, axis: WindowAxisText): readonly string[] {
  const { taps, stride, padding, dilation, places } = axis;
  const last = (places - 1) * stride + (taps - 1) * dilation - padding[0];
  return [...(padding[0] > 0 ? [`${name} >= 0`] : []), ...(last >= size ? [`${name} < ${size}`] : [])];
}
