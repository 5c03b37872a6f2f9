/**
 * How kernels reach tensors: four channels at a time where they lie side by side, else one by one. Indices count
 * values of as many lanes.
 */

import type { Access, Strides } from '../../../compiler/plan/kernel.ts';
import type { Shape } from '../../../compiler/shape.ts';
import { index } from '../../indices.ts';
import { pixelsIn } from '../../sizes.ts';

/** Elements in one value of a binding: `vec4<real>` or `real`. */
export type Lanes = 1 | 4;

/** Whether the channels of an image lie in fours, each at a multiple of four elements. */
export function inQuads({ shape, strides }: Access): boolean {
  const [, channels = 1] = shape;
  const [, step = 0] = strides;
  const others = strides.every((stride, axis) => axis === 1 || shape[axis] === 1 || stride % 4 === 0);
  return channels % 4 === 0 && step === 1 && others;
}

/** How many channels of an image are read or stored at a time. */
export const lanesOf = (access: Access): Lanes => (inQuads(access) ? 4 : 1);

/**
 * How far apart neighbouring pixels are, the images of a batch one after another, if it is the same distance
 * everywhere.
 */
export function pixelStep(shape: Shape, strides: Strides): number | undefined {
  let step: number | undefined;
  let pixels = 1;
  for (const axis of [3, 2, 0]) {
    const size = shape[axis] ?? 1;
    const stride = strides[axis] ?? 0;
    if (size === 1) continue;
    if (step === undefined) step = stride;
    else if (stride !== step * pixels) return undefined;
    pixels *= size;
  }
  return step ?? 0;
}

/** Names of a pixel's image, row and column; `0` along axes of one place. */
export function placeNames([images = 1, , height = 1, width = 1]: Shape) {
  return { image: images > 1 ? 'image' : '0', h: height > 1 ? 'h' : '0', w: width > 1 ? 'w' : '0' };
}

/** What a shader calls the sides of an image. */
export interface SideNames {
  readonly height: string;
  readonly width: string;
}

/**
 * Statements that take the number of a pixel apart into `image`, `h` and `w`.
 *
 * @param names - constants of the shader; numbers unless given
 */
export function printPlace(shape: Shape, pixel = 'pixel', names?: SideNames): readonly string[] {
  const [images = 1, , height = 1, width = 1] = shape;
  const { height: rows, width: columns } = names ?? { height: String(height), width: String(width) };
  const row = width === 1 ? pixel : `${pixel} / ${columns}`;
  const size =
    height === 1 ? columns : width === 1 ? rows : names ? `(${rows} * ${columns})` : String(height * width);
  return [
    ...(images > 1 ? [`let image = ${pixel}${height * width === 1 ? '' : ` / ${size}`};`] : []),
    ...(height > 1 ? [`let h = ${row}${images > 1 ? ` % ${rows}` : ''};`] : []),
    ...(width > 1 ? [`let w = ${pixel}${images * height > 1 ? ` % ${columns}` : ''};`] : []),
  ];
}

/** Where something lies, as text, and whether it speaks of `image`, `h` and `w`. */
export interface Located {
  readonly text: string;
  readonly usesPlace: boolean;
}

/**
 * The index of a channel (or, of four lanes, of a quad of channels) of a pixel.
 *
 * @param pixel - names the number of the pixel
 * @param channel - names the channel or the quad
 * @param names - constants of the shader
 */
export function locate(
  { shape, strides }: Access,
  lanes: Lanes,
  pixel: string,
  channel: string,
  names?: { readonly quads: string },
): Located {
  const [, channels = 1] = shape;
  const [sn = 0, sc = 0, sh = 0, sw = 0] = strides;
  // Of four lanes, neighbouring quads lie side by side.
  const along = [channel, channels === 1 ? 0 : sc] as const;
  const step = pixelStep(shape, strides);
  if (step !== undefined && lanes === 4 && step === channels && pixelsIn(shape) > 1 && names) {
    return { text: `${pixel} * ${names.quads} + ${channel}`, usesPlace: false };
  }
  if (step !== undefined) {
    const alone = pixelsIn(shape) === 1;
    return { text: index([alone ? '0' : pixel, step / lanes], along), usesPlace: false };
  }
  const { image, h, w } = placeNames(shape);
  return {
    text: index([image, sn / lanes], [h, sh / lanes], [w, sw / lanes], along),
    usesPlace: true,
  };
}
