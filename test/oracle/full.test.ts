/**
 * The interpreter against PyTorch at full size, 1e-6 of the largest logit. It takes seconds a network, so the deepest
 * and widest run where NETWRIGHT_FULL=1 alone.
 */

import { test } from 'vitest';
import { type Case, cases, expectPyTorchsLogits, isFullSize } from './networks.ts';

const always: ReadonlySet<string> = new Set(['resnet18', 'resnet50', 'article-resnet50']);

const fullSize = cases.filter(isFullSize);
const runs = ({ name, settings }: Case): boolean =>
  process.env.NETWRIGHT_FULL === '1' || (always.has(name) && settings.height === 224);

const left = fullSize.filter(each => !runs(each));
if (left.length > 0) {
  console.info(`skipped, since NETWRIGHT_FULL is not 1: ${left.map(({ text }) => text).join('; ')}`);
}

for (const each of fullSize) {
  test.runIf(runs(each))(each.text, { timeout: 300_000 }, async () => {
    await expectPyTorchsLogits(each);
  });
}
