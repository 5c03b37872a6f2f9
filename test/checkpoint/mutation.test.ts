/**
 * Every fixture, damaged at random: the outcome is a UserError or a checkpoint whose tensors can be read, and it
 * comes quickly. Whatever else is thrown is a fault of the readers.
 */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../compiler/errors.ts';
import { fixture, readAll, scratchFile } from './files.ts';

const fixtures = [
  'zip.pth',
  'zip-protocol4.pt',
  'legacy.pth',
  'legacy-protocol4.pth',
  'nested.pth',
  'strided.pth',
  'strided-legacy.pth',
  'deflated.pth',
  'module.pth',
  'network.safetensors',
  'dtypes.safetensors',
];
const slowest = 1000;

async function outcome(bytes: Uint8Array): Promise<'read' | 'refused'> {
  const file = scratchFile('damaged', bytes);
  const started = performance.now();
  try {
    await readAll(file);
    return 'read';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message.startsWith(file)).toBe(true);
    return 'refused';
  } finally {
    expect(performance.now() - started).toBeLessThan(slowest);
  }
}

describe.each(fixtures)('%s', name => {
  const bytes = readFileSync(fixture(name));
  const position = fc.nat(bytes.length - 1);

  test('with bytes changed', async () => {
    const changes = fc.array(fc.tuple(position, fc.nat(255)), { minLength: 1, maxLength: 4 });
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(changes, async list => {
        const damaged = Uint8Array.from(bytes);
        for (const [at, value] of list) damaged[at] = value;
        outcomes.add(await outcome(damaged));
      }),
      { numRuns: 150 },
    );
    expect(outcomes).toContain('refused');
  });

  test('cut short anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(position, async length => {
        expect(await outcome(bytes.subarray(0, length))).toBe('refused');
      }),
      { numRuns: 50 },
    );
  });

  test('with a piece moved', async () => {
    await fc.assert(
      fc.asyncProperty(position, position, fc.integer({ min: 1, max: 64 }), async (from, to, length) => {
        const damaged = Uint8Array.from(bytes);
        damaged.set(bytes.subarray(from, from + Math.min(length, bytes.length - Math.max(from, to))), to);
        await outcome(damaged);
      }),
      { numRuns: 80 },
    );
  });
});
