/**
 * What kernels that work strip by strip have in common: their signatures, and the loop over the units of their work. A
 * unit is a strip or, where strips are few, a part of a strip's output channels.
 */

import { type ContractKernel, type Kernel, parametersOf } from '../../../compiler/plan/kernel.ts';
import { unitsIn } from '../../units.ts';
import { doc, list } from '../layout.ts';
import { type Counter, defineCounters, endOf, enoughUnits, partsOf, range } from '../units.ts';

/** A kernel's arrays with their types. */
export const typedParameters = (kernel: Kernel): readonly string[] => parametersOf(kernel).map(typed);

const typed = (name: string): string => `${name}: Float32Array`;
const numeric = (name: string): string => `${name}: number`;

/** Which output channels a unit has. */
export interface Channels {
  /** The first: `first`, or `0` where each unit has all of them. */
  readonly first: string;
  /** Names the end, where that is not `end` already. */
  readonly definition: string;
  /** The one after the last. */
  readonly end: string;
}

/** The parts of a kernel's frame around one strip. */
export interface Strips {
  readonly units: number;
  /** The place of the strip's first pixel or tile: `p`, or `0` where one strip is all. */
  readonly first: string;
  readonly channels: Channels;
  /** The strip's rows in words. */
  readonly rows: string;
  /** The head of the function that reads a strip into scratch. */
  readonly read: string;
  /** What a unit is: the comment above its function. */
  readonly about: string;
  /** The head of the function for one unit. */
  readonly signature: string;
  /** The kernel itself: does each unit. */
  readonly entry: string;
}

/** What is divided. */
export interface Division {
  /** What a strip's rows are. */
  readonly unit: 'pixel' | 'tile';
  /** How many of them an image has. */
  readonly total: number;
  /** How many a strip has. */
  readonly rows: number;
  /** Output channels whose sums are formed together. */
  readonly columns: number;
  /** The fewest output channels that are worth reading a strip for once more. */
  readonly fewest: number;
}

/** The strips of a kernel. */
export function stripsOf(kernel: ContractKernel, { unit, total, rows, columns, fewest }: Division): Strips {
  const [images = 1, channels = 1] = kernel.y.shape;
  const image = { variable: 'image', size: images, step: 1 };
  const strip = { variable: 'p', size: Math.ceil(total / rows), step: rows };
  const places = [image, strip].filter(place => place.size > 1);
  // All sums of a tile's columns are formed together.
  const groups = Math.floor(channels / columns);
  const wanted = Math.ceil(enoughUnits / unitsIn(places));
  const { parts, size } = partsOf(groups, wanted, Math.floor(channels / Math.max(fewest, columns)));
  const part = { variable: 'first', size: parts, step: size * columns };
  const counters = [...places, part].filter(place => place.size > 1);
  const isOnly = strip.size === 1;
  const where = places.map(({ variable }) => variable).reverse();
  const [, ...others] = parametersOf(kernel);
  const own = [...where, ...(parts > 1 ? ['first'] : [])];
  const end = parts > 1 ? endOf('first', { parts, size: part.step }, channels) : `${channels}`;
  const isEven = !end.startsWith('Math');
  const words = isOnly ? aboutAll(unit, rows, images > 1) : aboutSome(unit, rows);
  return {
    units: unitsIn(counters),
    first: isOnly ? '0' : 'p',
    channels: {
      first: parts > 1 ? 'first' : '0',
      definition: isEven ? '' : `const end = ${end};`,
      end: isEven ? end : 'end',
    },
    rows: words,
    read: list('function read', [typed('x'), ...where.map(numeric)], ': void {', 2),
    about: aboutUnit(words, parts > 1 ? part.step : 0),
    signature: list('function strip', [...others.map(typed), ...own.map(numeric)], ': void {', 2),
    entry: [
      list('return ', [...typedParameters(kernel), ...range], ': void => {', 2),
      ...unitLoop(places, counters, `read(${['x', ...where].join(', ')});`, [...others, ...own]),
      '};',
    ].join('\n'),
  };
}

/** Does each unit. What a strip reads is read once for all of its parts that are among them. */
function unitLoop(
  places: readonly Counter[],
  counters: readonly Counter[],
  read: string,
  own: readonly string[],
): readonly string[] {
  const hasParts = counters.length > places.length;
  const head = 'for (let unit = from; unit < to; unit++) {';
  const strip = `strip(${own.join(', ')});`;
  if (places.length === 0) return [read, head, ...defineCounters(counters), strip, '}'];
  return [
    head,
    ...defineCounters(counters),
    ...(hasParts
      ? ['// Once for all parts of a strip that are done here.', `if (unit === from || first === 0) ${read}`]
      : [read]),
    strip,
    '}',
  ];
}

const aboutAll = (unit: string, rows: number, image: boolean): string =>
  `${rows === 1 ? `the one ${unit}` : `all ${rows} ${unit}s`}${image ? ' of an image' : ''}`;

const aboutSome = (unit: string, rows: number): string =>
  rows === 1 ? `${unit} \`p\`` : `${unit}s \`p\` to \`p + ${rows - 1}\``;

function aboutUnit(rows: string, channels: number): string {
  const text = channels > 0 ? `${channels} output channels, from \`first\` on, of ${rows}` : rows;
  return doc(
    `${text[0]?.toUpperCase()}${text.slice(1)}. A function of its own, so that V8 optimizes it within the first run.`,
    2,
  );
}
