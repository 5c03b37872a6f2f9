/** Options that several commands share. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { targets } from '../../../targets/index.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { UserError } from '../../errors.ts';
import { printName, printText } from '../../names.ts';
import type { Target } from '../../target.ts';
import { type AlgorithmOptions, choosing, withAlgorithms } from './algorithms.ts';
import { choiceOption } from './choices.ts';

type Settings = Readonly<Record<string, string>>;

/** `--set classes=10`, as often as there are settings. */
export const setOption = (): Option =>
  settingsOption('--set <name=value>', 'a setting of the spec, such as classes=10; may be repeated');

/** `--outputs logits,features`. */
export const outputsOption = (): Option =>
  new Option(
    '--outputs <names>',
    'which outputs to compute, such as logits,features; those that the spec says unless given',
  ).argParser(text => {
    const names = text.split(',').map(name => name.trim());
    if (names.every(name => name !== '') && new Set(names).size === names.length) return names;
    throw new InvalidArgumentError('Expected names with commas between them, each once.');
  });

/** An option that collects settings. */
export const settingsOption = (flags: string, text: string): Option =>
  new Option(flags, text)
    .default({}, 'the defaults of the spec')
    .argParser<Settings>((text, settings = {}) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new InvalidArgumentError('Expected name=value, such as classes=10.');
      }
      if (Object.hasOwn(settings, name)) {
        throw new InvalidArgumentError(
          `${printName(name)} is set twice, to ${printText(settings[name] ?? '')} and to ${printText(value)}.`,
        );
      }
      return { ...settings, [name]: value };
    });

/** A command that takes `--target`, what targets leave to choose (`--precision f16`), and algorithms. */
export const withTarget = (command: Command): Command => withAlgorithms(withTargetAlone(command));

/** The same without algorithms. */
export function withTargetAlone(command: Command): Command {
  const names = targets.map(({ name }) => name);
  command.addOption(choiceOption('--target <name>', 'what to generate', names).default('typescript'));
  for (const { name, choosable = {} } of targets) {
    for (const [option, { summary, choices }] of Object.entries(choosable)) {
      const text = `${summary}; target ${name}, default ${choices[0]}`;
      command.addOption(choiceOption(`--${option} <name>`, text, choices));
    }
  }
  return command;
}

/** What commands that take a target are given; what is chosen of it is beside, by its option's name. */
export interface TargetOptions extends AlgorithmOptions {
  readonly target: string;
}

/** `--json`. */
export const jsonOption = (): Option => new Option('--json', 'print the result as JSON');

/** The target of this name, with what is chosen of it. @throws UserError where it leaves no such choice */
export const targetOf = (options: TargetOptions): Promise<Target> => choosing(targetAlone(options), options);

/** The same without algorithms. */
export function targetAlone(options: TargetOptions): Target {
  const { target: name } = options;
  const target = targets.find(each => each.name === name);
  if (!target) {
    throw new UserError(
      'no-such-target',
      `no target is called ${printName(name)}${didYouMean(
        name,
        targets.map(each => each.name),
      )}`,
      {
        fix: `the targets are ${targets.map(each => each.name).join(', ')}`,
      },
    );
  }
  const given: Readonly<Record<string, unknown>> = { ...options };
  const chosen: Record<string, string> = {};
  for (const { name: owner, choosable = {} } of targets) {
    for (const option of Object.keys(choosable)) {
      const value = given[option];
      if (typeof value !== 'string') continue;
      if (!target.choosable?.[option]) {
        throw new UserError('no-such-choice', `the target ${name} leaves no such choice`, {
          at: `--${option}`,
          fix: `leave it out, or --target ${owner}`,
        });
      }
      chosen[option] = value;
    }
  }
  return target.choose?.(chosen) ?? target;
}

/** A whole number of one or more. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}
