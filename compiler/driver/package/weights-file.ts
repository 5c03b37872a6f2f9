/**
 * `weights.bin`: a header (`targets/javascript/runtime/header.ts` reads it) of 256 bytes, one line of JSON that `head -c 256` shows, then float32 numbers,
 * little-endian, as the plan's recipe lays them out. The header says which plan they are packed for, and their hash.
 */

import { createHash } from 'node:crypto';
import { headerBytes, pieceBytes, type WeightsHeader } from '../../../targets/javascript/runtime/header.ts';
import { invariant } from '../../errors.ts';

/** The header's bytes. */
export function encodeHeader({ plan, sha256, origin }: WeightsHeader): Uint8Array {
  const text = JSON.stringify({ format: 'netwright weights 1', plan, sha256, origin });
  invariant(text.length < headerBytes, 'the weights header is too long');
  return new TextEncoder().encode(`${text.padEnd(headerBytes - 1)}\n`);
}

/** The header's hash, of bytes as they come: the SHA-256 of the SHA-256 of every piece. */
export class PieceHash {
  readonly #digests = createHash('sha256');
  #piece = createHash('sha256');
  #filled = 0;

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + pieceBytes - this.#filled);
      this.#piece.update(part);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === pieceBytes) this.#endPiece();
    }
  }

  /** In hexadecimal. Ends the hash. */
  digest(): string {
    if (this.#filled > 0) this.#endPiece();
    return this.#digests.digest('hex');
  }

  #endPiece(): void {
    this.#digests.update(this.#piece.digest());
    this.#piece = createHash('sha256');
    this.#filled = 0;
  }
}
