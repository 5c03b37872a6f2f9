/** Files of packages that are text, for tests that look at what they say. */

import type { PackageFile, TextFile } from '../../compiler/target.ts';

export const textsOf = (files: readonly PackageFile[]): readonly TextFile[] =>
  files.filter((file): file is TextFile => file.text !== undefined);
