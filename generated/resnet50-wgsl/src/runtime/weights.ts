/**
 * `weights.bin` as it arrives, in pieces: its header is checked before the rest is downloaded, its hash piece by piece
 * on the way. Nothing is kept but the piece that is being filled.
 */

import { HashCheck, headerBytes, pieceBytes, readHeader, type WeightsHeader } from './header.ts';
import { openSource, type SourceOptions, type WeightsSource } from './source.ts';

/** What the weights must be, and how to follow their way. */
export interface WeightsOptions extends SourceOptions {
  /** Identifies the layout of the numbers. */
  readonly plan: string;
}

/**
 * Takes the next `pieceBytes` of the numbers, the last time what is left, and the place of the first of them. Once the
 * promise is resolved, the next piece may lie where this one did.
 */
export type TakePiece = (piece: Uint8Array, at: number) => void | Promise<void>;

/**
 * Reads weights from where they are. What `take` throws ends the reading.
 *
 * @returns the header, once all pieces are taken and their hash is right
 * @throws Error that says what was expected, what was got and how to mend it: nothing found, an HTTP status, a wrong
 *   size, another plan, a wrong hash
 */
export async function readWeights(
  source: WeightsSource,
  options: WeightsOptions,
  take: TakePiece,
): Promise<WeightsHeader> {
  const { bytes, plan, signal } = options;
  const { name, chunks } = await openSource(source, options);
  const hash = new HashCheck();
  let header: WeightsHeader | undefined;
  for await (const { piece, at } of cut(chunks, bytes)) {
    if (at === 0) header = readHeader(piece, plan, name);
    else {
      await hash.add(piece);
      await take(piece, at - headerBytes);
    }
    signal?.throwIfAborted();
  }
  header ??= readHeader(new Uint8Array(), plan, name);
  await hash.end(header, name);
  signal?.throwIfAborted();
  return header;
}

/** Chunks cut anew: the header, then pieces. They are copied only where a piece comes in several chunks. */
async function* cut(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<{ readonly piece: Uint8Array; readonly at: number }, void, undefined> {
  let staged: Uint8Array | undefined;
  let filled = 0;
  let at = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const size = at === 0 ? headerBytes : Math.min(pieceBytes, bytes - at);
      const part = chunk.subarray(from, from + size - filled);
      from += part.length;
      let piece = part;
      // Memory that is shared, or may be resized, cannot be hashed where it is.
      if (part.length < size || !isOwn(part.buffer)) {
        staged ??= new Uint8Array(Math.min(pieceBytes, bytes));
        staged.set(part, filled);
        filled += part.length;
        if (filled < size) continue;
        piece = staged.subarray(0, size);
        filled = 0;
      }
      yield { piece, at };
      at += size;
    }
  }
}

/** By name, not instanceof: Jest and frames bring buffers of another realm. */
const isOwn = (buffer: ArrayBufferLike & { readonly resizable?: boolean }): boolean =>
  Object.prototype.toString.call(buffer) === '[object ArrayBuffer]' && !buffer.resizable;
