/** What every JavaScript package has beside its kernels: entry point, runtime files, package.json, README, plan.json. */

import { basename } from 'node:path/posix';
import { labelNames } from '../../compiler/labels.ts';
import { printJson, printPlan } from '../../compiler/plan/json.ts';
import type { Border, Plan } from '../../compiler/plan/plan.ts';
import { describePreprocessing } from '../../compiler/preprocessing/preprocessing.ts';
import { grouped, megabytes, scaled } from '../../compiler/quantities.ts';
import { printShape } from '../../compiler/shape.ts';
import type { BinaryFile, PackageFile, TextFile } from '../../compiler/target.ts';
import { describeBorders } from '../describe.ts';
import { inComment, inJson } from '../escape.ts';
import { fillFrame } from '../frames.ts';
import { aboutDemo } from './demo/page.ts';
import type { Entry } from './entry.ts';
import { filterFile } from './filters.ts';
import { type RuntimeFile, runtimeScripts, runtimeSources } from './runtime-files.ts';
import { weightsBytes } from './size.ts';
import { transpile } from './transpile.ts';

/** What a target brings to its packages. */
export interface Parts {
  /** Kernels as people read them, under `src/`, and whatever is needed to read them so. */
  readonly sources: readonly TextFile[];
  /** Kernels as they run, under `dist/`. */
  readonly scripts: readonly TextFile[];
  /** What scripts fetch, under `dist/`: exported under their names, as `worker.js` is, for who serves them from elsewhere. */
  readonly assets?: readonly BinaryFile[];
  readonly runtime: readonly RuntimeFile[];
  readonly entry: Entry;
  readonly readme: Readme;
}

/** What only the target knows of what the README says. */
export interface Readme {
  /** Sentences that follow the package's first. */
  readonly about: string;
  /** What a user imports; `load` and `program` unless given. */
  readonly imports?: readonly string[];
  /** Lines of code that come before `load`. */
  readonly setup?: string;
  /** What is in memory, in the words of the table. */
  readonly memory: string;
  /** What kernels and all else are written in. */
  readonly language: string;
  /** Where kernels are in `src/`: a sentence. */
  readonly kernels?: string;
  /** Paragraphs before the table. */
  readonly notes?: string;
}

/**
 * A package around kernels.
 *
 * @param page - `index.html`, where it is to have a page that tries it
 */
export async function javascriptPackage(
  plan: Plan,
  parts: Parts,
  page?: TextFile,
): Promise<readonly PackageFile[]> {
  const { sources, scripts, assets = [] } = parts;
  const filter = plan.preprocessing && filterFile(plan.preprocessing);
  const runtime = filter === undefined ? parts.runtime : [...parts.runtime, `javascript/${filter}` as const];
  // Imported when they are needed: ts-morph takes most of the compiler's start.
  const { writeEntry } = await import('./entry.ts');
  const { IndentationText, Project, QuoteKind, ts } = await import('ts-morph');
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  });
  const entry = writeEntry(project, plan, parts.entry);
  return [
    { path: 'package.json', text: packageJson(plan, parts, page) },
    { path: 'README.md', text: readme(plan, parts, page !== undefined) },
    { path: 'plan.json', text: printPlan(plan) },
    ...[...entry, ...sources, ...runtimeSources(runtime)],
    ...transpile(ts, entry, path => !hidden.includes(path)),
    ...runtimeScripts(ts, runtime),
    ...scripts,
    ...assets,
    ...labelFiles(plan),
    ...(page ? [page] : []),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The name that a package is imported by. */
export const packageName = (plan: Plan): string => `${plan.name}-${plan.target}`;

/** What no user imports: it needs no types. */
const hidden = ['src/steps.ts', 'src/worker.ts'];

function packageJson(plan: Plan, { assets = [], entry }: Parts, page: TextFile | undefined): string {
  // What is fetched, not imported.
  const fetched = [...assets.map(({ path }) => path), ...(entry.threaded ? ['dist/worker.js'] : [])];
  return printJson({
    name: packageName(plan),
    version: '1.0.0',
    description: `${plan.name} as ${plan.target} kernels, without a runtime library`,
    type: 'module',
    // AbortSignal.any, which packages use, came with 20.3.
    engines: { node: '>=20.3' },
    // For who resolves modules as before `exports`: TypeScript's `node10`.
    main: './dist/index.js',
    types: './dist/index.d.ts',
    sideEffects: entry.threaded ? ['./dist/worker.js'] : false,
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      ...Object.fromEntries(fetched.map(path => [`./${basename(path)}`, `./${path}`])),
      './plan.json': './plan.json',
      './weights.bin': './weights.bin',
      './package.json': './package.json',
    },
    files: ['dist', 'src', 'plan.json', 'weights.bin', ...(page ? [page.path] : [])],
  });
}

function readme(plan: Plan, { entry, readme: own }: Parts, hasPage: boolean): string {
  const {
    about,
    imports = ['load', 'program'],
    setup = '',
    memory,
    language,
    kernels: where,
    notes = '',
  } = own;
  const { inputs, outputs, kernels, steps } = plan;
  const [[batch = 1] = []] = inputs.map(({ shape }) => shape);
  return fillFrame('javascript', 'readme', {
    name: inComment(packageName(plan)),
    model: inComment(plan.name),
    about,
    imports: imports.join(', '),
    setup,
    memory,
    language,
    where: where ?? '`kernels/` has one file for each shape, headed by the layers that use it;',
    notes: [notes, ...(hasPage ? [aboutDemo] : [])].filter(note => note !== '').join('\n\n'),
    threaded: entry.threaded !== undefined,
    call: callOf(plan),
    inputs: inputs.map(listed('input')),
    outputs: outputs.map(listed('output')),
    parameters: grouped(plan.parameters),
    macs: scaled(plan.macs),
    kernels: kernels.length,
    steps: steps.length,
    download: megabytes(weightsBytes(plan)),
    takesImages: plan.preprocessing !== undefined,
    preprocessing: plan.preprocessing
      ? describePreprocessing(plan.preprocessing, inputs[0]?.shape ?? [])
      : '',
    classifies: plan.preprocessing !== undefined && plan.classes !== undefined,
    isBatch: batch !== 1,
    batch,
  });
}

/** The line that runs the network. */
function callOf({ inputs, outputs }: Plan): string {
  const isPlain = [...inputs, ...outputs].every(({ name }) => /^[A-Za-z_$][\w$]*$/.test(name));
  const list = (borders: readonly Border[], alone: string): string => {
    if (borders.length === 1) return alone;
    return isPlain ? `{ ${borders.map(({ name }) => name).join(', ')} }` : `${alone}s`;
  };
  const each = outputs.length === 1 ? 'Float32Array' : 'each a Float32Array';
  return `const ${list(outputs, 'output')} = await model.run(${list(inputs, 'input')}); // ${each}: ${describeBorders(inputs)} -> ${describeBorders(outputs)}, row-major`;
}

/** A row of the table. */
const listed =
  (what: string) =>
  ({ name, shape }: Border, _: number, { length }: readonly Border[]) => ({
    what: length === 1 ? what : `${what} \`${inComment(name)}\``,
    shape: printShape(shape),
  });

/** Names of the classes. Without a type, the source is the script too. */
function labelFiles({ labels }: Plan): readonly TextFile[] {
  if (!labels) return [];
  const names = labelNames(labels).map(name => `  ${inJson(name)},\n`);
  const text = `/** Names of the classes, in the order of the logits. */\nexport const labels = [\n${names.join('')}];\n`;
  return [
    { path: 'src/labels.ts', text },
    { path: 'dist/labels.js', text },
  ];
}
