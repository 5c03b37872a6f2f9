/** Elementwise kernels and copies: four numbers at a time along the axis whose results lie closest. */

import type { MapKernel } from '../../../compiler/plan/kernel.ts';
import { align } from '../../../compiler/plan/memory.ts';
import { type Loop, loopsOver } from '../../loops.ts';
import { type PrintedKernel, unitsIn } from '../../units.ts';
import { add, get, i32, least, multiply, set } from '../wat/expressions.ts';
import { Locals, loop, overUnits, printFunction } from '../wat/function.ts';
import { bytes, type Lanes, load, type Pointer, store, storesOnce } from '../wat/memory.ts';
import { printScalars } from '../wat/scalars.ts';
import { addressOf, type Counter, counterValue, decode, enoughUnits } from './units.ts';

/** The kernel's function. */
export function printMap(kernel: MapKernel): PrintedKernel {
  const { operands, y } = kernel;
  const locals = new Locals();
  const loops = loopsOver(y, operands);
  const inner = loops.at(-1) ?? { variable: 'i', size: 1, strides: [0, ...operands.map(() => 0)] };
  const { shared, own, block } = cut(loops.slice(0, -1), inner.size);
  const blocks = { variable: 'block', size: Math.ceil(inner.size / block) };
  const begin = ['y', ...operands.map((_, i) => `x${i}`)].map((parameter, which) => {
    const places = [...shared, ...own].map(each => [counterValue(each), each.strides[which] ?? 0] as const);
    const ofBlock = [counterValue(blocks), block * (inner.strides[which] ?? 0)] as const;
    return locals.set(pointerName(which), 'i32', addressOf(parameter, ...places, ofBlock));
  });
  const row = [...begin, printRow(kernel, locals, inner, blocks, block)].join('\n');
  const body = own.reduceRight(
    (inside, { variable, size }) => loop(locals, variable, { to: i32(size) }, inside),
    row,
  );
  const counters = [...shared, blocks];
  return {
    text: printFunction(kernel, locals, [overUnits(locals, [decode(locals, counters), body].join('\n'))]),
    units: unitsIn(counters),
  };
}

/** The local that points into the result, or into an operand. */
const pointerName = (which: number): string => (which === 0 ? 'out' : `at${which - 1}`);

/** The innermost axis, or a block of it: vectors of four, and behind the last what is left. */
function printRow(
  { expression, start = 0 }: MapKernel,
  locals: Locals,
  { variable, size, strides }: Loop,
  blocks: Counter,
  block: number,
): string {
  const at = (which: number): Pointer => ({
    base: get(pointerName(which)),
    offset: which === 0 ? start * bytes : 0,
  });
  const [stride = 0] = strides;
  const some = (lanes: Lanes): string => {
    const value = printScalars(expression, locals, i => load(at(i + 1), strides[i + 1] ?? 0, lanes));
    if (storesOnce(stride, lanes)) return store(at(0), stride, value, lanes);
    return [locals.set('result', 'v128', value), store(at(0), stride, get('result'), lanes)].join('\n');
  };
  const forward = strides.flatMap((each, which) => {
    const name = pointerName(which);
    return each > 0 && size > 4 ? [set(name, add(get(name), i32(4 * each * bytes)))] : [];
  });
  const vector = [some(4), ...forward].join('\n');
  const whole = Math.floor(size / 4) * 4;
  const tail = size - whole;
  const rest = tail === 0 ? '' : some(tail as Lanes);
  if (blocks.size === 1)
    return [loop(locals, variable, { to: i32(whole), step: 4 }, vector), rest].join('\n');
  const first = multiply(counterValue(blocks), block);
  return [
    locals.set('end', 'i32', least(add(first, i32(block)), i32(whole))),
    loop(locals, variable, { from: first, to: get('end'), step: 4 }, vector),
    rest && `(if (i32.eq ${counterValue(blocks)} ${i32(blocks.size - 1)}) (then ${rest}))`,
  ].join('\n');
}

/** As few loops as give units enough; where all give too few, the innermost axis is cut into blocks. */
function cut(
  rows: readonly Loop[],
  inner: number,
): { readonly shared: readonly Loop[]; readonly own: readonly Loop[]; readonly block: number } {
  let units = 1;
  let taken = 0;
  for (const { size } of rows) {
    if (units >= enoughUnits) break;
    units *= size;
    taken++;
  }
  const isEnough = units >= enoughUnits;
  const block = isEnough ? inner : Math.max(64, align(Math.ceil((inner * units) / enoughUnits), 16));
  return { shared: rows.slice(0, taken), own: rows.slice(taken), block: Math.min(block, inner) };
}
