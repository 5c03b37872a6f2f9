/** `netwright show`: a spec's graph, or what the compiler makes of it, as text. */

import { Command, Option } from 'commander';
import { compile } from '../../compile.ts';
import { graphToJson } from '../../ir/json.ts';
import { printGraph } from '../../ir/print.ts';
import { pipeline } from '../../passes/pipeline.ts';
import { printPlan } from '../../plan/json.ts';
import { drawArena } from '../../plan/picture.ts';
import { jsonOption, setOption, targetNamed, targetOption } from '../options.ts';
import { facts, print, printJsonResult } from '../output.ts';
import { describePlan } from '../report.ts';
import { configureSpec } from '../specs.ts';

interface Options {
  readonly target: string;
  readonly set: Readonly<Record<string, string>>;
  readonly stage: string;
  readonly json?: true;
}

const last = pipeline.at(-1)?.name ?? 'source';

export const showCommand = (): Command =>
  new Command('show')
    .description('show a spec as the compiler sees it: its graph at any stage, its plan, its memory')
    .argument('<spec>', 'name of a spec that comes with netwright, or path of your own')
    .addOption(
      new Option('--stage <name>', 'what to show')
        .choices(['source', ...pipeline.map(({ name }) => name), 'plan', 'arena'])
        .default(last),
    )
    .addOption(targetOption())
    .addOption(setOption())
    .addOption(jsonOption())
    .action(async (spec: string, { target, set, stage, json }: Options) => {
      const configured = await configureSpec(spec, set);
      const { source, passes, plan } = compile(configured, targetNamed(target));
      if (stage === 'arena') {
        if (json) printJsonResult(plan.arena);
        else print(drawArena(plan).trimEnd());
      } else if (stage === 'plan') {
        print(json ? printPlan(plan).trimEnd() : facts(describePlan(plan)));
      } else {
        const graph = stage === 'source' ? source : passes.find(({ pass }) => pass.name === stage)?.graph;
        if (graph && json) printJsonResult(graphToJson(graph));
        else if (graph) print(printGraph(graph).trimEnd());
      }
    });
