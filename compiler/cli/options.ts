/** Options that several commands share. */

import { InvalidArgumentError, Option } from 'commander';
import { targets } from '../../targets/index.ts';
import type { Target } from '../../targets/target.ts';
import { UserError } from '../errors.ts';

type Settings = Readonly<Record<string, string>>;

/** `--set classes=10`, as often as there are settings. */
export const setOption = (): Option =>
  settingsOption('--set <name=value>', 'a setting of the spec, such as classes=10; may be repeated');

/** An option that collects settings. */
export const settingsOption = (flags: string, text: string): Option =>
  new Option(flags, text)
    .default({}, 'the defaults of the spec')
    .argParser<Settings>((text, settings = {}) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new InvalidArgumentError('Expected name=value, such as classes=10.');
      }
      return { ...settings, [name]: value };
    });

/** `--target`. */
export const targetOption = (): Option =>
  new Option('--target <name>', 'what to generate')
    .choices(targets.map(({ name }) => name))
    .default('typescript');

/** `--json`. */
export const jsonOption = (): Option => new Option('--json', 'print the result as JSON');

/** The target of this name. */
export function targetNamed(name: string): Target {
  const target = targets.find(each => each.name === name);
  if (target) return target;
  throw new UserError('no-such-target', `no target is called '${name}'`, {
    fix: `the targets are ${targets.map(each => each.name).join(', ')}`,
  });
}

/** A whole number of one or more. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}
