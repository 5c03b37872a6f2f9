/** Numbers and names as the page writes them. */

import { grouped, megabytes, scaled } from '../../quantities.ts';
import type { LayerData } from '../data.ts';

export { grouped };

/** `1×64×56×56`. */
export const shapeText = (shape: readonly number[]): string =>
  shape.length === 0 ? 'scalar' : shape.join('×');

/** Bytes of float32 elements. */
export const bytesText = (elements: number): string => megabytes(4 * elements);
export { megabytes };

/** `118 MMACs` is no word that people read: `118 M`. */
export const countText = (value: number): string => scaled(value).trim();

/** A part of a whole, in percent. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const percent = (100 * part) / whole;
  return part > 0 && percent < 0.1 ? 'below 0.1 %' : `${percent.toFixed(1)} %`;
}

/** What a layer does, in few words: `conv2d 3×3 /2`. */
export function operatorText({ type, attributes }: LayerData): string {
  const { kernel, stride, groups } = attributes;
  const words = [
    type,
    kernel === undefined
      ? ''
      : typeof kernel === 'number'
        ? `${kernel}×${kernel}`
        : `${kernel}`.replace('x', '×'),
    stride === undefined || stride === 1 ? '' : `/${stride}`,
    typeof groups === 'number' && groups > 1 ? `g${groups}` : '',
  ];
  return words.filter(word => word !== '').join(' ');
}

/** `1 layer`, `3 layers`. */
export const plural = (count: number, noun: string): string =>
  `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
