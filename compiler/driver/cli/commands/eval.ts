/** `netwright eval`: how often a package is right, on images whose classes are known. */

import { Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../../errors.ts';
import { writeWhole } from '../../../files/whole.ts';
import { labelNames } from '../../../labels.ts';
import { printName, printText } from '../../../names.ts';
import type { Plan } from '../../../plan/plan.ts';
import { grouped } from '../../../quantities.ts';
import { Classes, readClassMap } from '../../evaluation/classes.ts';
import { readFolder, readList, type Sample, sampled } from '../../evaluation/dataset.ts';
import { classifierOf, type Evaluation, evaluate, type Result } from '../../evaluation/evaluate.ts';
import { jsonOption, positive } from '../options.ts';
import { colors, duration, note, noteColors, print, printJsonResult, progress, table } from '../output.ts';
import { readPackage, type ThreadsOptions, threadsOption, withPackage } from '../package.ts';
import { syntheticNote } from './run.ts';

interface Options extends ThreadsOptions {
  readonly images?: string;
  readonly list?: string;
  readonly map?: string;
  readonly limit?: number;
  readonly minTop1?: number;
  readonly out?: string;
  readonly json?: true;
}

export const evalCommand = (): Command =>
  new Command('eval')
    .description('count how often a package is right, on images whose classes are known')
    .argument('<package>', 'folder of the package, weights packed')
    .option('--images <dir>', 'a folder of images for each class, named by its label or its number')
    .option(
      '--list <file>',
      'an image and its class a line, separated by a tab, a comma or a space; paths are from --images, or from the list',
    )
    .option(
      '--map <file>',
      'what names of folders or classes stand for, where they are no labels: `n01440764 tench`',
    )
    .option('--limit <n>', 'only so many images, evenly from all classes', positive)
    .addOption(
      new Option(
        '--min-top1 <share>',
        'exit with 1 where the share of right answers is below it, such as 0.9',
      ).argParser(parseShare),
    )
    .option('--out <file>', 'write the answer for each image: .csv or .jsonl')
    .addOption(threadsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Images are prepared as the package's plan.json says, and those that cannot be read are told of and not counted.
Exit codes: 0 done, 1 below --min-top1, 2 an error in what was given.

Examples:
  netwright eval resnet50 --images imagenet/val --map synsets.txt --limit 5000
  netwright eval resnet50 --list val.txt --images val --min-top1 0.75`,
    )
    .action(async (folder: string, options: Options) => {
      const format = options.out === undefined ? undefined : formatOf(options.out);
      const plan = await readPackage(folder);
      const { classes: count } = classifierOf(plan);
      const labels = plan.labels && labelNames(plan.labels);
      const map = options.map === undefined ? undefined : await readClassMap(options.map);
      const all = await samplesOf(options, new Classes(count, labels, map));
      const samples = options.limit === undefined ? all : sampled(all, options.limit);
      const { origin, evaluation } = await withPackage(folder, plan, options, async model => {
        const bar = progress(`evaluating ${grouped(samples.length)} images`);
        try {
          return { origin: model.origin, evaluation: await evaluate(plan, model, samples, bar.update) };
        } finally {
          bar.end();
        }
      });
      checkRead(evaluation);
      const nameOf = (index: number): string => labels?.[index] ?? `class ${index}`;
      if (options.out !== undefined && format) {
        await writeWhole(options.out, format(evaluation.results, nameOf));
        note(`${options.out}: ${grouped(evaluation.results.length)} answers`);
      }
      const report = reportOf(folder, plan, evaluation, nameOf);
      const { minTop1 } = options;
      const passed = minTop1 === undefined || report.top1 >= minTop1;
      process.exitCode = passed ? 0 : 1;
      if (options.json) {
        printJsonResult({ ...report, weights: origin, ...(minTop1 !== undefined && { minTop1, passed }) });
      } else {
        print(printReport(report));
        if (minTop1 !== undefined) print(verdict(report.top1, minTop1));
      }
      tellOdd(report);
      if (origin === 'synthetic') note(syntheticNote);
    });

function parseShare(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a share from 0 to 1, such as 0.9.');
}

async function samplesOf({ images, list }: Options, classes: Classes): Promise<readonly Sample[]> {
  if (list !== undefined) return readList(list, images, classes);
  if (images !== undefined) return readFolder(images, classes);
  throw new UserError('no-images', 'there is nothing to evaluate on', {
    fix: 'name a folder that holds a folder of images for each class, --images DIR, or a list, --list FILE',
  });
}

/** @throws UserError where not one image could be read */
function checkRead({ score, results }: Evaluation): void {
  if (score.images > 0) return;
  const [first] = results;
  throw new UserError('no-images', `none of ${results.length} images could be read: ${first?.broken}`, {
    at: first?.sample.path ?? '',
    fix: 'check the paths, and that the files are images',
  });
}

type NameOf = (index: number) => string;
type Format = (results: readonly Result[], nameOf: NameOf) => string;

/** @throws UserError where a file's name says no format */
function formatOf(file: string): Format {
  if (/\.csv$/i.test(file)) return toCsv;
  if (/\.jsonl$/i.test(file)) return toJsonLines;
  throw new UserError('bad-out', 'expected a name that ends in .csv or .jsonl', {
    at: file,
    fix: 'name it answers.csv or answers.jsonl',
  });
}

/** One row an image. `rank` counts the classes before the right one. */
function rowOf({ sample, answer, broken }: Result, nameOf: NameOf) {
  return {
    image: sample.name,
    label: nameOf(sample.label),
    predicted: answer ? nameOf(answer.predicted) : null,
    rank: answer ? answer.rank : null,
    correct: answer?.rank === 0,
    error: broken ?? (answer ? null : 'an output is not a number'),
  };
}

const toJsonLines: Format = (results, nameOf) =>
  results.map(result => `${JSON.stringify(rowOf(result, nameOf))}\n`).join('');

const toCsv: Format = (results, nameOf) => {
  const cell = (value: string | number | boolean | null): string => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = results.map(result => Object.values(rowOf(result, nameOf)).map(cell).join(','));
  return ['image,label,predicted,rank,correct,error', ...rows, ''].join('\n');
};

/** What `--json` prints, but for what only the command knows. */
function reportOf(folder: string, plan: Plan, { score, results, milliseconds }: Evaluation, nameOf: NameOf) {
  const { images, correct, top5, classes, confusions } = score;
  const { classes: count } = classifierOf(plan);
  const broken = results.flatMap(({ sample, broken: reason }) =>
    reason === undefined ? [] : [{ image: sample.path, reason }],
  );
  const notNumbers = results.filter(({ answer, broken: reason }) => !answer && reason === undefined).length;
  return {
    package: folder,
    name: plan.name,
    target: plan.target,
    images,
    correct,
    top1: correct / images,
    // Of five classes, all are the five likeliest.
    ...(count > 5 && { top5Correct: top5, top5: top5 / images }),
    classes: classes.map(each => ({ ...each, label: nameOf(each.index), top1: each.correct / each.images })),
    confusions: confusions.map(each => ({
      label: nameOf(each.label),
      predicted: nameOf(each.predicted),
      images: each.images,
    })),
    broken,
    notNumbers,
    milliseconds,
    imagesPerSecond: (1000 * results.length) / milliseconds,
  };
}

type Report = ReturnType<typeof reportOf>;

/** Lines of each table; the rest is in --json. */
const mostClasses = 20;
const mostConfusions = 10;

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function printReport(report: Report): string {
  const { name, images, correct, classes, confusions, milliseconds, imagesPerSecond } = report;
  const shares = [
    ['top-1', percent(report.top1), `${grouped(correct)} of ${grouped(images)}`],
    ...(report.top5 === undefined || report.top5Correct === undefined
      ? []
      : [['top-5', percent(report.top5), `${grouped(report.top5Correct)} of ${grouped(images)}`]]),
  ];
  const isAll = classes.length <= mostClasses;
  const shown = isAll ? classes : classes.toSorted((a, b) => a.top1 - b.top1).slice(0, mostClasses);
  const rest = isAll ? '' : `\n${colors.dim(`the worst of ${classes.length} classes; --json has them all`)}`;
  const sizes = new Map(classes.map(({ label, images: size }) => [label, size]));
  const pairs = confusions.slice(0, mostConfusions).map(pair => {
    const size = sizes.get(pair.label) ?? images;
    return [
      printName(pair.label),
      printName(pair.predicted),
      grouped(pair.images),
      percent(pair.images / size),
    ];
  });
  const right = 'right';
  return [
    `${colors.bold(name)}, ${grouped(images)} images of ${classes.length} classes, ${duration(milliseconds)}, ${imagesPerSecond.toFixed(imagesPerSecond < 10 ? 1 : 0)} images/s`,
    '',
    table(
      [{ title: 'answers' }, { title: 'share', align: right }, { title: 'images', align: right }],
      shares,
    ),
    '',
    table(
      [
        { title: 'class' },
        { title: 'top-1', align: right },
        { title: 'right', align: right },
        { title: 'images', align: right },
      ],
      shown.map(each => [
        printName(each.label),
        percent(each.top1),
        grouped(each.correct),
        grouped(each.images),
      ]),
    ) + rest,
    ...(pairs.length === 0
      ? []
      : [
          '',
          table(
            [
              { title: 'shows' },
              { title: 'taken for' },
              { title: 'images', align: right },
              { title: 'of its class', align: right },
            ],
            pairs,
          ),
        ]),
  ].join('\n');
}

const verdict = (top1: number, least: number): string =>
  top1 >= least
    ? `\n${colors.green('✓')} top-1 is at least ${percent(least)}`
    : `\n${colors.red('✗')} top-1 is below ${percent(least)}`;

/** Broken images that are named; the rest is counted. */
const mostNamed = 5;

/** Says what was not counted, or counted as wrong. */
function tellOdd({ broken, notNumbers }: Report): void {
  if (broken.length > 0) {
    const named = broken
      .slice(0, mostNamed)
      .map(({ image, reason }) => `\n  ${printText(image)}: ${printText(reason)}`);
    const rest = broken.length > mostNamed ? `\n  and ${broken.length - mostNamed} more` : '';
    note(
      noteColors.yellow(
        `${grouped(broken.length)} images could not be read, and are not counted:${named.join('')}${rest}`,
      ),
    );
  }
  if (notNumbers > 0) {
    note(
      noteColors.yellow(
        `${grouped(notNumbers)} images gave outputs that are not numbers, and count as wrong.`,
      ),
    );
  }
}
