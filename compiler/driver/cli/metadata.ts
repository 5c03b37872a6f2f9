/** Options that say what weights do not: names of classes, and how images are prepared. */

import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import type { Configured } from '../../dsl/spec.ts';
import { UserError } from '../../errors.ts';
import { inputsOf, isOp } from '../../ir/graph.ts';
import { type Beside, readBeside } from '../../metadata/beside.ts';
import { readLabels } from '../../metadata/labels.ts';
import { preprocessingNames, readPreprocessing } from '../../metadata/preprocessing-file.ts';
import { conv2d } from '../../ops/convolution.ts';
import { imageInput } from '../../plan/borders.ts';
import type { Plan } from '../../plan/plan.ts';
import { describePreprocessing, explicit, noImages, takesImages } from '../../preprocessing/preprocessing.ts';
import type { Shape } from '../../shape.ts';
import { note, noteColors } from './output.ts';
import type { WeightsOptions } from './parameters.ts';
import { isFile } from './pretrained.ts';

/** `--labels`, `--preprocessing` and `--no-config`. */
export interface MetadataOptions extends WeightsOptions {
  readonly labels?: string;
  readonly preprocessing?: string;
  /** Whether files beside the checkpoint are read. */
  readonly config: boolean;
}

/** Adds them to a command. */
export const withMetadata = (command: Command): Command =>
  command
    .option(
      '--labels <file>',
      'names of the classes: one a line, a JSON list, or JSON with id2label; they become part of the code',
    )
    .addOption(
      new Option(
        '--preprocessing <how>',
        `how images are prepared: ${preprocessingNames.join(', ')}, or a JSON file (its own, preprocessor_config.json or timm's config.json); it becomes part of the code`,
      ),
    )
    .option(
      '--no-config',
      'leave out config.json and preprocessor_config.json that lie beside the checkpoint (Hugging Face, timm)',
    );

/**
 * A spec with what is said of its images and classes: options first, then files beside the checkpoint, then its own.
 * A line tells what was taken from such files.
 *
 * @throws UserError where an option's file is wrong, or does not fit the network
 */
export async function describedBy(configured: Configured, options: MetadataOptions): Promise<Configured> {
  const input = inputOf(configured);
  const classes = classesOf(configured);
  const beside = await besideOf(configured, options);
  if (beside.config) checkArchitecture(configured, beside.config);
  const { preprocessing: own, labels: named, ...rest } = configured;
  const preprocessing =
    options.preprocessing === undefined
      ? (beside.preprocessing?.value ?? own)
      : await readPreprocessing(options.preprocessing, input);
  if (options.preprocessing !== undefined && preprocessing && !takesImages(input)) {
    throw new UserError('bad-preprocessing', noImages(input), {
      at: '--preprocessing',
      fix: 'leave it out, or give `none`',
    });
  }
  const labels =
    options.labels === undefined
      ? (beside.labels?.value ?? named)
      : checkCount(await readLabels(options.labels), classes, options.labels);
  tell(beside, options);
  return { ...rest, ...(preprocessing && { preprocessing }), ...(labels && { labels }) };
}

const inputOf = ({ graph }: Configured): Shape => inputsOf(graph)[0]?.type.shape ?? [];

const classesOf = ({ graph }: Configured): number => graph.outputs[0]?.node.type.shape.at(-1) ?? 0;

async function besideOf(
  configured: Configured,
  { weights, config, labels, preprocessing }: MetadataOptions,
): Promise<Beside> {
  if (!config || weights === undefined || !isFile(weights)) return { leftOut: [] };
  // What an option says is not asked for, so that it mends what a file has wrong.
  return readBeside(weights, inputOf(configured), classesOf(configured), {
    labels: labels === undefined,
    preprocessing: preprocessing === undefined,
  });
}

function checkCount(names: readonly string[], classes: number, at: string): readonly string[] {
  if (names.length === classes) return names;
  throw new UserError(
    'label-count',
    `has ${names.length} names, and the network tells ${classes} classes apart`,
    {
      at,
      fix: 'give a name for each class, in the order of the outputs, or compile with `--set classes=…` where the spec has that setting',
    },
  );
}

/** A line for all that was taken from files beside the checkpoint, and one for each that was not. */
function tell({ labels, preprocessing, leftOut }: Beside, { weights = '' }: MetadataOptions): void {
  const taken = [
    ...(preprocessing ? [`preprocessing from ${preprocessing.file}`] : []),
    ...(labels ? [`${labels.value.length} labels from ${labels.file}`] : []),
  ];
  if (taken.length > 0) note(`taken: ${taken.join(', ')} (--no-config leaves them out)`);
  for (const sentence of leftOut) {
    note(noteColors.yellow(`left out, beside the checkpoint in ${dirname(weights)}: ${sentence}`));
  }
}

/**
 * Warns where files beside a checkpoint prepare images, or call classes, other than the package that it was packed into:
 * those are part of its code, and `pack` leaves that as it is.
 */
export async function warnOfOthers(plan: Plan, weights: string): Promise<void> {
  if (!isFile(weights)) return;
  const { preprocessing: own, labels, outputs } = plan;
  const input = imageInput(plan);
  const [output] = outputs;
  const wanted = { labels: true, preprocessing: true };
  const beside = await readBeside(weights, input.shape, output?.shape.at(-1) ?? 0, wanted).catch(
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      note(noteColors.yellow(`${error.at ?? ''}: ${error.problem}; the package does something else`));
      return undefined;
    },
  );
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const { preprocessing, labels: names } = beside ?? {};
  const others = [
    ...(preprocessing && !same(explicit(preprocessing.value), own && explicit(own))
      ? [`preprocessing of ${preprocessing.file}: ${describePreprocessing(preprocessing.value, input.shape)}`]
      : []),
    ...(names && !labels ? [`labels of ${names.file}`] : []),
  ];
  for (const other of others) {
    note(
      noteColors.yellow(`the package does not have the ${other}; compile it again with --weights to take it`),
    );
  }
}

/** Where ResNets halve their images: their tensors are the same either way, their answers are not. */
function checkArchitecture(
  { spec, graph }: Configured,
  { value, file }: NonNullable<Beside['config']>,
): void {
  const early = value.downsample_in_bottleneck;
  if (value.model_type !== 'resnet' || typeof early !== 'boolean' || value.layer_type !== 'bottleneck')
    return;
  const strides = (path: string): number | undefined => {
    const node = graph.nodes.find(each => each.path === path);
    return node && isOp(node, conv2d) ? node.attributes.stride[0] : undefined;
  };
  const [first, second] = [strides('layer2.0.conv1'), strides('layer2.0.conv2')];
  if (first === undefined || second === undefined || first === second || first > second === early) return;
  const [there, here] = early ? ['first 1x1', '3x3'] : ['3x3', 'first 1x1'];
  throw new UserError(
    'checkpoint-mismatch',
    `the checkpoint's network has its strides on the ${there} convolution of a block (downsample_in_bottleneck is ${early}), and ${spec} on the ${here}`,
    { at: file, fix: early ? 'compile resnet50-v1' : 'compile resnet50, which is v1.5' },
  );
}
