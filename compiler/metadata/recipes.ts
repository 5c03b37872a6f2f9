/**
 * Preprocessing as Hugging Face's `preprocessor_config.json` and timm's `config.json` have it. Sources: transformers'
 * image_processing_*.py, timm's data/config.py and data/transforms_factory.py.
 *
 * Two differences are not told: Hugging Face's centre crop rounds a half pixel down, torchvision's to even; and
 * transformers resizes through PIL only where its processor is not a "fast" one.
 */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import { describeIssues } from '../issues.ts';
import { printName } from '../names.ts';
import {
  fitRecipe,
  type Interpolation,
  imagenet,
  interpolations,
  type Preprocessing,
  type Recipe,
} from '../preprocessing/preprocessing.ts';
import type { Shape } from '../shape.ts';
import { badFile, isFields } from './json-file.ts';

const fix =
  'say it yourself, --preprocessing FILE with JSON such as {"resize": 256, "interpolation": "bicubic", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}, or torchvision-v1, torchvision-v2 or none';

/** What a file asks for and packages cannot do; it must not be left out in silence. */
const unsupported = (at: string, problem: string): UserError =>
  new UserError('unsupported-preprocessing', problem, { at, fix });

/**
 * The preprocessing that a JSON file of either kind describes, for an input of this shape; nothing where it is
 * neither.
 *
 * @throws UserError `bad-metadata` where a field is not what it should be, `unsupported-preprocessing` where it asks for
 *   what no package does
 */
export function preprocessingOf(value: unknown, at: string, input: Shape): Preprocessing | undefined {
  if (!isFields(value)) return undefined;
  const config = value.pretrained_cfg ?? value;
  if (isFields(config) && 'input_size' in config && ('mean' in config || 'crop_pct' in config)) {
    return timm(config, at, input);
  }
  const marks = ['image_processor_type', 'feature_extractor_type', 'image_mean', 'do_resize', 'do_normalize'];
  return marks.some(mark => mark in value) ? huggingface(value, at, input) : undefined;
}

const pixels = z.int().positive().max(16384);
const triple = z.tuple([z.number(), z.number(), z.number()]);
const ratio = z.number().positive().max(4);

function parsed<S extends z.ZodType>(schema: S, value: unknown, at: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UserError(badFile, describeIssues(result.error, 'file'), { at, fix });
}

const timmSchema = z.looseObject({
  input_size: z.tuple([z.int().positive(), pixels, pixels]),
  test_input_size: z.tuple([z.int().positive(), pixels, pixels]).nullish(),
  interpolation: z.string().nullish(),
  crop_pct: ratio.nullish(),
  test_crop_pct: ratio.nullish(),
  crop_mode: z.string().nullish(),
  mean: triple.nullish(),
  std: triple.nullish(),
});

/** timm's: the crop's part of the resized image is what is said, for an input of any size. */
function timm(value: unknown, at: string, input: Shape): Preprocessing {
  const config = parsed(timmSchema, value, at);
  const [, , height = 1, width = 1] = input;
  if (config.input_size[0] !== 3)
    throw unsupported(at, `images have ${config.input_size[0]} channels, not 3`);
  const [, testHeight, testWidth] = config.test_input_size ?? config.input_size;
  const isTest = testHeight === height && testWidth === width && config.input_size[1] !== height;
  const part = (isTest ? config.test_crop_pct : undefined) ?? config.crop_pct ?? 0.875;
  const mode = config.crop_mode ?? 'center';
  const whole = (length: number): number => Math.floor(length / part);
  if (mode !== 'center' && mode !== 'squash') throw unsupported(at, `crop_mode is ${printName(mode)}`);
  return {
    resize: mode === 'squash' ? [whole(height), whole(width)] : whole(Math.max(height, width)),
    // In evaluation, timm takes bilinear for `random`.
    interpolation: config.interpolation === 'random' ? 'bilinear' : filterOf(config.interpolation, at),
    mean: config.mean ?? imagenet.mean,
    std: spreadOf(config.std ?? imagenet.std, at),
  };
}

/** PIL's numbers of its filters. */
const numbered = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'] as const;

function filterOf(given: string | number | null | undefined, at: string): Interpolation {
  const name = typeof given === 'number' ? (numbered[given] ?? String(given)) : (given ?? 'bilinear');
  const found = interpolations.find(each => each === name.toLowerCase());
  if (found) return found;
  const known = interpolations.join(', ');
  throw unsupported(at, `the interpolation is ${printName(name)}, and packages have ${known}`);
}

function spreadOf(std: Preprocessing['std'], at: string): Preprocessing['std'] {
  if (std.every(each => Math.fround(each) !== 0)) return std;
  throw new UserError(badFile, `std must not be 0, got ${std.join(' ')}`, { at, fix });
}

const sides = z.union([
  pixels,
  z.looseObject({
    shortest_edge: pixels.nullish(),
    longest_edge: pixels.nullish(),
    height: pixels.nullish(),
    width: pixels.nullish(),
  }),
]);
const flag = z.boolean().nullish();

const huggingfaceSchema = z.looseObject({
  image_processor_type: z.string().nullish(),
  feature_extractor_type: z.string().nullish(),
  do_resize: flag,
  size: sides.nullish(),
  crop_pct: ratio.nullish(),
  resample: z.union([z.int(), z.string()]).nullish(),
  do_center_crop: flag,
  crop_size: sides.nullish(),
  do_rescale: flag,
  rescale_factor: z.number().positive().nullish(),
  rescale_offset: flag,
  do_normalize: flag,
  image_mean: triple.nullish(),
  image_std: triple.nullish(),
  do_flip_channel_order: flag,
  do_pad: flag,
});

type Huggingface = z.output<typeof huggingfaceSchema>;

function huggingface(value: unknown, at: string, input: Shape): Preprocessing {
  const config = parsed(huggingfaceSchema, value, at);
  if (config.do_flip_channel_order) throw unsupported(at, 'do_flip_channel_order: channels are B, G, R');
  if (config.do_pad) throw unsupported(at, 'do_pad: images are padded');
  if (/^Levit/.test(typeOf(config))) throw unsupported(at, `${typeOf(config)} has rules of its own`);
  return fitRecipe(
    { ...sizesOf(config, at), interpolation: filterOf(config.resample, at), ...levelsOf(config, at) },
    input,
  );
}

const typeOf = ({ image_processor_type: now, feature_extractor_type: before }: Huggingface): string =>
  now ?? before ?? '';

/** A side below which ConvNeXt's processor crops; from it on, the whole image becomes the square. */
const convnextWhole = 384;

function sizesOf(config: Huggingface, at: string): Pick<Recipe, 'resize' | 'crop'> {
  const { size, crop_pct: part, crop_size: cropSize } = config;
  if (config.do_resize === false) throw unsupported(at, 'do_resize is false: images keep their size');
  if (size === null || size === undefined) throw new UserError(badFile, 'has no size', { at, fix });
  const isConvnext = /^ConvNext/i.test(typeOf(config)) || (part ?? undefined) !== undefined;
  const isCropped = config.do_center_crop ?? (cropSize !== null && cropSize !== undefined);
  const edge = edgeOf(size);
  if (isConvnext && edge !== undefined) {
    const crop = isCropped && cropSize ? squareOf(cropSize, at) : ([edge, edge] as const);
    const isWhole = edge >= convnextWhole && !isCropped;
    return { resize: isWhole ? [edge, edge] : Math.floor(edge / (part ?? 224 / 256)), crop };
  }
  if (isCropped) {
    if (!cropSize) throw new UserError(badFile, 'crops the centre, and has no crop_size', { at, fix });
    return { resize: edge ?? squareOf(size, at), crop: squareOf(cropSize, at) };
  }
  const exact = squareOf(size, at);
  return { resize: exact, crop: exact };
}

/** The shorter side's length, where that is what is said. */
function edgeOf(size: NonNullable<Huggingface['size']>): number | undefined {
  if (typeof size === 'number') return size;
  return size.longest_edge ? undefined : (size.shortest_edge ?? undefined);
}

/** Rows and columns. */
function squareOf(size: NonNullable<Huggingface['size']>, at: string): readonly [number, number] {
  if (typeof size === 'number') return [size, size];
  const { height, width } = size;
  if (height && width) return [height, width];
  const found = Object.keys(size).map(printName).join(', ') || 'nothing';
  throw unsupported(at, `expected a size of height and width, or a shortest_edge and a crop, got ${found}`);
}

/**
 * Mean and standard deviation on a scale where 1 is full intensity, with the factor that bytes are multiplied by:
 * `(v * factor - mean) / std` is `(v / 255 - mean / scale) / (std / scale)`, where `scale` is `255 * factor`.
 */
function levelsOf(config: Huggingface, at: string): Pick<Recipe, 'mean' | 'std'> {
  const isNormalised = config.do_normalize ?? true;
  const { image_mean: mean, image_std: std } = config;
  if (isNormalised && !(mean && std)) {
    throw new UserError(badFile, 'normalises, and has no image_mean and image_std', { at, fix });
  }
  const factor = config.do_rescale === false ? 1 : (config.rescale_factor ?? 1 / 255);
  // Files have 1 / 255 to 16 digits.
  const scale = Math.abs(255 * factor - 1) < 1e-6 ? 1 : 255 * factor;
  const offset = config.rescale_offset && config.do_rescale !== false ? 1 : 0;
  const each = (values: Preprocessing['mean'], change: (value: number) => number): Preprocessing['mean'] => [
    change(values[0]),
    change(values[1]),
    change(values[2]),
  ];
  const [centre, spread] =
    isNormalised && mean && std
      ? [mean, std]
      : ([
          [0, 0, 0],
          [1, 1, 1],
        ] as const);
  return {
    mean: each(centre, value => (value + offset) / scale),
    std: spreadOf(
      each(spread, value => value / scale),
      at,
    ),
  };
}
