/** `netwright diff`: what differs between two networks, and what that does to everything made from them. */

import { Command } from 'commander';
import { z } from 'zod';
import { printRenameMap } from '../../../checkpoint/rename.ts';
import type { Compilation } from '../../../compile.ts';
import { totalFigures } from '../../../diff/print/costs.ts';
import { printMarkdown } from '../../../diff/print/markdown.ts';
import { namesOf } from '../../../diff/print/sentences.ts';
import { printReport } from '../../../diff/print/text.ts';
import { renamesOf, reportOn, type Side } from '../../../diff/report/report.ts';
import { type Report, reportSchema } from '../../../diff/report/schema.ts';
import { drawDifference } from '../../../drawing/diff.ts';
import { UserError } from '../../../errors.ts';
import { writeWhole } from '../../../files/whole.ts';
import type { Target } from '../../../target.ts';
import { checkAlgorithms, choosesAlgorithms } from '../algorithms.ts';
import { choiceOption } from '../choices.ts';
import { deliver } from '../files.ts';
import {
  jsonOption,
  outputsOption,
  setOption,
  settingsOption,
  type TargetOptions,
  targetOf,
  withTarget,
} from '../options.ts';
import { note, paper, printJsonResult, screen } from '../output.ts';
import { compileSubject, loadSubject, type Subject, subjectArgument } from '../subject.ts';

type Settings = Readonly<Record<string, string>>;

interface Options extends TargetOptions {
  readonly set: Settings;
  readonly outputs?: readonly string[];
  readonly setBefore: Settings;
  readonly setAfter: Settings;
  readonly structural?: true;
  readonly as: 'text' | 'markdown' | 'html';
  readonly json?: true;
  readonly out?: string;
  readonly renameMap?: string;
  readonly failOn: 'breaking' | 'any' | 'none';
  readonly schema?: true;
}

export const diffCommand = (): Command =>
  withTarget(new Command('diff'))
    .description('tell what differs between two networks, and what that costs')
    .argument('[before]', subjectArgument)
    .argument('[after]', 'the same')
    .addOption(setOption())
    .addOption(outputsOption())
    .addOption(settingsOption('--set-before <name=value>', 'a setting of the first spec alone'))
    .addOption(settingsOption('--set-after <name=value>', 'a setting of the second spec alone'))
    .option('--structural', 'ignore names, paths and classes: compare what is computed')
    .addOption(choiceOption('--as <form>', 'how to print it', ['text', 'markdown', 'html']).default('text'))
    .addOption(jsonOption())
    .option('--schema', 'print the JSON Schema of what --json prints')
    .option('--out <file>', 'write it to a file')
    .option('--rename-map <file>', 'write the names of tensors that changed, for `compile --rename`')
    .addOption(
      choiceOption('--fail-on <what>', 'differences that make the exit code 1', [
        'breaking',
        'any',
        'none',
      ]).default('any'),
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 the same (or no difference that --fail-on names), 1 different, 2 an error, as diff(1).

Examples:
  netwright diff resnet50-v1 resnet50
  netwright diff article-resnet50 resnet34 --structural
  netwright diff ./released resnet50 --set-after classes=10 --as markdown --fail-on breaking

Of packages it reads plan.json, and executes nothing; a spec is a program, which it runs.`,
    )
    .action(async (from: string | undefined, to: string | undefined, options: Options) => {
      if (options.schema) {
        printJsonResult(z.toJSONSchema(reportSchema));
        return;
      }
      if (from === undefined || to === undefined) {
        throw new UserError('missing-argument', 'diff takes two networks', {
          fix: `give ${subjectArgument}, twice`,
        });
      }
      if (options.json && options.as !== 'text') {
        throw new UserError('bad-options', `--json and --as ${options.as} exclude each other`, {
          fix: 'give one of them',
        });
      }
      const target = await targetOf(options);
      const before = await loadSubject(from, { ...options.set, ...options.setBefore }, options.outputs);
      const after = await loadSubject(to, { ...options.set, ...options.setAfter }, options.outputs);
      const isAnew = choosesAlgorithms(options);
      const [first, second] = [attempt(before, target, isAnew), attempt(after, target, isAnew)];
      const plans = [first, second].flatMap(({ side }) => side.plan ?? []);
      checkAlgorithms(plans, target, options);
      const structural = options.structural === true;
      const { difference, report } = reportOn(first.side, second.side, { target, structural });
      if (options.renameMap !== undefined) await writeRenames(report, options.renameMap);
      if (options.json) await deliver(JSON.stringify(report, undefined, 2), options.out);
      else if (options.as === 'markdown') await deliver(printMarkdown(report), options.out);
      else if (options.as === 'html') {
        const page = drawDifference(
          difference,
          first.compilation,
          second.compilation,
          target,
          totalFigures(report),
          namesOf(report),
        );
        await deliver(page, options.out, true);
      } else {
        const { colors, width } = options.out === undefined ? screen : paper;
        await deliver(printReport(report, colors, width), options.out);
      }
      process.exitCode = isFailure(report, options.failOn) ? 1 : 0;
    });

/** A network as the target would run it. One that it cannot run can still be compared. */
function attempt(
  subject: Subject,
  target: Target,
  isAnew: boolean,
): { readonly side: Side; readonly compilation?: Compilation } {
  const { from, configured } = subject;
  try {
    const compilation = compileSubject(subject, target, isAnew);
    return { side: { from, configured, plan: compilation.plan }, compilation };
  } catch (error) {
    if (error instanceof UserError) return { side: { from, configured, unplanned: error.message } };
    throw error;
  }
}

async function writeRenames(report: Report, file: string): Promise<void> {
  const renames = renamesOf(report);
  await writeWhole(file, printRenameMap(renames));
  note(`${file}: ${renames.size} names`);
}

function isFailure({ same, breaking }: Report, failOn: Options['failOn']): boolean {
  if (failOn === 'none') return false;
  return failOn === 'breaking' ? breaking.length > 0 : !same;
}
