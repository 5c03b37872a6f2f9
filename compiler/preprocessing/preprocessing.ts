/** How images become a network's input, as data: what specs declare, plans keep and packages do. */

import { z } from 'zod';
import { printShape, type Shape } from '../shape.ts';

/** PIL's filters that packages can resize with, each antialiased. The first is what is meant where none is named. */
export const interpolations = ['bilinear', 'bicubic', 'lanczos', 'box', 'hamming'] as const;

/** The filter of a resize, by PIL's name. */
export type Interpolation = (typeof interpolations)[number];

/** Three numbers, for red, green and blue. */
type Triple = readonly [red: number, green: number, blue: number];

/**
 * How pixels become the network's input: resize, crop the centre to the input's height and width, normalise each
 * channel.
 */
export interface Preprocessing {
  /** Pixels of the shorter side after resizing, where the longer keeps the ratio; or rows and columns, whatever it was. */
  readonly resize: number | readonly [height: number, width: number];
  /** Bilinear unless given. */
  readonly interpolation?: Interpolation;
  /** Subtracted from R, G and B, on a scale where 1 is full intensity. */
  readonly mean: Triple;
  /** Divides R, G and B after that. */
  readonly std: Triple;
}

/** The longest side that anything is resized to: beyond it, tables of weights take more memory than images. */
const longest = 16384;

const side = z.int().positive().max(longest);
const triple = z.tuple([z.number(), z.number(), z.number()]);
const spread = z.number().refine(value => Math.fround(value) !== 0, 'must not be 0');

/** `Preprocessing` as JSON. */
export const preprocessingSchema = z.strictObject({
  resize: z.union([side, z.tuple([side, side])], {
    error: `expected whole pixels from 1 to ${longest}: of the shorter side, or [rows, columns]`,
  }),
  interpolation: z
    .enum(interpolations, { error: `expected one of ${interpolations.join(', ')}` })
    .exactOptional(),
  mean: triple,
  std: z.tuple([spread, spread, spread]),
});

/** With everything said that may be left out. */
export const explicit = ({
  resize,
  interpolation = 'bilinear',
  mean,
  std,
}: Preprocessing): Preprocessing & { readonly interpolation: Interpolation } => ({
  resize,
  interpolation,
  mean,
  std,
});

/** Each part in a few words. */
export function printParts(preprocessing: Preprocessing): Readonly<Record<keyof Preprocessing, string>> {
  const { resize, interpolation, mean, std } = explicit(preprocessing);
  return {
    resize: `resize ${typeof resize === 'number' ? resize : resize.join(' x ')}`,
    interpolation,
    mean: `mean ${mean.join(' ')}`,
    std: `std ${std.join(' ')}`,
  };
}

/**
 * All of it in a line: `shorter side to 256, bilinear; centre 224 x 224 (0.875); mean …; std …`.
 *
 * @param input - shape of the network's input
 */
export function describePreprocessing(preprocessing: Preprocessing, input: Shape): string {
  const { resize } = preprocessing;
  const { interpolation, mean, std } = printParts(preprocessing);
  const [, , height = 0, width = 0] = input;
  const resized =
    typeof resize === 'number' ? `shorter side to ${resize}` : `resized to ${resize.join(' x ')}`;
  return `${resized}, ${interpolation}; ${crop(resize, height, width)}; ${mean}; ${std}`;
}

/** The crop, and its part of the resized image, where that is the same along both axes. */
function crop(resize: Preprocessing['resize'], height: number, width: number): string {
  const size = `centre ${height} x ${width}`;
  if (typeof resize !== 'number') {
    return resize[0] === height && resize[1] === width ? 'no crop' : size;
  }
  return height === width ? `${size} (${short(height / resize)} of it)` : size;
}

/** A ratio as people write it. */
const short = (value: number): string => String(Number(value.toFixed(3)));

/** Preprocessing that a checkpoint was trained with, for a crop of some size. */
export interface Recipe extends Omit<Preprocessing, 'interpolation'> {
  readonly interpolation: Interpolation;
  readonly crop: readonly [height: number, width: number];
}

/** ImageNet's mean and standard deviation, as torchvision and most others have them. */
export const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;

/** torchvision's two recipes (https://pytorch.org/vision/stable/models.html). */
export const torchvisionRecipes = {
  'torchvision-v1': { resize: 256, crop: [224, 224], interpolation: 'bilinear', ...imagenet },
  'torchvision-v2': { resize: 232, crop: [224, 224], interpolation: 'bilinear', ...imagenet },
} as const satisfies Readonly<Record<string, Recipe>>;

/** A recipe for an input of this shape, `[batch, 3, height, width]`: in proportion where the crop has another size. */
export function fitRecipe(recipe: Recipe, input: Shape): Preprocessing {
  const { resize, crop: size, interpolation, mean, std } = recipe;
  const [, , height = 1, width = 1] = input;
  const [rows, columns] = size;
  const scaled = (pixels: number, from: number, to: number): number =>
    Math.max(1, Math.round((pixels * to) / from));
  const fitted: Preprocessing['resize'] =
    typeof resize === 'number'
      ? scaled(resize, Math.max(rows, columns), Math.max(height, width))
      : [scaled(resize[0], rows, height), scaled(resize[1], columns, width)];
  return { resize: fitted, interpolation, mean, std };
}

/** Whether images can be made into an input of this shape. */
export const takesImages = (input: Shape): boolean => input.length === 4 && input[1] === 3;

/** Said where they cannot. */
export const noImages = (input: Shape): string =>
  `preprocessing makes [batch, 3, height, width], and the input is ${printShape(input)}`;
