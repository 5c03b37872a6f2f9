/** Weights into one array: chunks of any sizes, buffers that are kept, and everything that is checked on the way. */

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { collectWeights } from '../../targets/javascript/runtime/collect.ts';
import { headerBytes, pieceBytes } from '../../targets/javascript/runtime/header.ts';
import { readWeights } from '../../targets/javascript/runtime/weights.ts';
import { file } from './weights-file.ts';

const numbers = Uint8Array.from({ length: 2 * pieceBytes + 1000 }, (_, i) => (i * 7) % 251);
const data = file(numbers);
const options = { bytes: data.length, plan: 'abc' };

/** A stream of chunks of these sizes, again and again. */
function streamOf(content: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= content.length) return controller.close();
      const size = sizes[turn++ % sizes.length] ?? 1;
      controller.enqueue(content.slice(at, at + size));
      at += size;
    },
  });
}

const same = (got: Float32Array, expected: Uint8Array): boolean =>
  Buffer.from(got.buffer, got.byteOffset, got.byteLength).equals(expected);

describe('readWeights', () => {
  test('gives pieces of one size, whatever chunks come', async () => {
    const sizes = fc.array(
      fc.oneof(fc.integer({ min: 200_000, max: 3_000_000 }), fc.integer({ min: 100, max: 300 })),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(sizes, async chunks => {
        if (Math.max(...chunks) < 200_000) chunks.push(1_000_001);
        const got = new Uint8Array(numbers.length);
        const seen: number[] = [];
        const { origin } = await readWeights(streamOf(data, chunks), options, (piece, at) => {
          seen.push(at, piece.length);
          got.set(piece, at);
        });
        expect(origin).toBe('synthetic');
        expect(seen).toEqual([0, pieceBytes, pieceBytes, pieceBytes, 2 * pieceBytes, 1000]);
        expect(Buffer.from(got).equals(numbers)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('refuses weights of another plan before they are downloaded', async () => {
    const cancel = vi.fn();
    const source = new ReadableStream<Uint8Array>({
      pull: controller => controller.enqueue(data.slice(0, 1000)),
      cancel,
    });
    await expect(readWeights(source, { ...options, plan: 'xyz' }, () => {})).rejects.toThrow(
      'the given stream is packed for plan abc, this package is of plan xyz',
    );
    expect(cancel).toHaveBeenCalled();
  });

  test('ends the download where a piece is not taken', async () => {
    const cancel = vi.fn();
    const source = new ReadableStream<Uint8Array>({
      start: controller => controller.enqueue(data.slice()),
      cancel,
    });
    const error = new Error('no room');
    await expect(
      readWeights(source, options, () => {
        throw error;
      }),
    ).rejects.toBe(error);
    expect(cancel).toHaveBeenCalled();
  });

  test('waits for a piece to be taken before it reads on', async () => {
    let busy = false;
    await readWeights(streamOf(data, [100_000]), options, async () => {
      expect(busy).toBe(false);
      busy = true;
      await new Promise(done => setTimeout(done, 5));
      busy = false;
    });
  });

  test('ends with the signal, of a buffer too', async () => {
    const reason = new Error('the user left');
    const control = new AbortController();
    let taken = 0;
    const take = (): void => {
      taken++;
      control.abort(reason);
    };
    await expect(readWeights(data, { ...options, signal: control.signal }, take)).rejects.toBe(reason);
    expect(taken).toBe(1);
  });
});

describe('collectWeights', () => {
  test('fills one array', async () => {
    const { numbers: got, origin } = await collectWeights(streamOf(data, [65_536]), options);
    expect(origin).toBe('synthetic');
    expect(got.buffer.byteLength).toBe(numbers.length);
    expect(same(got, numbers)).toBe(true);
  });

  test('copies no buffer that is aligned, one that is not, and shared memory neither', async () => {
    const { numbers: got } = await collectWeights(data, options);
    expect([got.buffer, got.byteOffset]).toEqual([data.buffer, headerBytes]);
    const wide = new Uint8Array(data.length + 8);
    wide.set(data, 2);
    const copied = await collectWeights(wide.subarray(2, 2 + data.length), options);
    expect(copied.numbers.buffer).not.toBe(wide.buffer);
    expect(same(copied.numbers, numbers)).toBe(true);
    const shared = new SharedArrayBuffer(data.length);
    new Uint8Array(shared).set(data);
    expect((await collectWeights(shared, options)).numbers.buffer).toBe(shared);
  });

  test.each([
    ['a buffer', (bytes: Uint8Array) => bytes],
    ['a stream', (bytes: Uint8Array) => streamOf(bytes, [100_000])],
  ])('finds a changed byte of %s', async (_, source) => {
    const damaged = data.slice();
    damaged[damaged.length - 1] = 77;
    await expect(collectWeights(source(damaged), options)).rejects.toThrow(/ has hash \w+, .* damaged/);
  });
});
