/** The module of a package, as text. */

import { helpersOf } from './helpers.ts';

/** What a module is made of. */
export interface Module {
  /** Lines of the comment above it. */
  readonly head: readonly string[];
  /** The import of its memory: `(memory 12)`, or `(memory 12 65536)`. */
  readonly memory: string;
  /** Whole functions with what stands above them. */
  readonly functions: readonly string[];
}

/** Its text. */
export function printModule({ head, memory, functions }: Module): string {
  const all = [...helpersOf(functions), ...functions];
  return [
    ...head.map(line => `;; ${line}`.trimEnd()),
    '(module',
    `  (import "env" "memory" ${memory})`,
    ...all.flatMap(text => ['', text]),
    ')',
    '',
  ].join('\n');
}
