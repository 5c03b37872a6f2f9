/** `netwright tune`: what a network's contractions are computed by the fastest on this machine. */

import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { Command } from 'commander';
import { compile } from '../../../compile.ts';
import type { Configured } from '../../../dsl/spec.ts';
import { UserError } from '../../../errors.ts';
import { inTemporaryFolder } from '../../../files/temporary.ts';
import { checkPlace, writeWhole } from '../../../files/whole.ts';
import { printText } from '../../../names.ts';
import type { Target } from '../../../target.ts';
import { describeSchedule } from '../../tuning/algorithms.ts';
import { Contests } from '../../tuning/candidates.ts';
import { noSuchLayer } from '../../tuning/forced.ts';
import { isAmong } from '../../tuning/layers.ts';
import { roundsOf } from '../../tuning/measure.ts';
import { headOf, isOf, type Machine, printTable, type TunedTable } from '../../tuning/table.ts';
import { Trials } from '../../tuning/trial.ts';
import { type Outcome, tune, type Verdict } from '../../tuning/tune.ts';
import { loadTable } from '../algorithms.ts';
import {
  jsonOption,
  outputsOption,
  positive,
  setOption,
  type TargetOptions,
  targetAlone,
  withTargetAlone,
} from '../options.ts';
import { colors, duration, print, printJsonResult, progress, table } from '../output.ts';
import { syntheticParameters } from '../parameters.ts';
import { configureSpec } from '../specs.ts';

interface Options extends TargetOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly outputs?: readonly string[];
  readonly layer?: string;
  readonly runs: number;
  readonly out?: string;
  readonly json?: true;
}

export const tuneCommand = (): Command =>
  withTargetAlone(new Command('tune'))
    .description(
      'measure on this machine which algorithms and tiles compute a network the fastest, for targets whose packages it can run',
    )
    .argument('<spec>', 'name of a spec that comes with netwright, or path of your own')
    .addOption(setOption())
    .addOption(outputsOption())
    .option('--layer <path>', 'measure these alone: a layer, a module, or many by `*`')
    .option('--runs <n>', 'how often each candidate is timed', positive, 15)
    .option('--out <file>', 'write the table that `compile --tuned` reads; one that is there is updated')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The network is compiled with one candidate after another for each of its convolutions and linear layers, and timed in
turns, with synthetic weights. The model's choice stands unless another takes at least 3 % less, twice. ResNet-50 takes
a few minutes of one core for wasm, and several more for typescript; leave the machine alone meanwhile.

Examples:
  netwright tune resnet50 --target wasm --out tuned.json
  netwright compile resnet50 --target wasm --tuned tuned.json --out resnet50`,
    )
    .action(async (spec: string, options: Options) => {
      const target = targetAlone(options);
      const machine = machineOf();
      if (options.out !== undefined) await checkPlace(options.out);
      const before =
        options.out !== undefined && existsSync(options.out)
          ? await updatable(options.out, target, machine)
          : undefined;
      const configured = await configureSpec(spec, options.set, options.outputs);
      const outcome = await measure(configured, target, options);
      const { out } = options;
      if (out !== undefined) {
        const found = outcome.verdicts.map(({ key, fastest }) => [key, fastest] as const);
        const fastest = new Map([...(before?.fastest ?? []), ...found]);
        await writeWhole(out, printTable({ ...headOf(target), machine, fastest }));
      }
      if (options.json) printJsonResult({ spec, target: target.name, machine, ...toJson(outcome), out });
      else print(printOutcome(outcome, out));
    });

/** What times are taken on. */
function machineOf(): Machine {
  const { node, v8 } = process.versions;
  return { cpu: cpus()[0]?.model ?? 'unknown', engine: `Node ${node}, V8 ${v8}` };
}

/** A table that can be added to. @throws UserError where it is another target's or machine's */
async function updatable(path: string, target: Target, machine: Machine): Promise<TunedTable> {
  const found = await loadTable(path);
  const fix = 'name another --out';
  if (found.target !== target.name) {
    throw new UserError('other-table', `is of the target ${found.target}, not of ${target.name}`, {
      at: path,
      fix,
    });
  }
  if (!isOf(found, target)) {
    throw new UserError('other-table', 'was measured with other options of the target', { at: path, fix });
  }
  const { cpu, engine } = found.machine;
  if (cpu !== machine.cpu || engine !== machine.engine) {
    throw new UserError(
      'other-table',
      `was measured on another machine: ${printText(cpu)}, ${printText(engine)}; this is ${machine.cpu}, ${machine.engine}`,
      { at: path, fix },
    );
  }
  return found;
}

async function measure(
  configured: Configured,
  target: Target,
  { layer: pattern, runs }: Options,
): Promise<Outcome> {
  const layers: string[] = [];
  const isMeasured = (layer: string): boolean => {
    layers.push(layer);
    return pattern === undefined || isAmong(pattern, layer);
  };
  const contests = new Contests(target, isMeasured);
  compile(configured, contests.watching);
  if (contests.all.length === 0) {
    if (pattern !== undefined && layers.length > 0) {
      throw noSuchLayer(configured.spec, pattern, layers, '--layer');
    }
    throw new UserError('no-such-layer', `${configured.spec} has no convolution or linear layer`);
  }
  return inTemporaryFolder('netwright-tune-', async folder => {
    const bar = progress(`measuring ${configured.spec} for ${target.name}`);
    try {
      const trials = new Trials(folder, configured, target, syntheticParameters);
      return await tune(trials, contests.all, roundsOf(runs), bar.update);
    } finally {
      bar.end();
    }
  });
}

function printOutcome({ verdicts, before, after }: Outcome, out: string | undefined): string {
  const rows = verdicts.map(verdict => {
    const [chosen] = verdict.schedules;
    return [
      printLayers(verdict.layers),
      duration(verdict.milliseconds),
      before > 0 ? `${((100 * verdict.milliseconds) / before).toFixed(1)}` : '',
      chosen ? describeSchedule(chosen) : '',
      isBetter(verdict) ? describeSchedule(verdict.fastest) : 'the same',
      isBetter(verdict) ? times(1 / verdict.share) : '',
    ];
  });
  const better = verdicts.filter(isBetter).length;
  return [
    table(
      [
        { title: 'layers', fit: 'shorten' },
        { title: 'time', align: 'right' },
        { title: '%', align: 'right', fit: 'omit' },
        { title: 'by the model', fit: 'wrap' },
        { title: 'the fastest', fit: 'wrap' },
        { title: 'gain', align: 'right' },
      ],
      rows,
    ),
    '',
    `${better} of ${verdicts.length} choices have a faster one: a run takes ${duration(after)} for ${duration(before)}`,
    out === undefined
      ? colors.dim('--out FILE writes what was found, for `netwright compile --tuned FILE`')
      : `${colors.green('✓')} ${out}`,
  ].join('\n');
}

const isBetter = ({ share }: Verdict): boolean => share < 1;

const times = (factor: number): string => `${factor.toFixed(2)}x`;

/** `layer1.0.conv2 and 2 more`. */
const printLayers = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first} and ${others.length} more`;

const toJson = ({ verdicts, before, after }: Outcome) => ({
  milliseconds: { before, after },
  contractions: verdicts.map(({ key, schedules: [chosen], ...rest }) => ({
    contraction: key,
    chosen,
    ...rest,
  })),
});
