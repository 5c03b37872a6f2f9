/** Where in a spec something was called: what an error has as its place before a module has a path. */

import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The compiler's own sources, or what they are built to. */
const own = fileURLToPath(new URL('../', import.meta.url));

/**
 * File and line of the innermost frame that is not the compiler's: `my-net.ts:12`. Only the file's name, so that a
 * message does not depend on where a project lies.
 *
 * @param stack - an `Error`'s
 */
export function placeIn(stack: string | undefined): string | undefined {
  for (const line of stack?.split('\n') ?? []) {
    const [, location, row] = /^\s*at (?:.*\()?(.+?):(\d+):\d+\)?$/.exec(line) ?? [];
    if (location === undefined || row === undefined || location.startsWith('node:')) continue;
    const file = location.startsWith('file:') ? fileURLToPath(location) : location;
    if (!file.startsWith(own) && !file.includes('node_modules')) return `${basename(file)}:${row}`;
  }
  return undefined;
}

/** Where the spec called what is running now. */
export function placeOfCall(): string | undefined {
  const { stackTraceLimit } = Error;
  // A layer's constructor may stand under many of a user's own classes, but is itself only a few calls deep.
  Error.stackTraceLimit = 30;
  const { stack } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return placeIn(stack);
}
