/** The modules that a graph's text names: of bounded length, in the order of their tree. */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import { printName, steers } from '../names.ts';
import { printable } from './bounds.ts';
import type { ModuleRecord } from './graph.ts';

/** Characters of what a module prints in its brackets. A spec may say what it likes, on several lines too. */
const longestText = 2 ** 14;

/** What keeps a text from being what a module prints in its brackets: the end of a sentence that begins with it. */
export function faultOfText(text: string): string | undefined {
  if (steers(text.replace(/[\t\n]/g, ''))) return 'holds control characters, or others that are not shown';
  if (text.length > longestText) return `has ${text.length} characters, and at most ${longestText} are read`;
  return undefined;
}

/** The schema of a module's JSON. */
export const moduleSchema = z.strictObject({
  path: printable,
  type: printable,
  text: z
    .string()
    .max(longestText)
    .refine(text => !steers(text.replace(/[\t\n]/g, '')), { error: 'holds control characters' }),
  idle: z.literal(true).exactOptional(),
});

/**
 * Checks the order of records: the network first, a module before its members, members right after their module.
 * A name may hold a dot itself: then what is before the dot is no module.
 *
 * @param source - names the text
 * @throws UserError naming the record that is out of place
 */
export function checkModules(records: readonly ModuleRecord[], source: string): void {
  const fail = (i: number, problem: string): never => {
    const path = printName(records[i]?.path ?? '');
    throw new UserError('bad-graph', `modules.${i}.path: ${path} ${problem}`, { at: source });
  };
  const seen = new Set<string>();
  /** What stands before the last dot of a path and is no module so far. */
  const passed = new Set<string>();
  const around: string[] = [];
  for (const [i, { path }] of records.entries()) {
    if ((i === 0) !== (path === ''))
      fail(i, "is out of place: the network's own, which is empty, comes first");
    if (seen.has(path)) fail(i, 'stands there twice');
    if (passed.has(path)) fail(i, 'comes after its members');
    while (around.length > 1 && !path.startsWith(`${around.at(-1)}.`)) around.pop();
    const owner = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    if (owner !== around.at(-1)) {
      if (seen.has(owner)) fail(i, `does not stand among the members of ${printName(owner)}`);
      passed.add(owner);
    }
    seen.add(path);
    around.push(path);
  }
}
