/** What becomes of a result before it is stored, and the store. */

import type { Access, KernelEpilogue } from '../../../compiler/plan/kernel.ts';
import { get, set } from './expressions.ts';
import type { Locals } from './function.ts';
import { type Lanes, load, type Pointer, store, storesOnce } from './memory.ts';
import { printScalars } from './scalars.ts';

/** A kernel as an epilogue sees it: axis 1 of the result is its channels, of which it finishes up to four at once. */
export interface Finished {
  readonly y: Access;
  readonly epilogue?: KernelEpilogue;
}

/** Where up to four channels of a pixel lie. Bases are cheap enough to be repeated: locals. */
export interface Place {
  readonly lanes: Lanes;
  readonly y: Pointer;
  /** Of each operand of the epilogue, what is read beside the first of these channels. */
  readonly operand: (index: number) => Pointer;
}

/** The finished value: the epilogue of a result, without one the result itself. */
export function printEpilogue(
  { epilogue }: Finished,
  locals: Locals,
  value: string,
  { lanes, operand }: Pick<Place, 'lanes' | 'operand'>,
): string {
  if (!epilogue) return value;
  return printScalars(epilogue.expression, locals, index =>
    index === 0 ? value : load(operand(index - 1), epilogue.operands[index - 1]?.[1] ?? 0, lanes),
  );
}

/** Statements that finish the channels of a pixel and store them. */
export function finish(kernel: Finished, locals: Locals, value: string, place: Place): string {
  const { lanes, y } = place;
  const stride = kernel.y.strides[1] ?? 0;
  const result = printEpilogue(kernel, locals, value, place);
  if (storesOnce(stride, lanes)) return store(y, stride, result, lanes);
  return [set(locals.declare('result', 'v128'), result), store(y, stride, get('result'), lanes)].join('\n');
}
