/** The header of `weights.bin`: what the compiler writes, the runtime reads and checks. */

import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { encodeHeader, PieceHash } from '../../compiler/package/weights-file.ts';
import { checkHash, headerBytes, pieceBytes, readHeader } from '../../targets/javascript/runtime/header.ts';

/** A file of these numbers, for plan `abc`. */
function file(numbers: Uint8Array): Uint8Array {
  const hash = new PieceHash();
  hash.update(numbers);
  const data = new Uint8Array(headerBytes + numbers.length);
  data.set(encodeHeader({ plan: 'abc', sha256: hash.digest(), origin: 'synthetic' }));
  data.set(numbers, headerBytes);
  return data;
}

afterEach(() => vi.unstubAllGlobals());

describe('readHeader', () => {
  test('gives back what was written', () => {
    const data = file(new Uint8Array(8));
    expect(readHeader(data, 'abc', 'it')).toMatchObject({ plan: 'abc', origin: 'synthetic' });
    expect(new TextDecoder().decode(data.subarray(0, headerBytes))).toMatch(/^{"format":.*} *\n$/);
  });

  test('names another plan, and the fix', () => {
    expect(() => readHeader(file(new Uint8Array(8)), 'xyz', 'w.bin')).toThrow(
      'w.bin is packed for plan abc, this package is of plan xyz; pack the checkpoint again',
    );
  });

  test.each([
    ['zeros', new Uint8Array(300)],
    ['nothing', new Uint8Array()],
    ['other JSON', new TextEncoder().encode('{"format":"other"}'.padEnd(300))],
    ['no object', new TextEncoder().encode('null'.padEnd(300))],
  ])('refuses %s', (_, data) => {
    expect(() => readHeader(data, 'abc', 'w.bin')).toThrow(
      'w.bin does not begin with the header of packed weights',
    );
  });
});

describe('checkHash', () => {
  const check = (data: Uint8Array): Promise<void> => checkHash(data, readHeader(data, 'abc', 'it'), 'it');

  test.each([0, 4, pieceBytes - 4, pieceBytes, pieceBytes + 4, 2 * pieceBytes + 8])(
    'accepts %d bytes',
    async length => {
      await check(file(new Uint8Array(length).fill(7)));
    },
  );

  test('finds any changed byte', async () => {
    const data = file(new Uint8Array(pieceBytes + 1000));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: headerBytes, max: data.length - 1 }), async at => {
        data[at] = 1;
        await expect(check(data)).rejects.toThrow(
          /it has hash \w{64}, its header says \w{64}; it is damaged/,
        );
        data[at] = 0;
      }),
      { numRuns: 5 },
    );
  });

  test('does nothing where there is no crypto.subtle, as in pages over plain HTTP', async () => {
    const data = file(new Uint8Array(8));
    data[headerBytes] = 1;
    vi.stubGlobal('crypto', {});
    await check(data);
  });
});

test('the hash does not depend on how bytes come', () => {
  const bytes = Uint8Array.from({ length: pieceBytes + 99 }, (_, i) => i % 251);
  const whole = new PieceHash();
  whole.update(bytes);
  const parts = new PieceHash();
  for (let at = 0; at < bytes.length; at += 100_003) parts.update(bytes.subarray(at, at + 100_003));
  expect(parts.digest()).toBe(whole.digest());
});
