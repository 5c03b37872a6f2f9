/** Reads the numbers and strings of a pickle in order; every length is checked before it is used. */

import { UserError } from '../../errors.ts';

/** Module and attribute names of globals end at a line's end. */
const longestLine = 256;

export class Cursor {
  /** The file and the part of it, for messages. */
  readonly at: string;
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, at: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  /** @throws UserError `checkpoint-truncated` where fewer than `count` bytes are left */
  take(count: number): number {
    const start = this.position;
    if (count > this.#bytes.length - start) {
      const left = this.#bytes.length - start;
      throw new UserError(
        'checkpoint-truncated',
        `byte ${start}: ${count} bytes are needed, ${left} are left`,
        {
          at: this.at,
          fix: 'the download may be cut short: fetch it again',
        },
      );
    }
    this.position += count;
    return start;
  }

  u8(): number {
    return this.#view.getUint8(this.take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.take(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.take(4), true);
  }

  /** A length: beyond 2^53 it is rounded, and far beyond any file all the same. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.take(8), true));
  }

  /** Protocol 1 and later write floats with the high byte first. */
  float64(): number {
    return this.#view.getFloat64(this.take(8), false);
  }

  /** A two's complement integer of `count` bytes: a number where it is exact, else a bigint. */
  integer(count: number): number | bigint {
    if (count > 16) throw this.malformed(`an integer of ${count} bytes`);
    const start = this.take(count);
    let value = 0n;
    for (let index = count - 1; index >= 0; index--) {
      value = (value << 8n) | BigInt(this.#view.getUint8(start + index));
    }
    const signed = BigInt.asIntN(count * 8, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  text(count: number): string {
    const start = this.take(count);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        this.#bytes.subarray(start, start + count),
      );
    } catch {
      throw this.malformed('a str that is not UTF-8');
    }
  }

  /** What may be text or bytes: bytes of no UTF-8 are a character each. */
  textOrBytes(count: number): string {
    const start = this.take(count);
    const bytes = this.#bytes.subarray(start, start + count);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return new TextDecoder('latin1').decode(bytes);
    }
  }

  /** Up to the next line feed, which is passed over. */
  line(): string {
    const end = this.#bytes.subarray(this.position, this.position + longestLine).indexOf(0x0a);
    if (end >= 0) {
      const line = this.text(end);
      this.take(1);
      return line;
    }
    if (this.position + longestLine <= this.#bytes.length) throw this.malformed('a name without end');
    this.take(this.#bytes.length - this.position + 1); // the line goes on where the bytes end
    return '';
  }

  /** An error at the current byte. */
  malformed(problem: string, fix?: string): UserError {
    const details = fix === undefined ? { at: this.at } : { at: this.at, fix };
    return new UserError('checkpoint-malformed', `byte ${this.position}: ${problem}`, details);
  }
}
