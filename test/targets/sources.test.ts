/** The text of generated packages: types that check, types erased as TypeScript erases them, nothing a CSP forbids. */

import './memo.ts';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { TextFile } from '../../compiler/target.ts';
import { printKernel } from '../../targets/typescript/kernels/index.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { PackageFolder } from './packages.ts';
import { importSpec } from './specs.ts';
import { choosing } from './table/algorithms.ts';
import { configuredFrom } from './table/case.ts';
import { epilogueCases } from './table/epilogues.ts';
import { layoutCases } from './table/layouts.ts';
import { operatorCases } from './table/operators.ts';
import { textsOf } from './texts.ts';
import { algorithmCases } from './typescript/algorithm-cases.ts';

/** The column where a line of a kernel must end. */
const widest = 110;

/** Together they have every kind of kernel that the shipped specs use. */
const specs = [
  ['resnet50', {}],
  ['resnext50-32x4d', { batch: 2 }],
  ['article-resnet50', { height: 65, width: 48, classes: 10 }],
] as const;

const folder = new PackageFolder();
const packages = new Map<string, readonly TextFile[]>();
let tableKernels: readonly TextFile[];
beforeAll(async () => {
  tableKernels = kernelsOfTable();
  for (const [name, settings] of specs) {
    const { plan } = compile((await importSpec(name)).configure(settings), typescript);
    const files = textsOf(await typescript.files(plan));
    packages.set(name, files);
    folder.write(name, files);
  }
});
afterAll(() => folder.remove());

/** Every kernel of the conformance table: none that a target can print is missing. */
function kernelsOfTable(): readonly TextFile[] {
  const plans: Plan[] = [
    ...[...operatorCases(), ...epilogueCases(), ...layoutCases()].map(
      row => compile(configuredFrom(row), typescript).plan,
    ),
    ...algorithmCases.map(row => compile(configuredFrom(row), choosing(typescript, row.algorithms)).plan),
  ];
  return plans.flatMap(plan =>
    plan.kernels.map(kernel => ({
      path: `src/${plan.name}/${kernel.name}.ts`,
      text: printKernel(kernel, plan).text,
    })),
  );
}

/** Code without comments and layout, to compare what it says. */
function normalized(code: string): string {
  const source = ts.createSourceFile('code.js', code, ts.ScriptTarget.ES2022);
  return ts.createPrinter({ removeComments: true }).printFile(source);
}

const withoutComments = (code: string): string => code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

describe('types', () => {
  test('are erased from kernels as TypeScript erases them', async () => {
    const { eraseTypes } = await import('../../targets/javascript/transpile.ts');
    const kernels = [
      ...tableKernels,
      ...[...packages.values()].flatMap(files => files.filter(({ path }) => path.startsWith('src/kernels/'))),
    ];
    expect(kernels.length).toBeGreaterThan(1000);
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    for (const [i, { path, text }] of eraseTypes(kernels).entries()) {
      const { outputText } = ts.transpileModule(kernels[i]?.text ?? '', { compilerOptions });
      // A message of thousands of characters helps nobody: the path first.
      if (normalized(text) !== normalized(outputText)) expect(text, path).toBe(outputText);
    }
  });

  test('are erased outside of strings alone', async () => {
    const { transpile } = await import('../../targets/javascript/transpile.ts');
    const text = 'export const labels: readonly string[] = ["speed: number, unknown"];\n';
    const [script] = transpile(ts, [{ path: 'src/labels.ts', text }], () => false);
    expect(script?.text).toBe('export const labels = ["speed: number, unknown"];\n');
  });

  test('of sources check under `strict`', () => {
    const project = join(folder.path, '..', 'sources');
    for (const { path, text } of tableKernels) {
      const to = join(project, path);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, text);
    }
    check(project, {
      compilerOptions: {
        strict: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        noImplicitReturns: true,
        allowImportingTsExtensions: true,
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        lib: ['es2022', 'dom'],
      },
      include: ['src', ...[...packages.keys()].map(name => `../node_modules/${name}/src`)],
      exclude: [],
    });
  });

  test('of packages check in a consumer under everything that `strict` leaves out', () => {
    const project = join(folder.path, '..', 'consumer');
    mkdirSync(project, { recursive: true });
    writeFileSync(
      join(project, 'consumer.ts'),
      `import { load, program, type InputShape, type OutputShape } from 'resnet50-typescript';
import type { Classification, LayerTime, Model, Tensor } from 'resnet50-typescript';

const model: Model<InputShape, OutputShape> = await load({ weights: 'weights.bin', onProgress: (a, b) => void (a / b) });
const logits: Tensor<readonly [1, 1000]> = await model.run(new Float32Array(3 * 224 * 224));
const top: readonly Classification[] = await model.classify({ width: 1, height: 1, data: new Uint8Array(4) }, { k: 1 });
const times: readonly LayerTime[] = await model.profile();
const input: InputShape = [1, 3, 224, 224];
const output: OutputShape = [1, 1000];
// @ts-expect-error the batch is 1
const wrong: OutputShape = [2, 1000];
// @ts-expect-error a tensor of one shape is none of another
const mistaken: Tensor<readonly [1, 10]> = logits;
export const all = [logits[0], top[0]?.label, times, input, output, wrong, mistaken, program.bytes.download];
`,
    );
    folder.write('resnet50-typescript', packages.get('resnet50') ?? []);
    check(project, {
      compilerOptions: {
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        noPropertyAccessFromIndexSignature: true,
        verbatimModuleSyntax: true,
        isolatedModules: true,
        skipLibCheck: false,
        lib: ['es2022', 'dom'],
      },
      include: ['consumer.ts'],
    });
  });
});

describe('sources', () => {
  const files = (): readonly TextFile[] =>
    [...packages.values()].flat().filter(({ path }) => /\.(ts|js)$/.test(path));

  test.each([
    ['eval', /\beval\b/],
    ['Function', /\bFunction\s*\(/],
    ['scripts by address', /importScripts/],
    ['blob URLs', /blob:|createObjectURL/],
    ['data URLs', /['"`]data:/],
    ['timers with code', /setTimeout\s*\(\s*['"`]/],
    ['require', /\brequire\s*\(/],
  ])('have no %s', (_, pattern) => {
    for (const { path, text } of files()) {
      expect(pattern.test(withoutComments(text)) ? path : '', 'a strict CSP forbids it').toBe('');
    }
  });

  test('import nothing but files of the package', () => {
    for (const [name, all] of packages) {
      const paths = new Set(all.map(({ path }) => path));
      for (const { path, text } of all.filter(file => /\.(ts|js)$/.test(file.path))) {
        const { importedFiles } = ts.preProcessFile(text);
        for (const { fileName } of importedFiles) {
          const target = join(dirname(path), fileName);
          const exists = paths.has(target) || paths.has(target.replace(/\.js$/, '.d.ts'));
          expect(/^\.\.?\//.test(fileName) && exists, `${name}/${path} imports ${fileName}`).toBe(true);
        }
      }
    }
  });

  test('of kernels are laid out for readers', () => {
    for (const { path, text } of files().filter(file => file.path.startsWith('src/kernels'))) {
      const lines = text.split('\n');
      const tooLong = lines.find(line => line.length > widest);
      expect(tooLong ?? '', `a line of ${path} is longer than ${widest}`).toBe('');
      expect(text, path).not.toMatch(/\n\n\n|\{\n\n|\n\n\s*\}|[ \t]\n|^\n/);
      // A loop of one turn is no loop, and `+ 0` and `* 1` no sums and products.
      expect(text, path).not.toMatch(/< 1; \w+\+\+|(?<![\d.])0 \* |\* 1\b(?!\.)|\+ 0\b(?!\.)|strip of 1 /);
    }
  });
});

/** Runs the project's TypeScript on a folder; its complaints are the message. */
function check(
  project: string,
  config: { readonly compilerOptions: object; readonly [key: string]: unknown },
): void {
  const settings = { target: 'es2022', module: 'nodenext', types: [], noEmit: true };
  const compilerOptions = { ...settings, ...config.compilerOptions };
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ ...config, compilerOptions }));
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(manifest), 'bin', 'tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    expect.fail(stdout.slice(0, 4000) || String(error));
  }
}
