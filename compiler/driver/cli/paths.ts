/** Paths that commands are given. */

import type { Command } from 'commander';
import { UserError } from '../../errors.ts';

/** What options and arguments call what they take, where that is a path (or a name, which is not empty either). */
const isPath = (takes: string): boolean =>
  /^(files?|dir|folder|path|package|spec|network|before|after|images?)$/.test(takes);

/**
 * Refuses an empty path, as a script gives it of a variable that is not set: joined to a name it would be the current
 * folder.
 *
 * @throws UserError naming the option or the argument
 */
export function checkPaths(command: Command): void {
  for (const option of command.options) {
    const takes = /[<[]([^\]>.]+)/.exec(option.flags)?.[1] ?? '';
    if (isPath(takes))
      check(command.getOptionValue(option.attributeName()), option.long ?? option.flags, takes);
  }
  for (const [index, argument] of command.registeredArguments.entries()) {
    if (isPath(argument.name())) check(command.processedArgs[index], `<${argument.name()}>`, argument.name());
  }
}

function check(value: unknown, at: string, takes: string): void {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!values.some(text => typeof text === 'string' && text.trim() === '')) return;
  throw new UserError('empty-path', 'is an empty text, expected a path', {
    at,
    fix: takes === 'dir' ? 'name a folder; `.` is the current one' : 'name something, or leave it out',
  });
}
