/** Softmax along an axis, by the largest value first, so that no exponential overflows. */

import type { SoftmaxKernel } from '../../../compiler/plan/kernel.ts';
import { count } from '../../indices.ts';
import { loopsOver } from '../../loops.ts';
import { type PrintedKernel, unitsIn } from '../../units.ts';
import { add, comment, get, i32, set, splat } from '../wat/expressions.ts';
import { Locals, loop, overUnits, printFunction } from '../wat/function.ts';
import { callHelper } from '../wat/helpers.ts';
import { bytes, type Lanes, load, type Pointer, store } from '../wat/memory.ts';
import { carry, clear, gather, levelsOf, sumIn } from './carries.ts';
import { addressOf, type Counter, counterValue, decode, lastApart } from './units.ts';

/** The kernel's function. */
export function printSoftmax(kernel: SoftmaxKernel): PrintedKernel {
  const { x, y, axis } = kernel;
  const others = count(y.shape.length).filter(each => each !== axis);
  const lines = loopsOver(y, [x.strides], others);
  const isAlong = x.strides[axis] === 1 && y.strides[axis] === 1;
  return isAlong ? printAlong(kernel, lines) : printAcross(kernel, lines);
}

/** Lines as loops go over them; strides are those of the result and of what is read. */
type Lines = ReturnType<typeof loopsOver>;

/** A pointer into the result, or into what is read. */
type Name = 'out' | 'at';
const pointer = (name: Name): Pointer => ({ base: get(name), offset: 0 });
const strideIn = (strides: readonly number[], name: Name): number => strides[name === 'out' ? 0 : 1] ?? 0;

const forward = (name: Name, numbers: number): string => set(name, add(get(name), i32(numbers * bytes)));
const lowest = splat(Number.NEGATIVE_INFINITY);

/** How vectors go over lines. */
interface Course {
  /** Numbers of a line, and how many of them a turn of local `c` takes. */
  readonly length: number;
  readonly step: 1 | 4;
  /** Statements that set a pointer to the first vector. */
  readonly begin: (name: Name) => string;
  /** What `body` does for each vector; these pointers go on with it. */
  readonly over: (pointers: readonly Name[], body: (lanes: Lanes) => string) => string;
  readonly read: (name: Name, lanes: Lanes) => string;
  /** Stores local `value`. */
  readonly write: (lanes: Lanes) => string;
  /** Statements that join the lanes of a local, where they belong to one line. */
  readonly join: (name: string, how: 'max' | 'add') => string;
}

/** The three passes: the largest value, exponentials and their sum, quotients. */
function passes(locals: Locals, { length, step, begin, over, read, write, join }: Course): string {
  for (const name of ['largest', 'value']) locals.declare(name, 'v128');
  const sums = [levelsOf(locals, 'total', length / step)];
  const total = sumIn(sums[0] ?? []);
  return [
    comment('The largest of a line.'),
    begin('at'),
    set('largest', lowest),
    over(['at'], lanes => set('largest', `(f32x4.max ${get('largest')} ${read('at', lanes)})`)),
    join('largest', 'max'),
    comment('Exponentials, and their sum.'),
    begin('at'),
    begin('out'),
    clear(sums),
    over(['at', 'out'], lanes =>
      [
        set('value', callHelper('exp', `(f32x4.sub ${read('at', lanes)} ${get('largest')})`)),
        write(lanes),
        set('total', `(f32x4.add ${get('total')} ${get('value')})`),
        carry(sums, 'c', step),
      ].join('\n'),
    ),
    gather(sums),
    join(total, 'add'),
    comment('Shares of the sum.'),
    begin('out'),
    over(['out'], lanes =>
      [set('value', `(f32x4.div ${read('out', lanes)} ${get(total)})`), write(lanes)].join('\n'),
    ),
  ].join('\n');
}

/** A line at a time whose numbers lie side by side: four of them together, and in the end the four lanes. */
function printAlong(kernel: SoftmaxKernel, lines: Lines): PrintedKernel {
  const locals = new Locals();
  const length = kernel.y.shape[kernel.axis] ?? 1;
  const whole = Math.floor(length / 4) * 4;
  const tail = length - whole;
  const body = passes(locals, {
    length,
    step: 4,
    begin: name => beginAt(locals, name, lines),
    over(pointers, each) {
      const next = pointers.map(name => forward(name, 4));
      const vectors = loop(locals, 'c', { to: i32(whole), step: 4 }, [each(4), ...next].join('\n'));
      return tail === 0 ? vectors : [vectors, each(tail as Lanes)].join('\n');
    },
    // Lanes that are not there are minus infinity: they are never largest, and their exponential is 0.
    read: (name, lanes) => load(pointer(name), 1, lanes, lanes === 4 ? undefined : lowest),
    write: lanes => store(pointer('out'), 1, get('value'), lanes),
    join: (name, how) => [8, 4].map(by => set(name, withTurned(name, how, by))).join('\n'),
  });
  return printed(kernel, locals, lines, body);
}

/** A vector and itself turned by some bytes: done for 8 and 4, all lanes are the same. */
function withTurned(name: string, how: 'max' | 'add', by: number): string {
  const order = count(16).map(i => (i + by) % 16);
  return `(f32x4.${how} ${get(name)} (i8x16.shuffle ${order.join(' ')} ${get(name)} ${get(name)}))`;
}

/** Four lines at a time, one a lane. */
function printAcross(kernel: SoftmaxKernel, lines: Lines): PrintedKernel {
  const { x, y, axis } = kernel;
  const locals = new Locals();
  const inner = lines.at(-1) ?? { size: 1, strides: [0, 0] };
  const groups = {
    variable: 'group',
    size: Math.ceil(inner.size / 4),
    strides: inner.strides.map(stride => 4 * stride),
  };
  const counters = [...lines.slice(0, -1), groups];
  const along = [y, x].map(({ strides }) => strides[axis] ?? 0);
  const group = (lanes: Lanes): string =>
    passes(locals, {
      length: y.shape[axis] ?? 1,
      step: 1,
      begin: name => beginAt(locals, name, counters),
      over: (pointers, each) =>
        loop(
          locals,
          'c',
          { to: i32(y.shape[axis] ?? 1) },
          [each(lanes), ...pointers.map(name => forward(name, strideIn(along, name)))].join('\n'),
        ),
      read: name => load(pointer(name), strideIn(inner.strides, name), lanes),
      write: () => store(pointer('out'), strideIn(inner.strides, 'out'), get('value'), lanes),
      join: () => '',
    });
  const tail = (inner.size % 4) as 0 | Lanes;
  return printed(kernel, locals, counters, lastApart(groups, group(4), tail === 0 ? undefined : group(tail)));
}

/** Sets a pointer to the line of the counters. */
const beginAt = (locals: Locals, name: Name, counters: Counters): string =>
  locals.set(
    name,
    'i32',
    addressOf(
      name === 'out' ? 'y' : 'x',
      ...counters.map(each => [counterValue(each), strideIn(each.strides, name)] as const),
    ),
  );

type Counters = readonly (Counter & { readonly strides: readonly number[] })[];

const printed = (
  kernel: SoftmaxKernel,
  locals: Locals,
  counters: readonly Counter[],
  body: string,
): PrintedKernel => ({
  text: printFunction(kernel, locals, [overUnits(locals, [decode(locals, counters), body].join('\n'))]),
  units: unitsIn(counters),
});
