/** `netwright demo`: the whole road, with what each stage did: a trained network's answers, ResNet-50's size and speed. */

import { join } from 'node:path';
import { Command } from 'commander';
import { compile } from '../../../compile.ts';
import { inTemporaryFolder } from '../../../files/temporary.ts';
import { fingerprint } from '../../../plan/fingerprint.ts';
import type { Plan } from '../../../plan/plan.ts';
import { packageRoot } from '../../../root.ts';
import type { AnyModel, Target } from '../../../target.ts';
import { isWithin, verifyNetwork, worstOf } from '../../package/deviation.ts';
import { namesBefore } from '../../package/stale.ts';
import { seeFolder, writePackage } from '../../package/write.ts';
import { checkAlgorithms } from '../algorithms.ts';
import { answerOf, printAnswer } from '../answer.ts';
import { readImage } from '../input.ts';
import { type TargetOptions, targetOf, withTarget } from '../options.ts';
import { colors, duration, facts, note, print } from '../output.ts';
import { type ThreadsOptions, threadsOption, toleranceOf, withPackage } from '../package.ts';
import { checkCheckpointOptions, type WeightsOptions, withCheckpointOptions } from '../parameters.ts';
import { pretrained } from '../pretrained.ts';
import { describePasses, describePlan } from '../report.ts';
import { configureSpec } from '../specs.ts';
import { withPacker } from './compile.ts';
import { onTrial } from './verify.ts';

interface Options extends TargetOptions, ThreadsOptions, WeightsOptions {
  readonly image: readonly string[];
  readonly out?: string;
}

/** Photographs in the public domain: a PNG and a JPEG. */
const photographs = ['chelsea.png', 'rocket.jpg'];

/** Where weights come from, and how they are read. */
type Weights = WeightsOptions & { readonly weights: string };

/** What is compiled, packed and run. */
interface Part {
  readonly spec: string;
  readonly weights: Weights;
  readonly out: string;
}

/** A part that is set to work. */
type Show = (model: AnyModel, plan: Plan, weights: Weights) => Promise<void>;

export const demoCommand = (): Command =>
  withTarget(withCheckpointOptions(new Command('demo')))
    .description('compile a trained network and ResNet-50, classify photographs, hold both to the oracle')
    .option(
      '--weights <file>',
      "torchvision's or timm's ResNet-50 (safetensors, .pth), which then classifies too; synthetic unless given",
    )
    .option(
      '--image <file...>',
      'photographs to classify',
      photographs.map(name => join(packageRoot(), 'specs', 'data', name)),
    )
    .addOption(threadsOption())
    .option('--out <dir>', 'keep the packages in this folder; a temporary one unless given')
    .action(async (options: Options) => {
      checkCheckpointOptions(options);
      if (options.out !== undefined) return demonstrate(options, options.out);
      await inTemporaryFolder('netwright-demo-', folder => demonstrate(options, folder));
    });

async function demonstrate(options: Options, out: string): Promise<void> {
  const { image: images, weights = 'synthetic' } = options;
  const target = await targetOf(options);
  const small = {
    spec: 'cifar-resnet20',
    weights: { weights: pretrained },
    out: join(out, 'cifar-resnet20'),
  };
  await build(small, options, target, async (model, plan, from) => {
    await classify(model, plan, images);
    await measure(model, plan, from, images);
  });
  const large = { spec: 'resnet50', weights: { ...options, weights }, out: join(out, 'resnet50') };
  await build(large, options, target, async (model, plan, from) => {
    if (model.origin === 'checkpoint') await classify(model, plan, images);
    await measure(model, plan, from, images);
    if (model.origin === 'checkpoint') return;
    note(
      '\nThese weights of ResNet-50 are synthetic: its speed and size are real, and it classifies nothing.',
    );
    note('For its answers: npm run demo -- --weights resnet50.safetensors');
  });
}

/** Compiles and packs, says what that took, and has the package shown. */
async function build(
  { spec, weights, out }: Part,
  options: Options,
  target: Target,
  show: Show,
): Promise<void> {
  heading(`${spec}, pass by pass`);
  const start = performance.now();
  const seen = await seeFolder(out);
  const compilation = compile(await configureSpec(spec, {}), target);
  const { plan } = compilation;
  checkAlgorithms([plan], target, options);
  print(facts(describePasses(compilation)));

  heading(`${spec}, compiled in ${duration(performance.now() - start)}`);
  print(facts(describePlan(plan)));
  const files = await target.files(plan);
  const before = await namesBefore(out, plan, files);
  await withPacker(weights, plan, pack =>
    writePackage(out, files, fingerprint(plan), { pack, before, seen }),
  );
  await withPackage(out, plan, options, model => show(model, plan, weights));
}

/** What is on photographs, and how long each took. */
async function classify(model: AnyModel, plan: Plan, images: readonly string[]): Promise<void> {
  for (const [i, file] of images.entries()) {
    const input = await readImage(file, plan);
    const from = performance.now();
    const outputs = await model.run(input);
    const first = i === 0 ? ' (the first run)' : '';
    heading(`${plan.name} on ${file}, ${duration(performance.now() - from)}${first}`);
    print(printAnswer(answerOf(outputs, plan, 3), plan));
  }
}

/** How fast and how right a package is, on the first photograph. */
async function measure(
  model: AnyModel,
  plan: Plan,
  weights: Weights,
  [image]: readonly string[],
): Promise<void> {
  if (image === undefined) return;
  const input = await readImage(image, plan);
  heading(`${plan.name}, speed and truth`);
  const layers = await model.profile({ runs: 3, inputs: input });
  const total = layers.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const deviation = worstOf(await onTrial(plan, model, input, weights, 'the oracle computes', verifyNetwork));
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
