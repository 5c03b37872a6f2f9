/** The header of `weights.bin`: what the compiler writes, the runtime reads and checks. */

import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PieceHash } from '../../compiler/driver/package/weights-file.ts';
import { HashCheck, headerBytes, pieceBytes, readHeader } from '../../targets/javascript/runtime/header.ts';
import { file } from './weights-file.ts';

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

  test('says of a page that it is one', () => {
    const page = new TextEncoder().encode('<!doctype html>'.padEnd(300));
    expect(() => readHeader(page, 'abc', 'w.bin')).toThrow(
      'it is an HTML page, not weights: check the address',
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

describe('the hash', () => {
  const check = async (data: Uint8Array): Promise<void> => {
    const hash = new HashCheck();
    for (let at = headerBytes; at < data.length; at += pieceBytes) {
      // Pieces may lie one where the other did.
      const piece = data.slice(at, at + pieceBytes);
      await hash.add(piece);
      piece.fill(0);
    }
    await hash.end(readHeader(data, 'abc', 'it'), 'it');
  };

  test.each([0, 4, pieceBytes - 4, pieceBytes, pieceBytes + 4, 2 * pieceBytes + 8])(
    'of %d bytes is right',
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

  test('is not looked at where there is no crypto.subtle, as in pages over plain HTTP', async () => {
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
