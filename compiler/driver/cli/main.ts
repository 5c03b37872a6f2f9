#!/usr/bin/env node
/** The command line. Exit codes: 0 done, 1 a negative answer, 2 a user's error. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { UserError } from '../../errors.ts';
import { printLines } from '../../names.ts';
import { packageRoot } from '../../root.ts';
import { compileCommand } from './commands/compile.ts';
import { demoCommand } from './commands/demo.ts';
import { diffCommand } from './commands/diff.ts';
import { evalCommand } from './commands/eval.ts';
import { initCommand } from './commands/init.ts';
import { specsCommand, targetsCommand } from './commands/lists.ts';
import { packCommand } from './commands/pack.ts';
import { runCommand } from './commands/run.ts';
import { showCommand } from './commands/show.ts';
import { tuneCommand } from './commands/tune.ts';
import { verifyCommand } from './commands/verify.ts';
import { mindStreams, note, noteColors, widthOf } from './output.ts';
import { checkPaths } from './paths.ts';

const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
};

const program = new Command('netwright')
  .description(
    'Compiles a typed architecture spec and a checkpoint into a small package of readable kernels, and tells networks apart.',
  )
  .version(version)
  .option('--debug', 'print stack traces')
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    `
Examples:
  netwright compile resnet50 --out resnet50 --weights resnet50.safetensors
  netwright run resnet50 --image cat.jpg
  netwright show resnet50
  netwright diff resnet50-v1 resnet50

Exit codes: 0 done, 1 a negative answer (does not verify, differs), 2 an error in what was given.`,
  );
for (const command of [
  compileCommand(),
  runCommand(),
  evalCommand(),
  packCommand(),
  verifyCommand(),
  showCommand(),
  diffCommand(),
  specsCommand(),
  targetsCommand(),
  initCommand(),
  demoCommand(),
  tuneCommand(),
]) {
  program.addCommand(command);
}
const commands = program.commands.map(command => command.name());
for (const command of [program, ...program.commands]) {
  command.exitOverride().configureOutput({
    getOutHelpWidth: () => helpWidth(process.stdout),
    getErrHelpWidth: () => helpWidth(process.stderr),
    // Messages about options quote them.
    outputError: (text, write) => write(printLines(text, false)),
  });
  command.configureHelp({ minWidthToWrap: 16 });
}

program.hook('preAction', (_, command) => checkPaths(command));

mindStreams();

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Of help, which has a width in a pipe too. */
function helpWidth(stream: WriteStream): number {
  const width = widthOf(stream, process.env);
  return Number.isFinite(width) ? width : 80;
}

/** Prints an error in one clear message. */
function report(error: unknown): number {
  // Commander has printed its own; help and version are no errors.
  if (error instanceof CommanderError) {
    if (error.code === 'commander.unknownCommand') note(`  fix: the commands are ${commands.join(', ')}`);
    if (error.code === 'commander.unknownOption') note('  fix: --help after the command lists its options');
    return error.exitCode === 0 ? 0 : 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (program.opts().debug) note(inspect(error));
  else if (error instanceof UserError) note(`${noteColors.red('error:')} ${message}`);
  else if (isSystemError(error)) {
    note(
      `${noteColors.red('error:')} ${message}\n  fix: check the path, its permissions and the space on its disk`,
    );
  } else {
    note(
      `${noteColors.red('internal error:')} ${message}\n  fix: this is a fault of netwright; run with --debug and report it`,
    );
  }
  return 2;
}

/** Whether the operating system said no, to a path as a rule. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
