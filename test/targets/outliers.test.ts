/**
 * What one pixel does to outputs whose windows do not see it: nothing where sums are formed as they are defined. Winograd's
 * F(4x4) adds pixels to outputs that do not see them, and takes them away again: NaN and infinities stay, and an outlier
 * leaves an error, within the bound that the README has.
 */

import './memo.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { forcing } from '../../compiler/driver/tuning/forced.ts';
import type { Target } from '../../compiler/target.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { jobOf, type Runner } from './conformance.ts';
import { nodeRunner, PackageFolder } from './packages.ts';
import { type Case, interpreted } from './table/case.ts';
import { Network } from './table/network.ts';
import { kernelRunner, kernelsAlone } from './wasm/runner.ts';

const folder = new PackageFolder();
afterAll(() => folder.remove());

const [channels, size] = [16, 14];
/** The pixel that is no ordinary number. */
const [row, column] = [6, 7];

/** A convolution of numbers in [-1, 1), but for one pixel of one channel. */
function caseOf(algorithm: string, value: number): Case {
  const network = new Network(`outlier-${value}-${algorithm}`.toLowerCase(), [1, channels, size, size]);
  const weight = new Float32Array(8 * channels * 9).map((_, i) => Math.sin(i * 1.7));
  const given = network.case(network.conv(network.input, 8, { kernel: 3, padding: 1, bias: false }));
  const [name = ''] = given.parameters.keys();
  const input = new Float32Array(channels * size * size).map((_, i) => Math.sin(i * i));
  input[(3 * size + row) * size + column] = value;
  const parameters = new Map([[name, weight]]);
  return { ...given, input, parameters, expected: () => interpreted({ ...given, input, parameters }) };
}

/** How far the worst output is off whose window does not see the pixel, and how many of these are no finite numbers. */
async function beyond(target: Target, run: Runner, algorithm: string, value: number) {
  const own = caseOf(algorithm, value);
  const got = await run(await jobOf(own, forcing(target, [{ name: algorithm }])));
  const expected = await own.expected();
  let [error, lost] = [0, 0];
  for (let i = 0; i < got.length; i++) {
    const [y, x] = [Math.floor(i / size) % size, i % size];
    if (Math.abs(y - row) <= 1 && Math.abs(x - column) <= 1) continue;
    if (Number.isFinite(got[i])) error = Math.max(error, Math.abs((got[i] ?? 0) - (expected[i] ?? 0)));
    else lost++;
  }
  return { error, lost };
}

/** Of the outlier times the largest weight: what the README says. */
const bound = 2e-5;

describe.each([
  ['typescript', typescript, nodeRunner(folder)],
  ['wasm', kernelsAlone, kernelRunner],
] as const)('target %s', (_, target, run) => {
  // Tiles of 2x2 outputs use of their corners what these outputs see.
  test.each(['direct', 'winograd2'])('%s: nothing', async name => {
    expect(await beyond(target, run, name, Number.NaN)).toMatchObject({ lost: 0 });
    expect(await beyond(target, run, name, Number.POSITIVE_INFINITY)).toMatchObject({ lost: 0 });
    const { error } = await beyond(target, run, name, 1e4);
    expect(error).toBeLessThan(2e-5);
  });

  test('winograd4: over its tiles, within its bound', async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const { lost } = await beyond(target, run, 'winograd4', value);
      expect(lost).toBeGreaterThan(0);
      // Of eight channels, what the four tiles or fewer that read the pixel have beside its own nine.
      expect(lost).toBeLessThanOrEqual(8 * (4 * 16 - 9));
    }
    const { error } = await beyond(target, run, 'winograd4', 1e4);
    expect(error).toBeGreaterThan(1e-4);
    expect(error).toBeLessThan(bound * 1e4);
  });
});
