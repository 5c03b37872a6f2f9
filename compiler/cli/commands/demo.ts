/** `netwright demo`: the whole road on one photograph, with what each stage did. */

import { join } from 'node:path';
import { Command } from 'commander';
import type { AnyModel } from '../../../targets/target.ts';
import { compile } from '../../compile.ts';
import { inTemporaryFolder } from '../../files/temporary.ts';
import { isWithin, verifyNetwork } from '../../package/deviation.ts';
import { namesBefore } from '../../package/stale.ts';
import { seeFolder, writePackage } from '../../package/write.ts';
import { fingerprint } from '../../plan/fingerprint.ts';
import type { Plan } from '../../plan/plan.ts';
import { packageRoot } from '../../root.ts';
import { checkAlgorithms } from '../algorithms.ts';
import { answerOf, printAnswer } from '../answer.ts';
import { readImage } from '../input.ts';
import { type TargetOptions, targetOf, withTarget } from '../options.ts';
import { colors, duration, facts, note, print } from '../output.ts';
import { type ThreadsOptions, threadsOption, toleranceOf, withPackage } from '../package.ts';
import { checkCheckpointOptions, type WeightsOptions, withCheckpointOptions } from '../parameters.ts';
import { describePasses, describePlan } from '../report.ts';
import { configureSpec } from '../specs.ts';
import { withPacker } from './compile.ts';
import { syntheticNote } from './run.ts';
import { onTrial } from './verify.ts';

interface Options extends TargetOptions, ThreadsOptions, WeightsOptions {
  readonly weights: string;
  readonly image: readonly string[];
  readonly out?: string;
}

/** Photographs in the public domain: a PNG and a JPEG. */
const photographs = ['chelsea.png', 'rocket.jpg'];

export const demoCommand = (): Command =>
  withTarget(withCheckpointOptions(new Command('demo')))
    .description('compile ResNet-50, pack weights, run it on photographs, hold it to the oracle')
    .option(
      '--weights <file>',
      "torchvision's or timm's ResNet-50 (safetensors, .pth); synthetic unless given",
      'synthetic',
    )
    .option(
      '--image <file...>',
      'photographs to classify',
      photographs.map(name => join(packageRoot(), 'specs', 'data', name)),
    )
    .addOption(threadsOption())
    .option('--out <dir>', 'keep the package here; a temporary folder unless given')
    .action(async (options: Options) => {
      checkCheckpointOptions(options);
      if (options.out !== undefined) return demonstrate(options, options.out);
      await inTemporaryFolder('netwright-demo-', folder => demonstrate(options, join(folder, 'resnet50')));
    });

async function demonstrate(options: Options, out: string): Promise<void> {
  const { image: images } = options;
  heading('ResNet-50, pass by pass');
  const start = performance.now();
  const seen = await seeFolder(out);
  const target = await targetOf(options);
  const compilation = compile(await configureSpec('resnet50', {}), target);
  const { plan } = compilation;
  checkAlgorithms([plan], target, options);
  print(facts(describePasses(compilation)));

  heading(`The package, compiled in ${duration(performance.now() - start)}`);
  print(facts(describePlan(plan)));
  const files = await target.files(plan);
  const before = await namesBefore(out, plan, files);
  await withPacker(options, plan, pack =>
    writePackage(out, files, fingerprint(plan), { pack, before, seen }),
  );
  await withPackage(out, plan, options, model => show(model, plan, images, options));
}

/** Classifies photographs, and tells how fast and how right that was. */
async function show(
  model: AnyModel,
  plan: Plan,
  images: readonly string[],
  from: WeightsOptions,
): Promise<void> {
  const inputs = await Promise.all(images.map(file => readImage(file, plan)));
  for (const [i, input] of inputs.entries()) {
    const from = performance.now();
    const logits = await model.run(input);
    heading(`${images[i]}, ${duration(performance.now() - from)}${i === 0 ? ' (the first run)' : ''}`);
    print(printAnswer(answerOf(logits, plan, 5)));
  }
  if (model.origin === 'synthetic') {
    note(`\n${syntheticNote}`);
    note('For real answers: npm run demo -- --weights resnet50.safetensors');
  }

  const [input] = inputs;
  if (!input) return;
  heading('Speed and truth');
  const layers = await model.profile({ runs: 3, input });
  const total = layers.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const deviation = await onTrial(plan, model, input, from, 'the oracle computes', verifyNetwork);
  print(
    facts([
      ['an inference', `${duration(total)} (${((2 * plan.macs) / total / 1e6).toFixed(1)} GFLOP/s)`],
      ['the slowest layer', slowest(layers)],
      ['off the float64 oracle', `${deviation.relative.toExponential(1)} of the largest logit`],
    ]),
  );
  if (!isWithin(deviation, toleranceOf(plan))) process.exitCode = 1;
}

function slowest(layers: readonly { readonly layer: string; readonly milliseconds: number }[]): string {
  const [first] = [...layers].sort((a, b) => b.milliseconds - a.milliseconds);
  return first ? `${first.layer}, ${duration(first.milliseconds)}` : 'none';
}

const heading = (text: string): void => print(`\n${colors.bold(text)}`);
