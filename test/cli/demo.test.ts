/** `netwright demo`: every section of it, and the trained network's classes, which are PyTorch's. Half a minute of a core. */

import { expect, test } from 'vitest';
import { softmax } from '../../targets/javascript/runtime/classify.ts';
import { readCifarAnswers } from '../golden/cifar/read.ts';
import { netwright } from './run.ts';

test('the demo shows passes, costs, classes, speed and deviation', async () => {
  const { code, stdout, stderr } = await netwright(['demo']);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/weights of ResNet-50 are synthetic/),
  });
  const time = expect.stringMatching(/, speed and truth$/);
  expect(stdout.match(/^(?:cifar-resnet20|resnet50)\b.*$/gm)).toEqual([
    'cifar-resnet20, pass by pass',
    expect.stringMatching(/^cifar-resnet20, compiled in /),
    expect.stringMatching(/^cifar-resnet20 on .*chelsea\.png, .* \(the first run\)$/),
    expect.stringMatching(/^cifar-resnet20 on .*rocket\.jpg, [\d.]+ m?s$/),
    time,
    'resnet50, pass by pass',
    expect.stringMatching(/^resnet50, compiled in /),
    time,
  ]);
  expect(stdout).toMatch(/^fold-batch-norm +batchNorm 53 → 0/m);
  expect(stdout).toMatch(/^parameters +25,557,032$/m);
  expect(stdout).toMatch(/ 5\.22 MB, lower bound 5\.22 MB$/m);
  expect(stdout.match(/^an inference .* GFLOP\/s\)$/gm)).toHaveLength(2);
  expect(stdout.match(/^off the float64 oracle +\d\.\de-\d of the largest logit$/gm)).toHaveLength(2);

  const { classes, photographs } = readCifarAnswers();
  const expected = ['chelsea.png', 'rocket.jpg'].flatMap(name => {
    const rows = [...softmax(Float32Array.from(photographs[name] ?? []))].map((probability, index) => ({
      probability,
      index,
    }));
    const best = rows.toSorted((a, b) => b.probability - a.probability).slice(0, 3);
    return best.map(({ probability, index }) => [(100 * probability).toFixed(2), classes[index], `${index}`]);
  });
  const shown = [...stdout.matchAll(/^ *(\d+\.\d\d)% {2}(\S+) +#(\d+)$/gm)].map(([, ...row]) => row);
  expect(shown).toEqual(expected);
  expect(shown[0]?.[1], 'Chelsea is a cat').toBe('cat');
}, 300_000);
