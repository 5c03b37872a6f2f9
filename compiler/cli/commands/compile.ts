/** `netwright compile`: spec to package. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import colors from 'picocolors';
import { type Compilation, compile } from '../../compile.ts';
import { constantRegion } from '../../ir/graph.ts';
import { printGraph } from '../../ir/print.ts';
import { packToFile } from '../../package/pack.ts';
import { fingerprint } from '../../package/weights-file.ts';
import { writePackage } from '../../package/write.ts';
import { drawArena } from '../../plan/picture.ts';
import { jsonOption, setOption, targetNamed, targetOption } from '../options.ts';
import { facts, note, print, printJsonResult, progress } from '../output.ts';
import { withParameters } from '../parameters.ts';
import { describeChange, describePasses, describePlan, summarizePlan } from '../report.ts';
import { loadSpec } from '../specs.ts';

interface Options {
  readonly target: string;
  readonly set: Readonly<Record<string, string>>;
  readonly out: string;
  readonly weights?: string;
  readonly dump?: string;
  readonly json?: true;
}

export const compileCommand = (): Command =>
  new Command('compile')
    .description('compile a spec into a package')
    .argument('<spec>', 'name of a spec that comes with netwright, or path of your own')
    .addOption(targetOption())
    .addOption(setOption())
    .requiredOption('--out <dir>', 'folder of the package; an earlier package there is replaced')
    .option(
      '--weights <file>',
      'checkpoint to pack: safetensors, .pth or .pt; `synthetic` for made-up numbers',
    )
    .option('--dump <dir>', 'write the graph after each pass, and the arena, as text')
    .addOption(jsonOption())
    .action(async (spec: string, options: Options) => {
      const configured = (await loadSpec(spec)).configure(options.set);
      const target = targetNamed(options.target);
      const compilation = compile(configured, target);
      const { plan } = compilation;
      if (options.dump !== undefined) await dump(compilation, options.dump);
      const files = await target.files(plan);
      const { keptWeights } = await writePackage(options.out, files, fingerprint(plan));
      if (options.weights !== undefined) await pack(options.weights, plan, options.out);
      if (options.json) {
        printJsonResult({ ...summarizePlan(plan), out: options.out, files: files.map(({ path }) => path) });
        return;
      }
      print(facts(describePasses(compilation)));
      print();
      print(facts(describePlan(plan)));
      print();
      print(`${colors.green('✓')} ${options.out}: ${files.length} files${weightsNote(options, keptWeights)}`);
    });

function weightsNote({ weights, out }: Options, kept: boolean): string {
  if (weights === 'synthetic') return ' and synthetic weights';
  if (weights !== undefined) return ` and the weights of ${weights}`;
  return kept ? '; weights.bin kept' : `; no weights yet: \`netwright pack ${out} --weights FILE\``;
}

/** Packs a checkpoint into a package, with progress. */
export async function pack(weights: string, plan: Compilation['plan'], folder: string): Promise<void> {
  const bar = progress('packing');
  try {
    await withParameters(weights, plan, source =>
      packToFile(plan, source, join(folder, 'weights.bin'), bar.update),
    );
  } finally {
    bar.end();
  }
}

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
    await writeFile(join(folder, `${String(i).padStart(2, '0')}-${name}.txt`), text);
    before = graph;
  }
  await writeFile(join(folder, `${String(stages.length).padStart(2, '0')}-arena.txt`), drawArena(plan));
  note(
    `${folder}: ${stages.length + 1} stages as text (${constantRegion(before).size} nodes are constant at the end)`,
  );
}
