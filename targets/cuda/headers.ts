/** The headers of a package: those that its source names, and those that these name. */

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { packageRoot } from '../../compiler/root.ts';
import type { TextFile } from '../../compiler/target.ts';

/** The package's paths of these headers and of all that they include, with their texts, by path. */
export function headersOf(paths: readonly string[]): readonly TextFile[] {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    const text = readFileSync(join(packageRoot(), 'targets', 'cuda', ...path.split('/')), 'utf8');
    found.set(path, text);
    for (const [, included = ''] of text.matchAll(/^#include "([^"]+)"/gm)) {
      visit(posix.join(posix.dirname(path), included));
    }
  };
  for (const path of paths) visit(path);
  return [...found].map(([path, text]) => ({ path, text })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
