/** Loops over the channels of a pixel: blocks of 16, then fours, then what is left. */

import { add, get, i32, set } from '../wat/expressions.ts';
import { type Locals, loop } from '../wat/function.ts';
import { bytes, type Lanes } from '../wat/memory.ts';
import { type Counter, lastApart } from './units.ts';

/** Vectors of a block. */
const vectorsInBlock = 4;

/** Channels in parts. */
export interface Parts {
  /** Channels of a block. */
  readonly block: number;
  readonly blocks: number;
  /** Fours behind the blocks, and channels behind these. */
  readonly fours: number;
  readonly tail: 0 | 1 | 2 | 3;
  /** Blocks, and all that is behind them as one. */
  readonly units: number;
}

/** Divides channels. */
export function partsOf(channels: number): Parts {
  const block = 4 * vectorsInBlock;
  const blocks = Math.floor(channels / block);
  const rest = channels % block;
  return {
    block,
    blocks,
    fours: Math.floor(rest / 4),
    tail: (rest % 4) as 0 | 1 | 2 | 3,
    units: blocks + (rest > 0 ? 1 : 0),
  };
}

/** A pointer that goes on with the channels. */
export interface Moving {
  readonly name: string;
  readonly stride: number;
}

/**
 * What `body` does for some vectors of channels, for all channels in turn, or for the block that `unit` says.
 *
 * @param pointers - locals that go on from part to part
 * @param body - for vectors of 4 channels, or for one of which not all lanes count
 */
export function overChannels(
  locals: Locals,
  { blocks, fours, tail, units }: Parts,
  unit: Counter,
  pointers: readonly Moving[],
  body: (vectors: number, lanes: Lanes) => string,
): string {
  const forward = (vectors: number): readonly string[] =>
    pointers.map(({ name, stride }) => set(name, add(get(name), i32(4 * vectors * stride * bytes))));
  const part = (turns: number, vectors: number, isLast: boolean): string => {
    if (turns === 0) return '';
    const go = turns > 1 || !isLast ? forward(vectors) : [];
    const text = [body(vectors, 4), ...go].join('\n');
    return turns === 1 ? text : loop(locals, 'c', { to: i32(turns) }, text);
  };
  const rest = [part(fours, 1, tail === 0), tail === 0 ? '' : body(1, tail)].join('\n');
  const hasRest = fours > 0 || tail > 0;
  if (unit.size === 1) return [part(blocks, vectorsInBlock, !hasRest), rest].join('\n');
  return lastApart({ ...unit, size: units }, body(vectorsInBlock, 4), hasRest ? rest : undefined);
}
