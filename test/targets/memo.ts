/**
 * Remembers what each file is transpiled to: the runtime's files are the same in every package, and take most of the
 * time. Imported before a target is.
 */

import { vi } from 'vitest';
import type { TextFile } from '../../compiler/target.ts';

vi.mock(import('../../targets/javascript/transpile.ts'), async original => {
  const { transpile, eraseTypes } = await original();
  const known = new Map<string, readonly TextFile[]>();
  return {
    eraseTypes,
    transpile: (ts, sources, isPublic) =>
      sources.flatMap(source => {
        const key = `${source.path}\n${source.text}`;
        const files = known.get(key) ?? transpile(ts, [source], isPublic);
        known.set(key, files);
        return files;
      }),
  };
});
