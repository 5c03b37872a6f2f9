/** `netwright run`: a package on an image or on raw numbers. */

import { Command } from 'commander';
import { UserError } from '../../../errors.ts';

import { imageFormats } from '../../../image/format.ts';
import type { Plan } from '../../../plan/plan.ts';
import { type Answer, answerOf, printAnswer } from '../answer.ts';
import { readImage, readNumbers, writeNumbers } from '../input.ts';
import { jsonOption, positive } from '../options.ts';
import { colors, duration, note, noteColors, print, printJsonResult } from '../output.ts';
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
    .description(
      'run a package on an image or on raw numbers: the likeliest classes, or of what is no classifier its output in short; executes the code of the package',
    )
    .argument('<package>', 'folder of the package')
    .option('--image <file>', `${imageFormats}, turned upright as its EXIF orientation says`)
    .option('--input <file>', 'raw float32, little-endian, in the order of the input shape (NCHW)')
    .option('--output <file>', 'write the output as raw float32')
    .option('--k <n>', 'how many classes to print', positive, 5)
    .addOption(threadsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
An image is told by its content, and read as PIL's convert('RGB') reads it, but for this: it is turned upright as its
EXIF orientation says; of 16-bit greys the high byte is taken; TIFFs of other samples than 8 or 16 bits are refused.`,
    )
    .action(async (folder: string, options: Options) => {
      const plan = await readPackage(folder);
      const input = await readInput(options, plan);
      const { origin, output, milliseconds } = await withPackage(folder, plan, options, async model => {
        const start = performance.now();
        return {
          origin: model.origin,
          output: await model.run(input),
          milliseconds: performance.now() - start,
        };
      });
      if (options.output !== undefined) await writeNumbers(options.output, output);
      const answer = answerOf(output, plan, options.k);
      if (options.json) {
        printJsonResult({ package: folder, weights: origin, milliseconds, ...answer });
        return;
      }
      print(printAnswer(answer));
      print();
      print(colors.dim(`${plan.name}${ofBatch(plan, answer)}, first run ${duration(milliseconds)}`));
      if (!output.every(Number.isFinite)) note(notFiniteNote);
      if (origin === 'synthetic') note(answer.output ? syntheticOutputNote : syntheticNote);
    });

/** To be said wherever classes of synthetic weights are shown. */
export const syntheticNote = noteColors.yellow(
  'The weights are synthetic: the classes mean nothing. Pack a checkpoint with `netwright pack`.',
);

const syntheticOutputNote = noteColors.yellow(
  'The weights are synthetic: the numbers mean nothing. Pack a checkpoint with `netwright pack`.',
);

const notFiniteNote = noteColors.yellow(
  'The output holds NaN or infinity: look at the input, or at the checkpoint the weights are from.',
);

/** Classes are of one image, however many a run takes. */
const ofBatch = ({ output: { shape } }: Plan, { best }: Answer): string =>
  best.length > 0 && (shape[0] ?? 1) > 1 ? `, the first of ${shape[0]}` : '';

async function readInput({ image, input }: Options, plan: Plan): Promise<Float32Array> {
  if (image !== undefined && input === undefined) return readImage(image, plan);
  if (input !== undefined && image === undefined) return readNumbers(input, plan);
  throw new UserError('no-input', 'give either --image FILE or --input FILE');
}
