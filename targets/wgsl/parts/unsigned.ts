/** Places as text of WGSL: unsigned, as what is computed from threads and workgroups is. */

import { plusSigned } from '../../indices.ts';

/** What a variable is set to: WGSL takes a bare number for signed. */
export const unsigned = (text: string): string => (/^\d+$/.test(text) ? `${text}u` : text);

/** A place with a constant added. `0 - 3` is no number that WGSL takes for unsigned; what it wraps to is. */
export const wrapping = (text: string, constant: number): string =>
  unsigned(text === '0' && constant < 0 ? String(2 ** 32 + constant) : plusSigned(text, constant));
