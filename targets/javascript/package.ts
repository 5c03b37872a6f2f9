/** What every JavaScript package has beside its kernels: runtime files, package.json, README, plan.json. */

import { labelNames } from '../../compiler/labels.ts';
import { printJson, printPlan } from '../../compiler/plan/json.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { printShape } from '../../compiler/shape.ts';
import { fillFrame } from '../frames.ts';
import type { PackageFile } from '../target.ts';
import { grouped, megabytes, scaled } from '../text.ts';
import { runtimeScripts, runtimeSources } from './runtime-files.ts';
import { weightsBytes } from './size.ts';
import { eraseTypes, transpile } from './transpile.ts';

/**
 * A package around kernels.
 *
 * @param kernels - `src/kernels/*.ts`
 * @param about - what to say of the target in the README
 */
export async function javascriptPackage(
  plan: Plan,
  kernels: readonly PackageFile[],
  about: string,
): Promise<readonly PackageFile[]> {
  // Imported when they are needed: ts-morph takes most of the compiler's start.
  const { writeEntry } = await import('./entry.ts');
  const { IndentationText, Project, QuoteKind, ts } = await import('ts-morph');
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  });
  const entry = writeEntry(project, plan);
  return [
    { path: 'package.json', text: packageJson(plan) },
    { path: 'README.md', text: readme(plan, about) },
    { path: 'plan.json', text: printPlan(plan) },
    ...[...entry, ...kernels, ...runtimeSources()],
    ...transpile(ts, entry, path => path !== 'src/steps.ts'),
    ...runtimeScripts(ts),
    ...eraseTypes(kernels),
    ...labelFiles(plan),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const packageName = (plan: Plan): string => `${plan.name}-${plan.target}`;

function packageJson(plan: Plan): string {
  return printJson({
    name: packageName(plan),
    version: '1.0.0',
    description: `${plan.name} as ${plan.target} kernels, without a runtime library`,
    type: 'module',
    engines: { node: '>=20' },
    sideEffects: false,
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './plan.json': './plan.json',
      './weights.bin': './weights.bin',
      './package.json': './package.json',
    },
    files: ['dist', 'src', 'plan.json', 'weights.bin'],
  });
}

function readme(plan: Plan, about: string): string {
  const { input, output, arena, kernels, steps } = plan;
  return fillFrame('javascript', 'readme', {
    name: packageName(plan),
    model: plan.name,
    about,
    input: printShape(input.shape),
    output: printShape(output.shape),
    parameters: grouped(plan.parameters),
    macs: scaled(plan.macs),
    kernels: kernels.length,
    steps: steps.length,
    download: megabytes(weightsBytes(plan)),
    weights: megabytes(4 * plan.recipe.elements),
    prepared: megabytes(4 * plan.prepared),
    activations: megabytes(4 * arena.elements),
    lowerBound: megabytes(4 * arena.lowerBound),
    scratch: megabytes(8 * plan.scratch),
    takesImages: plan.preprocessing !== undefined,
  });
}

/** Names of the classes. Without a type, the source is the script too. */
function labelFiles({ labels }: Plan): readonly PackageFile[] {
  if (!labels) return [];
  const names = labelNames(labels).map(name => `  ${JSON.stringify(name)},\n`);
  const text = `/** Names of the classes, in the order of the logits. */\nexport const labels = [\n${names.join('')}];\n`;
  return [
    { path: 'src/labels.ts', text },
    { path: 'dist/labels.js', text },
  ];
}
