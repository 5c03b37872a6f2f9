/** `netwright show`: a network as people look at it, and as the compiler does. */

import { Command, InvalidArgumentError, Option } from 'commander';
import stringWidth from 'string-width';
import { wrapWords } from '../../../columns.ts';
import type { Compilation } from '../../../compile.ts';
import { nearestOf } from '../../../did-you-mean.ts';
import { drawDot } from '../../../drawing/dot.ts';
import { drawNetwork } from '../../../drawing/show.ts';
import { UserError } from '../../../errors.ts';
import type { Graph } from '../../../ir/graph.ts';
import { graphToJson } from '../../../ir/json.ts';
import { printGraph } from '../../../ir/print.ts';
import { outlineOf } from '../../../outline/build.ts';
import { printModules } from '../../../outline/modules.ts';
import { type SortKey, sortKeys } from '../../../outline/table.ts';
import { pipeline, runPipeline } from '../../../passes/pipeline.ts';
import { printPlan } from '../../../plan/json.ts';
import { drawArena } from '../../../plan/picture.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Target } from '../../../target.ts';
import { checkAlgorithms, choosesAlgorithms } from '../algorithms.ts';
import { choiceOption, choicesOption } from '../choices.ts';
import { deliver } from '../files.ts';
import {
  jsonOption,
  outputsOption,
  setOption,
  type TargetOptions,
  targetOf,
  withTarget,
} from '../options.ts';
import { facts, type Page, paper, screen } from '../output.ts';
import { describePlan } from '../report.ts';
import { compileSubject, loadSubject, type Subject, subjectArgument } from '../subject.ts';
import { type ColumnName, columnNames, printTable, tableToJson, usualColumns } from '../table.ts';

const stages = ['source', ...pipeline.map(({ name }) => name)];

const forms = ['table', 'modules', 'ir', 'plan', 'arena', 'dot', 'html'] as const;
type Form = (typeof forms)[number];

interface Options extends TargetOptions {
  readonly as: Form;
  readonly set: Readonly<Record<string, string>>;
  readonly outputs?: readonly string[];
  readonly depth: number;
  readonly sort?: SortKey;
  readonly columns?: readonly ColumnName[];
  readonly before?: string;
  readonly after?: string;
  readonly json?: true;
  readonly out?: string;
}

export const showCommand = (): Command =>
  withTarget(new Command('show'))
    .description('show a network: its layers and what they cost, its modules, graph, plan, memory, a drawing')
    .argument('<network>', subjectArgument)
    .addOption(
      choiceOption(
        '--as <form>',
        'table: layers and costs; modules: as PyTorch prints them; ir: the graph; plan; arena: the memory; dot: for Graphviz; html: a page to explore',
        forms,
      ).default('table'),
    )
    .addOption(
      new Option('--depth <levels>', 'levels of modules in the table, or `all`')
        .argParser(parseDepth)
        .default(2),
    )
    .addOption(choiceOption('--sort <by>', 'largest first, without the tree', sortKeys))
    .addOption(
      choicesOption(
        '--columns <names>',
        `of the table, separated by commas; ${usualColumns.join(', ')} unless given`,
        columnNames,
      ),
    )
    .addOption(
      choiceOption('--after <pass>', 'the ir after a pass; `source` is before all', stages).conflicts(
        'before',
      ),
    )
    .addOption(choiceOption('--before <pass>', 'the ir before a pass', stages.slice(1)))
    .addOption(setOption())
    .addOption(outputsOption())
    .addOption(jsonOption())
    .option('--out <file>', 'write it to a file')
    .addHelpText(
      'after',
      `
Output bytes are those of all results together, in float32. What a run holds at once is less: its activation memory,
which --as plan tells and --as arena draws. Tables are as wide as the terminal, or as COLUMNS says.

Examples:
  netwright show resnet50
  netwright show resnet50 --depth all --sort macs
  netwright show resnet50 --columns type,kernel,input,output
  netwright show resnet50 --as ir --before fold-batch-norm
  netwright show resnet50 --as html --out resnet50.html

Of a package it reads plan.json, and executes nothing; a spec is a program, which it runs.`,
    )
    .action(async (from: string, options: Options) => {
      checkOptions(options);
      const subject = await loadSubject(from, options.set, options.outputs);
      await deliver(render(subject, await targetOf(options), options), options.out, options.as === 'html');
    });

/** Options that only one form heeds. */
function checkOptions({ as: form, sort, columns, before, after, json }: Options): void {
  const misplaced =
    (sort ?? columns) !== undefined && form !== 'table'
      ? `${sort === undefined ? '--columns' : '--sort'} is of --as table`
      : (before ?? after) !== undefined && form !== 'ir'
        ? '--before and --after are of --as ir'
        : json && ['modules', 'dot', 'html'].includes(form)
          ? `--as ${form} has no JSON`
          : undefined;
  if (misplaced === undefined) return;
  throw new UserError('bad-options', misplaced, { fix: 'leave it out, or give another --as' });
}

function render(subject: Subject, target: Target, options: Options): string {
  const page = options.out === undefined ? screen : paper;
  const { graph } = subject.configured;
  const compiled = (): Compilation => {
    const compilation = compileSubject(subject, target, choosesAlgorithms(options));
    checkAlgorithms([compilation.plan], target, options);
    return compilation;
  };
  const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
  switch (options.as) {
    case 'table': {
      const outline = outlineOf(graph);
      if (options.json) return json(tableToJson(outline, options));
      return printTable(outline, options, page);
    }
    case 'modules':
      return printModules(graph);
    case 'ir': {
      const stage = stageOf(graph, options);
      return options.json ? json(graphToJson(stage)) : printGraph(stage);
    }
    case 'plan': {
      const { plan } = compiled();
      return options.json
        ? printPlan(plan)
        : facts(describePlan(plan, subject.configured.otherOutputs), page);
    }
    case 'arena': {
      const { plan } = compiled();
      return options.json ? json(plan.arena) : drawArenaOn(page, plan);
    }
    case 'dot':
      return drawDot(outlineOf(graph));
    case 'html':
      return drawNetwork(compiled(), target);
  }
}

/** The graph after a pass; after the last unless said. */
function stageOf(source: Graph, { before, after }: Options): Graph {
  const name = before === undefined ? (after ?? stages.at(-1)) : stages[stages.indexOf(before) - 1];
  return runPipeline(source).find(({ pass }) => pass.name === name)?.graph ?? source;
}

/** The picture, as large as fits beside the names of layers and sizes. */
function drawArenaOn({ width }: Page, plan: Plan): string {
  const usual = 64;
  const sizes = ' || 0000.00 MB'.length;
  const names = Math.max(16, Math.floor(width / 2) - sizes);
  const longest = plan.steps.reduce((most, { layer }) => Math.max(most, stringWidth(layer)), 0);
  const room = width - Math.min(names, longest) - sizes;
  const picture = drawArena(plan, Math.max(8, Math.min(usual, room)), room < usual ? names : undefined);
  const end = picture.trimEnd().lastIndexOf('\n') + 1;
  return picture.slice(0, end) + wrapWords(picture.slice(end).trimEnd(), width).join('\n');
}

function parseDepth(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  const depth = Number(text);
  if (Number.isInteger(depth) && depth >= 0) return depth;
  const question = nearestOf(text, ['all']) === undefined ? '' : ' Did you mean all?';
  throw new InvalidArgumentError(`Expected a whole number, or \`all\`.${question}`);
}
