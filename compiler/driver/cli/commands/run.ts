/** `netwright run`: a package on an image or on raw numbers. */

import { Command, Option } from 'commander';
import { UserError } from '../../../errors.ts';
import { imageFormats } from '../../../image/format.ts';
import { classesOf } from '../../../plan/classes.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Values } from '../../../target.ts';
import { type Answer, answerJson, answerOf, printAnswer } from '../answer.ts';
import { filesOf, readImage, readInputs, writeNumbers } from '../input.ts';
import { jsonOption, positive } from '../options.ts';
import { colors, duration, note, noteColors, print, printJsonResult } from '../output.ts';
import { readPackage, type ThreadsOptions, threadsOption, withPackage } from '../package.ts';

interface Options extends ThreadsOptions {
  readonly image?: string;
  readonly input?: readonly string[];
  readonly output?: readonly string[];
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
    .addOption(
      filesOption(
        '--input <file>',
        'raw float32, little-endian, in the order of the input shape (NCHW); of several inputs, each as name=file',
      ),
    )
    .addOption(
      filesOption('--output <file>', 'write the output as raw float32; of several outputs, name=file'),
    )
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
      const results = filesOf(options.output ?? [], plan.outputs, 'output');
      const inputs = await readInput(options, plan);
      const { origin, outputs, milliseconds } = await withPackage(folder, plan, options, async model => {
        const start = performance.now();
        return {
          origin: model.origin,
          outputs: await model.run(inputs),
          milliseconds: performance.now() - start,
        };
      });
      for (const [{ name }, file] of results) await writeNumbers(file, outputs[name] ?? new Float32Array());
      const answer = answerOf(outputs, plan, options.k);
      if (options.json) {
        printJsonResult({ package: folder, weights: origin, milliseconds, ...answerJson(answer, plan) });
        return;
      }
      print(printAnswer(answer, plan));
      print();
      print(colors.dim(`${plan.name}${ofBatch(plan, answer)}, first run ${duration(milliseconds)}`));
      if (!Object.values(outputs).every(values => values.every(Number.isFinite))) note(notFiniteNote);
      if (origin === 'synthetic') note(answer.best.length > 0 ? syntheticNote : syntheticOutputNote);
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
function ofBatch(plan: Plan, { best }: Answer): string {
  const [images = 1] = classesOf(plan)?.scores.shape ?? [];
  return best.length > 0 && images > 1 ? `, the first of ${images}` : '';
}

async function readInput({ image, input }: Options, plan: Plan): Promise<Values> {
  if (image !== undefined && input === undefined) return readImage(image, plan);
  if (input !== undefined && image === undefined) return readInputs(input, plan);
  throw new UserError('no-input', 'give either --image FILE or --input FILE');
}

const filesOption = (flags: string, text: string): Option =>
  new Option(flags, text).argParser<readonly string[]>((file, before = []) => [...before, file]);
