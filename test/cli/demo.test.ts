/** `netwright demo`: every section of it, with synthetic weights. It takes half a minute of a core. */

import { expect, test } from 'vitest';
import { netwright } from './run.ts';

test('the demo shows passes, costs, classes, speed and deviation', async () => {
  const { code, stdout, stderr } = await netwright(['demo']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/The weights are synthetic/) });
  expect(stdout.match(/^[A-Z/].*$/gm)).toEqual([
    'ResNet-50, pass by pass',
    expect.stringMatching(/^The package, compiled in /),
    expect.stringMatching(/chelsea\.png, .* \(the first run\)$/),
    expect.stringMatching(/rocket\.jpg, [\d.]+ m?s$/),
    'Speed and truth',
  ]);
  expect(stdout).toMatch(/^fold-batch-norm +batchNorm 53 → 0/m);
  expect(stdout).toMatch(/^parameters +25,557,032$/m);
  expect(stdout).toMatch(/^activation memory +5\.22 MB, lower bound 5\.22 MB$/m);
  expect(stdout.match(/^ +\d+\.\d\d% {2}.* #\d+$/gm)).toHaveLength(10);
  expect(stdout).toMatch(/^an inference .* GFLOP\/s\)$/m);
  expect(stdout).toMatch(/^off the float64 oracle +\d\.\de-\d of the largest logit$/m);
}, 300_000);
