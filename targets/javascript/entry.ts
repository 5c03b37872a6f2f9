/** The entry point of a JavaScript package, written with ts-morph: `program.ts`, `steps.ts`, `index.ts`. */

import { type Project, type SourceFile, VariableDeclarationKind } from 'ts-morph';
import { fingerprint } from '../../compiler/plan/fingerprint.ts';
import type { Plan, Range, Step } from '../../compiler/plan/plan.ts';
import { printShape } from '../../compiler/shape.ts';
import type { PackageFile } from '../target.ts';
import { grouped, indent, scaled } from '../text.ts';
import { weightsBytes } from './size.ts';

/** The files, under `src/`. */
export function writeEntry(project: Project, plan: Plan): readonly PackageFile[] {
  return [
    file(project, 'program', source => writeProgram(source, plan)),
    file(project, 'steps', source => writeSteps(source, plan)),
    file(project, 'index', source => writeIndex(source, plan)),
  ];
}

function file(project: Project, name: string, write: (source: SourceFile) => void): PackageFile {
  const source = project.createSourceFile(`src/${name}.ts`);
  write(source);
  return { path: `src/${name}.ts`, text: indent(source.getFullText()) };
}

const tuple = (shape: readonly number[]): string => `readonly ${printShape(shape)}`;

function writeProgram(source: SourceFile, plan: Plan): void {
  const { input, output, preprocessing, labels } = plan;
  source.addStatements(`/** What ${plan.name} is and costs: known before any weights are fetched. */\n`);
  source.addImportDeclaration({
    moduleSpecifier: './runtime/model.ts',
    namedImports: ['Program'],
    isTypeOnly: true,
  });
  if (labels) source.addImportDeclaration({ moduleSpecifier: './labels.ts', namedImports: ['labels'] });
  source.addTypeAliases([
    {
      name: 'InputShape',
      isExported: true,
      type: tuple(input.shape),
      docs: ['Shape of the input, row-major.'],
    },
    {
      name: 'OutputShape',
      isExported: true,
      type: tuple(output.shape),
      docs: ['Shape of the output, row-major.'],
    },
  ]);
  const [, , height = 0, width = 0] = input.shape;
  source.addVariableStatement({
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: 'program',
        type: 'Program',
        initializer: writer => {
          writer.inlineBlock(() => {
            writer.writeLine(`name: '${plan.name}',`);
            writer.writeLine(`target: '${plan.target}',`);
            writer.writeLine(`input: { shape: ${printShape(input.shape)}, offset: ${input.offset} },`);
            writer.writeLine(`output: { shape: ${printShape(output.shape)}, offset: ${output.offset} },`);
            writer.writeLine(`probabilities: ${plan.probabilities},`);
            writer.writeLine(`parameters: ${plan.parameters},`);
            writer.writeLine(`macs: ${plan.macs},`);
            writer.write('bytes: ').inlineBlock(() => {
              writer.writeLine(`download: ${weightsBytes(plan)},`);
              writer.writeLine(`weights: ${4 * plan.recipe.elements},`);
              writer.writeLine(`prepared: ${4 * plan.prepared},`);
              writer.writeLine(`activations: ${4 * plan.arena.elements},`);
              writer.writeLine(`scratch: ${8 * plan.scratch},`);
            });
            writer.write(',').newLine();
            writer.writeLine(`plan: '${fingerprint(plan)}',`);
            if (preprocessing) {
              const { resize, mean, std } = preprocessing;
              writer.writeLine(
                `preprocessing: { resize: ${resize}, height: ${height}, width: ${width}, mean: [${mean.join(', ')}], std: [${std.join(', ')}] },`,
              );
            }
            if (labels) writer.writeLine('labels,');
          });
        },
      },
    ],
    docs: [`${grouped(plan.parameters)} parameters, ${scaled(plan.macs)}MACs a run.`],
  });
}

function writeSteps(source: SourceFile, plan: Plan): void {
  source.addStatements(`/** The steps of ${plan.name}, in order, each with its place in memory. */\n`);
  const used = plan.kernels.map(kernel => kernel.name);
  for (const name of used) {
    source.addImportDeclaration({ moduleSpecifier: `./kernels/${name}.ts`, namedImports: [name] });
  }
  source.addImportDeclaration({
    moduleSpecifier: './runtime/model.ts',
    namedImports: [{ name: 'Memory', isTypeOnly: true }, { name: 'Step', isTypeOnly: true }, 'step'],
  });
  source.addFunction({
    name: 'link',
    isExported: true,
    parameters: [{ name: 'memory', type: 'Memory' }],
    returnType: '{ readonly prepare: readonly Step[]; readonly steps: readonly Step[] }',
    docs: [
      'Binds kernels to memory. Offsets and lengths are in numbers, not bytes; the last range is what is written.',
    ],
    statements: writer => {
      writer.writeLine(
        'const weights = (at: number, length: number) => memory.weights.subarray(at, at + length);',
      );
      if (plan.prepared > 0) {
        writer.writeLine(
          'const prepared = (at: number, length: number) => memory.prepared.subarray(at, at + length);',
        );
      }
      writer.writeLine(
        'const arena = (at: number, length: number) => memory.arena.subarray(at, at + length);',
      );
      writer.write('return ').inlineBlock(() => {
        for (const [name, steps] of [
          ['prepare', plan.prepare],
          ['steps', plan.steps],
        ] as const) {
          writer.writeLine(`${name}: [`);
          writer.indent(() => {
            for (const step of steps) writer.writeLine(`${printStep(step, plan)},`);
          });
          writer.writeLine('],');
        }
      });
      writer.write(';');
    },
  });
}

function printStep({ layer, kernel, arguments: ranges }: Step, plan: Plan): string {
  const name = plan.kernels[kernel]?.name ?? '';
  return `step(${quote(layer)}, ${name}, ${ranges.map(printRange).join(', ')})`;
}

/** A string as source text. */
const quote = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

const printRange = ({ region, offset, elements }: Range): string => `${region}(${offset}, ${elements})`;

function writeIndex(source: SourceFile, plan: Plan): void {
  const type = plan.name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  source.addStatements(
    `/** ${plan.name} as kernels: \`const model = await load({ weights: 'weights.bin' })\`. See README.md. */\n`,
  );
  source.addImportDeclarations([
    {
      moduleSpecifier: './program.ts',
      namedImports: [
        { name: 'InputShape', isTypeOnly: true },
        { name: 'OutputShape', isTypeOnly: true },
        'program',
      ],
    },
    {
      moduleSpecifier: './runtime/model.ts',
      namedImports: [
        { name: 'LoadOptions', isTypeOnly: true },
        'loadModel',
        { name: 'Model', isTypeOnly: true },
      ],
    },
    { moduleSpecifier: './steps.ts', namedImports: ['link'] },
  ]);
  source.addExportDeclarations([
    {
      moduleSpecifier: './program.ts',
      namedExports: [
        { name: 'InputShape', isTypeOnly: true },
        { name: 'OutputShape', isTypeOnly: true },
        'program',
      ],
    },
    { moduleSpecifier: './runtime/classify.ts', namedExports: ['Classification'], isTypeOnly: true },
    {
      moduleSpecifier: './runtime/model.ts',
      namedExports: ['LayerTime', 'LoadOptions', 'Model', 'Program', 'Step', 'Tensor'],
      isTypeOnly: true,
    },
    {
      moduleSpecifier: './runtime/preprocess.ts',
      namedExports: ['Pixels', 'Preprocessing'],
      isTypeOnly: true,
    },
    { moduleSpecifier: './runtime/weights.ts', namedExports: ['WeightsSource'], isTypeOnly: true },
  ]);
  source.addTypeAlias({
    name: type,
    isExported: true,
    type: 'Model<InputShape, OutputShape>',
    docs: [
      `A loaded ${plan.name}: ${printShape(plan.input.shape)} in, ${printShape(plan.output.shape)} out.`,
    ],
  });
  source.addFunction({
    name: 'load',
    isExported: true,
    parameters: [{ name: 'options', type: 'LoadOptions' }],
    returnType: `Promise<${type}>`,
    docs: [
      {
        description:
          'Fetches weights, checks their size, plan and hash, and makes a model.\n@throws Error that says what was expected, what was got, and how to mend it',
      },
    ],
    statements: 'return loadModel(program, link, options);',
  });
}
