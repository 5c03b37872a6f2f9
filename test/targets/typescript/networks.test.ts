/**
 * Whole networks of the target `typescript` against PyTorch: every shipped spec, every golden. One at a time, since
 * the largest have 275 MB of weights.
 */

import { theInput } from '../../support/borders.ts';
import '../memo.ts';
import { afterAll, describe, test } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import { typescript } from '../../../targets/typescript/target.ts';
import { networkGoldenNames, readNetworkGolden } from '../../golden/networks/read.ts';
import { largestOf, worstOf } from '../conformance.ts';
import { expectGolden } from '../golden.ts';
import { nodeRunner, PackageFolder } from '../packages.ts';
import { importSpec, packSynthetic } from '../specs.ts';

/** Of the largest logit's magnitude: what every float32 target must keep (see `Numerics` in the design). */
const tolerance = 1e-4;

/** Milliseconds for one network: ResNet-152 takes 15 s, on a machine that does much else several times that. */
const patience = 300_000;

const folder = new PackageFolder();
const run = nodeRunner(folder);
const report: string[] = [];
afterAll(() => {
  folder.remove();
  console.log(`${report.join('\n')}\n`);
});

describe.each(networkGoldenNames)('%s', spec => {
  const { cases } = readNetworkGolden(spec);
  const titled = cases.map(({ settings, logits }) => ({
    ...settings,
    logits,
    title: `${settings.batch} x ${settings.height}x${settings.width}, ${settings.classes} classes`,
  }));

  test.each(titled)(
    '$title',
    async ({ title, logits: expected, ...settings }) => {
      const start = performance.now();
      const configured = (await importSpec(spec)).configure(settings);
      const { plan } = compile(configured, typescript);
      const files = await typescript.files(plan);
      const weights = await packSynthetic(plan);
      const packed = performance.now();
      const name = `${spec}-${Object.values(settings).join('-')}`;
      const logits = await run({ name, plan, files, weights, input: syntheticInput(theInput(plan).shape) });
      const milliseconds = performance.now() - packed;
      const worst = worstOf(logits, expected).error / largestOf(expected);
      report.push(
        `${spec.padEnd(18)} ${title.padEnd(28)} off by ${worst.toExponential(1)}; ${seconds(milliseconds)} to load and run, ${seconds(packed - start)} to compile and pack`,
      );
      expectGolden(logits, expected, settings.classes, tolerance);
    },
    patience,
  );
});

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
