/** WebGPU packages that store float16 without having it. */

import type { PackageFile, TextFile } from '../../../compiler/target.ts';
import { textsOf } from '../texts.ts';

/** A package whose shaders round what they store, by WGSL's `quantizeToF16`. */
export const quantizing = (files: readonly PackageFile[]): readonly TextFile[] =>
  textsOf(files).map(({ path, text }) => ({
    path,
    text: path.startsWith('dist/kernels/')
      ? text.replaceAll(/= (?:vec4<real>|real)\(/g, '= quantizeToF16(')
      : text,
  }));
