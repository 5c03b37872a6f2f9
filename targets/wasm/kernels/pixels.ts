/** Loops over the pixels of a result, a few neighbours at a time, and where their terms and results lie. */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { sameStrides } from '../../../compiler/plan/layout.ts';
import { count } from '../../indices.ts';
import type { Loop } from '../../loops.ts';
import { finish, type Place, printEpilogue } from '../wat/epilogue.ts';
import { add, get, i32, multiply, set } from '../wat/expressions.ts';
import { type Locals, loop } from '../wat/function.ts';
import { ahead, bytes, type Lanes, type Pointer, store } from '../wat/memory.ts';

/** A loop over pixels: its `strides` are those of what is read, of the result and of each operand. */
export interface PixelLoop extends Loop {
  readonly from?: string;
  readonly to?: string;
}

/**
 * Loops over pixels, `rows` of the innermost at a time.
 *
 * @param body - prints what is done for so many neighbours
 */
export function overPixels(
  locals: Locals,
  loops: readonly PixelLoop[],
  rows: number,
  body: (rows: number) => string,
): string {
  const [first, ...inner] = loops;
  if (!first) return body(1);
  const { variable, size, from, to = i32(size) } = first;
  if (inner.length > 0) {
    const inside = overPixels(locals, inner, rows, body);
    return loop(locals, variable, { ...(from !== undefined && { from }), to }, inside);
  }
  const whole = Math.min(rows, size);
  const rest = size % whole;
  if (rest === 0)
    return loop(locals, variable, { ...(from !== undefined && { from }), to, step: whole }, body(whole));
  // Only the last of the pixels can leave a rest.
  const end = first.to === undefined ? i32(size - rest) : locals.declare('whole', 'i32');
  const last = first.to === undefined ? i32(size - rest) : get('whole');
  return [
    ...(first.to === undefined
      ? []
      : [set(end, `(i32.sub ${to} (i32.rem_u (i32.sub ${to} ${from ?? i32(0)}) ${i32(whole)}))`)]),
    loop(locals, variable, { ...(from !== undefined && { from }), to: last, step: whole }, body(whole)),
    `(if (i32.lt_u ${last} ${to}) (then ${locals.set(variable, 'i32', last)}\n${body(rest)}))`,
  ].join('\n');
}

/** Where a pixel of the loops lies, in bytes. @param which - 0 is what is read, 1 the result, others are operands */
export const placeIn = (loops: readonly Loop[], which: number): string =>
  multiply(add(...loops.map(({ variable, strides }) => multiply(get(variable), strides[which] ?? 0))), bytes);

/** Where the results of some neighbours lie. */
export interface Results {
  /** Statements that find them. */
  readonly find: string;
  readonly y: Pointer;
  readonly operand: (index: number) => Pointer;
  /** Numbers between neighbours, of the result and of each operand. */
  readonly step: number;
  readonly steps: readonly number[];
}

/**
 * Finds results.
 *
 * @param channel - the first channel
 * @param where - bytes from the start of each: of strides in numbers
 */
export function findResults(
  { y, epilogue }: ContractKernel,
  locals: Locals,
  channel: string,
  where: (which: number) => string,
  stepOf: (which: number) => number,
): Results {
  const all = [y.strides, ...(epilogue?.operands ?? [])];
  const names = ['y', ...all.slice(1).map((_, i) => `r${i}`)];
  const lines: string[] = [];
  const pointers = all.map((strides, i): Pointer => {
    // What lies alike has one index.
    const same = all.findIndex(other => sameStrides(other, strides));
    const index = `at${same}`;
    if (same === i) {
      const own = multiply(channel, (strides[1] ?? 0) * bytes);
      lines.push(locals.set(index, 'i32', add(where(i + 1), own)));
    }
    lines.push(locals.set(`${names[i]}_at`, 'i32', add(get(names[i] ?? ''), get(index))));
    return { base: get(`${names[i]}_at`), offset: 0 };
  });
  const [result = { base: '', offset: 0 }, ...operands] = pointers;
  return {
    find: lines.join('\n'),
    y: result,
    operand: index => operands[index] ?? result,
    step: stepOf(1),
    steps: operands.map((_, i) => stepOf(i + 2)),
  };
}

/**
 * Finishes and stores the sums of some neighbours. Where that reads something, it is read for all channels of a pixel
 * before any is stored: engines that join vectors side by side into wider ones join loads with no store between them.
 *
 * @param channels - how many there are
 */
export function storeSums(
  kernel: ContractKernel,
  locals: Locals,
  results: Results,
  rows: number,
  channels: number,
  sum: (row: number, vector: number) => string,
): string {
  const { y, epilogue } = kernel;
  const vectors = count(Math.ceil(channels / 4));
  const place = (row: number, vector: number): Place => ({
    lanes: Math.min(4, channels - vector * 4) as Lanes,
    y: ahead(results.y, row * results.step + vector * 4 * (y.strides[1] ?? 0)),
    operand: i =>
      ahead(
        results.operand(i),
        row * (results.steps[i] ?? 0) + vector * 4 * (epilogue?.operands[i]?.[1] ?? 0),
      ),
  });
  const isRead = vectors.length > 1 && epilogue !== undefined && epilogue.operands.length > 0;
  return count(rows)
    .flatMap(row =>
      isRead
        ? [
            ...vectors.map(vector =>
              locals.set(
                `y${vector}`,
                'v128',
                printEpilogue(kernel, locals, sum(row, vector), place(row, vector)),
              ),
            ),
            ...vectors.map(vector => {
              const { y: to, lanes } = place(row, vector);
              return store(to, y.strides[1] ?? 0, get(`y${vector}`), lanes);
            }),
          ]
        : vectors.map(vector => finish(kernel, locals, sum(row, vector), place(row, vector))),
    )
    .join('\n');
}
