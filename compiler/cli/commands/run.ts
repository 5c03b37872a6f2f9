/** `netwright run`: a package on an image or on raw numbers. */

import { Command } from 'commander';
import { type Classification, softmax, topK } from '../../../targets/javascript/runtime/classify.ts';
import { UserError } from '../../errors.ts';
import { labelNames } from '../../labels.ts';
import type { Plan } from '../../plan/plan.ts';
import { readImage, readNumbers, writeNumbers } from '../input.ts';
import { jsonOption, positive } from '../options.ts';
import { colors, duration, note, noteColors, print, printJsonResult, table } from '../output.ts';
import { readPackage, type ThreadsOptions, threadsOption, withPackage } from '../package.ts';

interface Options extends ThreadsOptions {
  readonly image?: string;
  readonly input?: string;
  readonly output?: string;
  readonly k: number;
  readonly json?: true;
}

export const runCommand = (): Command =>
  new Command('run')
    .description('run a package on an image or on raw numbers: executes the code of the package')
    .argument('<package>', 'folder of the package')
    .option('--image <file>', 'PNG, JPEG, WebP, GIF, TIFF or AVIF')
    .option('--input <file>', 'raw float32, little-endian, in the order of the input shape (NCHW)')
    .option('--output <file>', 'write the output as raw float32')
    .option('--k <n>', 'how many classes to print', positive, 5)
    .addOption(threadsOption())
    .addOption(jsonOption())
    .action(async (folder: string, options: Options) => {
      const plan = await readPackage(folder);
      const input = await readInput(options, plan);
      const { origin, logits, milliseconds } = await withPackage(folder, plan, options, async model => {
        const start = performance.now();
        return {
          origin: model.origin,
          logits: await model.run(input),
          milliseconds: performance.now() - start,
        };
      });
      if (options.output !== undefined) await writeNumbers(options.output, logits);
      const best = bestOf(logits, plan, options.k);
      if (options.json) {
        printJsonResult({ package: folder, weights: origin, milliseconds, best });
        return;
      }
      print(printBest(best));
      print();
      print(colors.dim(`${plan.name}, first run ${duration(milliseconds)}`));
      if (!logits.every(Number.isFinite)) note(notFiniteNote);
      if (origin === 'synthetic') note(syntheticNote);
    });

/** To be said wherever classes of synthetic weights are shown. */
export const syntheticNote = noteColors.yellow(
  'The weights are synthetic: the classes mean nothing. Pack a checkpoint with `netwright pack`.',
);

const notFiniteNote = noteColors.yellow(
  'The output holds NaN or infinity: look at the input, or at the checkpoint the weights are from.',
);

async function readInput({ image, input }: Options, plan: Plan): Promise<Float32Array> {
  if (image !== undefined && input === undefined) return readImage(image, plan);
  if (input !== undefined && image === undefined) return readNumbers(input, plan);
  throw new UserError('no-input', 'give either --image FILE or --input FILE');
}

/** The likeliest classes of the first image of a batch; none where the output is no list of numbers for classes. */
export function bestOf(logits: Float32Array, plan: Plan, k: number): readonly Classification[] {
  const { shape } = plan.output;
  const [, classes] = shape;
  if (shape.length !== 2 || classes === undefined) return [];
  const row = logits.subarray(0, classes);
  if (!row.every(Number.isFinite)) return [];
  const labels = plan.labels && labelNames(plan.labels);
  return topK(plan.probabilities ? row : softmax(row), Math.min(k, classes), labels);
}

/** Classes as a table. */
export const printBest = (best: readonly Classification[]): string =>
  table(
    [{ title: 'probability', align: 'right' }, { title: 'class' }, { title: '', align: 'right' }],
    best.map(({ probability, label, index }) => [`${(probability * 100).toFixed(2)}%`, label, `#${index}`]),
  );
