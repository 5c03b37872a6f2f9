/** What a CUDA package has around its network: the C API, an example, builds, Python, the README. */

import { labelNames } from '../../compiler/labels.ts';
import { imageInput } from '../../compiler/plan/borders.ts';
import { classesOf } from '../../compiler/plan/classes.ts';
import { fingerprint } from '../../compiler/plan/fingerprint.ts';
import { align } from '../../compiler/plan/memory.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { describePreprocessing, explicit } from '../../compiler/preprocessing/preprocessing.ts';
import { grouped, megabytes, scaled } from '../../compiler/quantities.ts';
import type { TextFile } from '../../compiler/target.ts';
import { inC } from '../escape.ts';
import { fillVerbatim } from '../frames.ts';
import { weightsBytes } from '../javascript/size.ts';
import { borderSlots, largestBorder } from './borders.ts';
import { filters } from './filters.ts';
import { moduleOf, nameSlots, prefixOf } from './names.ts';
import { type Architecture, optionsOf } from './options.ts';
import { precisions } from './precisions.ts';
import { toleranceOf } from './tolerance.ts';

/** Bytes that a network takes of a device, but for tickets: those are counted, one for each sum that blocks share. */
export interface Memory {
  readonly weights: number;
  readonly arena: number;
  readonly partials: number;
  readonly tickets: number;
}

/** All files of a package but the network's own `.cu`, the headers that it includes, and `plan.json`. */
export function hostFiles(plan: Plan, memory: Memory): readonly TextFile[] {
  const slots = slotsOf(plan, memory);
  const file = (path: string, frame: string): TextFile => ({
    path,
    text: fillVerbatim('cuda', frame, slots),
  });
  const images = imagesOf(plan);
  return [
    file(`${prefixOf(plan)}.h`, 'header'),
    file('example.c', images ? 'example-image' : 'example-raw'),
    file('CMakeLists.txt', 'cmake'),
    file('Makefile', 'makefile'),
    file(`${moduleOf(plan)}.py`, 'python'),
    file('README.md', 'readme'),
    ...(images?.labels ? [{ path: 'labels.h', text: labelsHeader(images.labels) }] : []),
  ];
}

/**
 * The end of the `.cu`: the C API, on what stands before it: `plan`, `sizes`, `placements`, `Real`, `inputs`,
 * `outputs` and `record`; and on `<file name>.h`, `runtime/session.cuh` and, in float16, `device/kernels/convert.cuh`.
 */
export const apiDefinitions = (plan: Plan): string =>
  fillVerbatim('cuda', 'api', { ...nameSlots(plan), ...borderSlots(plan), converts: converts(plan) });

/** Bytes that a run works in: `Workspace` in runtime/session.cuh. */
function workspaceBytes(plan: Plan, { arena, partials, tickets }: Memory): number {
  // Where values are converted at the border, their float32 needs a place on the device too.
  const border = 4 * largestBorder(plan);
  return align(arena, 256) + align(partials, 256) + align(4 * tickets, 256) + (converts(plan) ? border : 0);
}

/** Whether the caller's float32 is converted where it enters and leaves. */
const converts = (plan: Plan): boolean => precisions[optionsOf(plan).precision].stored === 'f16';

function slotsOf(plan: Plan, memory: Memory): Readonly<Record<string, unknown>> {
  const { precision, architecture } = optionsOf(plan);
  const { text, note } = precisions[precision];
  const images = imagesOf(plan);
  const [[batch = 1] = []] = plan.inputs.map(({ shape }) => shape);
  return {
    ...nameSlots(plan),
    module: moduleOf(plan),
    plan: fingerprint(plan),
    batch,
    layers: plan.steps.length,
    kernels: plan.kernels.length,
    arenaElements: plan.arena.elements,
    ...borderSlots(plan),
    precisionText: text,
    precisionNote: note,
    tolerance: toleranceOf(plan),
    tilesFor: tilesFor[architecture],
    parameters: grouped(plan.parameters),
    macs: scaled(plan.macs),
    download: megabytes(weightsBytes(plan)),
    deviceWeights: megabytes(memory.weights),
    workspace: megabytes(workspaceBytes(plan, memory)),
    takesImages: images !== undefined,
    ...images,
    severalImages: batch > 1,
    hasLabels: images?.labels !== undefined,
  };
}

/** In a sentence of the README. */
const tilesFor: Readonly<Record<Architecture, string>> = {
  sm_90: 'an H100 or H200 (`sm_90`)',
  sm_80: 'an A100 (`sm_80`)',
};

/** What the example needs to classify images, where the network does. */
interface Images {
  /** The argument of torchvision's `Resize`. */
  readonly resize: string;
  /** The same as people say it, with the crop and all else. */
  readonly preparation: string;
  /** Whether images become as many rows and columns as said, whatever their ratio was. */
  readonly exact: boolean;
  /** Constants of the example: `RESIZE = 256`. */
  readonly resizeConstants: string;
  /** PIL's name of the filter, and what it is in C. */
  readonly filter: string;
  readonly support: string;
  readonly beforeWeight: string;
  readonly weight: string;
  readonly height: number;
  readonly width: number;
  readonly mean: string;
  readonly std: string;
  readonly classes: number;
  /** How many of them are shown. */
  readonly shown: number;
  readonly labels: readonly string[] | undefined;
}

function imagesOf(plan: Plan): Images | undefined {
  const { preprocessing, labels } = plan;
  const { shape } = imageInput(plan);
  const [batch, channels, height, width] = shape;
  const scores = classesOf(plan);
  if (!preprocessing || channels !== 3 || height === undefined || width === undefined) return undefined;
  if (!scores || scores.scores.shape[0] !== batch) return undefined;
  const { resize, interpolation, mean, std } = explicit(preprocessing);
  const { support, before = '', body } = filters[interpolation];
  const isExact = typeof resize !== 'number';
  return {
    resize: isExact ? `(${resize.join(', ')})` : String(resize),
    preparation: describePreprocessing(preprocessing, shape),
    exact: isExact,
    resizeConstants: isExact
      ? `RESIZED_HEIGHT = ${resize[0]}, RESIZED_WIDTH = ${resize[1]}`
      : `RESIZE = ${resize}`,
    filter: interpolation.toUpperCase(),
    support,
    beforeWeight: before,
    weight: body,
    height,
    width,
    mean: mean.join(', '),
    std: std.join(', '),
    classes: scores.count,
    shown: Math.min(5, scores.count),
    labels: labels && labelNames(labels),
  };
}

function labelsHeader(labels: readonly string[]): string {
  const lines = labels.map(label => `  ${inC(label)},\n`);
  return `/* Names of the classes, in the order of the outputs. */\nstatic const char *const labels[${labels.length}] = {\n${lines.join('')}};\n`;
}
