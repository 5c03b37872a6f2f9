/** How messages tell what a schema refused. */

import type { z } from 'zod';
import { printName, printText } from './names.ts';

/**
 * The first of what a schema refused, each after its field: `stride.0: Too small: expected number to be >0`.
 *
 * @param whole - what the checked value is, to stand for a field where all of it is refused
 * @param within - the field that the checked value is, such as `nodes.3`
 * @param most - issues that are told of; the rest is counted
 */
export function describeIssues(
  { issues }: z.core.$ZodError,
  whole: string,
  { within, most = 3 }: { readonly within?: string; readonly most?: number } = {},
): string {
  const told = issues.slice(0, most).map(({ path, message }) => {
    const fields = [...(within === undefined ? [] : [within]), ...path.map(part => printName(String(part)))];
    return `${fields.join('.') || whole}: ${printText(message)}`;
  });
  const rest = issues.length - told.length;
  return told.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
