/** `netwright compile`: spec to package. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { targets } from '../../../../targets/index.ts';
import { type Compilation, compile } from '../../../compile.ts';
import { UserError } from '../../../errors.ts';
import { writeWhole } from '../../../files/whole.ts';
import { constantRegion } from '../../../ir/graph.ts';
import { printGraph } from '../../../ir/print.ts';
import { fingerprint } from '../../../plan/fingerprint.ts';
import { drawArena } from '../../../plan/picture.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Target } from '../../../target.ts';
import { describeNotFinite, type NotFinite, WeightsCheck } from '../../package/not-finite.ts';
import { type ParameterSource, packToFile } from '../../package/pack.ts';
import { namesBefore } from '../../package/stale.ts';
import { type Packer, seeFolder, type WeightsState, writePackage } from '../../package/write.ts';
import { checkAlgorithms } from '../algorithms.ts';
import { describedBy, type MetadataOptions, withMetadata } from '../metadata.ts';
import {
  jsonOption,
  outputsOption,
  setOption,
  type TargetOptions,
  targetOf,
  withTarget,
} from '../options.ts';
import { colors, facts, note, noteColors, print, printJsonResult, progress } from '../output.ts';
import {
  checkCheckpointOptions,
  type WeightsOptions,
  withCheckpointOptions,
  withParameters,
} from '../parameters.ts';
import { isFile } from '../pretrained.ts';
import { describeChange, describePasses, describePlan, summarizePlan } from '../report.ts';
import type { Reconfigure } from '../settings-advice.ts';
import { configureSpec } from '../specs.ts';

interface Options extends MetadataOptions, TargetOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly outputs?: readonly string[];
  readonly out: string;
  readonly demo?: true;
  readonly dump?: string;
  readonly json?: true;
}

export const compileCommand = (): Command =>
  withMetadata(withTarget(withCheckpointOptions(new Command('compile'))))
    .description(
      'compile a spec into a package; the types of the spec are not checked here: `tsc` does that, in your editor too',
    )
    .argument('<spec>', 'name of a spec that comes with netwright, or path of your own')
    .addOption(setOption())
    .addOption(outputsOption())
    .requiredOption(
      '--out <dir>',
      'folder of the package; an earlier package there is replaced, folder by folder, and files of your own beside stay',
    )
    .option(
      '--weights <file>',
      'checkpoint to pack: safetensors, .pth or .pt; `pretrained` for the trained weights that come with the spec, `synthetic` for made-up numbers',
    )
    .option('--demo', 'add a page, index.html, that tries the network in a browser; not for cuda')
    .option('--dump <dir>', 'write the graph after each pass, and the arena, as text')
    .addOption(jsonOption())
    .action(async (spec: string, options: Options) => {
      checkCheckpointOptions(options);
      const seen = await seeFolder(options.out);
      const configured = await describedBy(await configureSpec(spec, options.set, options.outputs), options);
      const target = await targetOf(options);
      const filesOf = options.demo ? withDemo(target, options.set) : (plan: Plan) => target.files(plan);
      const compilation = compile(configured, target);
      const { plan } = compilation;
      checkAlgorithms([plan], target, options);
      if (options.dump !== undefined) await dump(compilation, options.dump);
      const files = await filesOf(plan);
      const before = await namesBefore(options.out, plan, files);
      const write = (pack?: Packer): Promise<WeightsState> =>
        writePackage(options.out, files, fingerprint(plan), { ...(pack && { pack }), before, seen });
      const { weights: from } = options;
      const { result: weights, notFinite } =
        from === undefined
          ? { result: await write() }
          : await withPacker({ ...options, weights: from }, plan, write, changed =>
              configureSpec(spec, { ...options.set, ...changed }, options.outputs),
            );
      if (options.json) {
        const paths = files.map(({ path }) => path);
        const summary = summarizePlan(plan, target);
        printJsonResult({ ...summary, out: options.out, weights, notFinite, files: paths });
        return;
      }
      print(facts(describePasses(compilation)));
      print();
      print(facts(describePlan(plan, configured.otherOutputs)));
      print();
      print(`${colors.green('✓')} ${options.out}: ${files.length} files${weightsNote(options, weights)}`);
    });

/** What makes a target's packages with a page. @throws UserError where it makes none */
function withDemo({ name, filesWithDemo }: Target, settings: Options['set']): Target['files'] {
  if (filesWithDemo) return plan => filesWithDemo(plan, settings);
  const able = targets.filter(target => target.filesWithDemo).map(target => target.name);
  throw new UserError('no-demo', `the target ${name} makes no page`, {
    at: '--demo',
    fix: `--target ${able.join(' or ')}`,
  });
}

function weightsNote({ weights, out }: Options, state: WeightsState): string {
  if (state === 'kept') return '; weights.bin kept';
  if (state === 'none') return `; no weights yet: \`netwright pack ${out} --weights FILE\``;
  if (weights !== undefined && !isFile(weights)) return ` and ${weights} weights`;
  return ` and the weights of ${weights}`;
}

/**
 * Runs `body` with what packs a checkpoint, with progress, and says what of the weights is not finite.
 *
 * @param reconfigure - the network of the same spec with other settings, where the spec is at hand
 * @throws UserError before `body` runs, where the checkpoint does not fit
 */
export async function withPacker<R>(
  options: WeightsOptions & { readonly weights: string },
  plan: Compilation['plan'],
  body: (pack: Packer) => Promise<R>,
  reconfigure?: Reconfigure,
): Promise<{ readonly result: R; readonly notFinite: readonly NotFinite[] }> {
  const halves = targets.find(({ name }) => name === plan.target)?.halves?.(plan);
  const check = new WeightsCheck(halves);
  const withSource = (source: ParameterSource): Promise<R> =>
    body(async path => {
      const bar = progress('packing');
      try {
        await packToFile(plan, source, path, bar.update, check);
      } finally {
        bar.end();
      }
    });
  const result = await withParameters(options, plan, withSource, reconfigure);
  const { found } = check;
  for (const each of found.slice(0, mostTold))
    note(`${noteColors.yellow('not finite:')} ${describeNotFinite(each, halves)}`);
  if (found.length > mostTold) note(`and ${found.length - mostTold} more tensors (--json lists all)`);
  return { result, notFinite: found };
}

/** Tensors that are told of on a terminal. */
const mostTold = 8;

async function dump({ source, passes, plan }: Compilation, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stages = [
    { name: 'source', graph: source },
    ...passes.map(({ pass, graph }) => ({ name: pass.name, graph })),
  ];
  let before = source;
  for (const [i, { name, graph }] of stages.entries()) {
    const same = i > 0 && describeChange(before, graph) === '(unchanged)';
    const text = same ? '(unchanged)\n' : printGraph(graph);
    await writeWhole(join(folder, `${String(i).padStart(2, '0')}-${name}.txt`), text);
    before = graph;
  }
  await writeWhole(join(folder, `${String(stages.length).padStart(2, '0')}-arena.txt`), drawArena(plan));
  note(
    `${folder}: ${stages.length + 1} stages as text (${constantRegion(before).size} nodes are constant at the end)`,
  );
}
