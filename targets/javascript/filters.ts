/** The filters of a resize in JavaScript: files of the runtime, of which a package has the one that it needs. */

import {
  explicit,
  type Interpolation,
  type Preprocessing,
} from '../../compiler/preprocessing/preprocessing.ts';
import { bicubic } from './runtime/bicubic.ts';
import { box } from './runtime/box.ts';
import { hamming } from './runtime/hamming.ts';
import { lanczos } from './runtime/lanczos.ts';
import type { Filter, Preprocessing as Prepared } from './runtime/preprocess.ts';

/** Each in the file of its name. Bilinear is the runtime's own. */
const filters: Readonly<Record<Exclude<Interpolation, 'bilinear'>, Filter>> = {
  bicubic,
  lanczos,
  box,
  hamming,
};

/** The runtime file that a package needs for its filter, and what that exports; none for bilinear. */
export function filterFile(preprocessing: Preprocessing): Exclude<Interpolation, 'bilinear'> | undefined {
  const { interpolation } = explicit(preprocessing);
  return interpolation === 'bilinear' ? undefined : interpolation;
}

/** What `preprocess` takes to do as packages do. @param input - shape of the network's input */
export function preparedFor(preprocessing: Preprocessing, input: readonly number[]): Prepared {
  const { resize, mean, std } = preprocessing;
  const [, , height = 0, width = 0] = input;
  const name = filterFile(preprocessing);
  return { resize, height, width, mean, std, ...(name && { filter: filters[name] }) };
}
