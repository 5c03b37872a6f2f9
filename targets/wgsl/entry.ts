/** The entry point of WebGPU packages: `steps.ts` is data, shaders and the ranges of buffers that they are bound to. */

import type { CodeBlockWriter, SourceFile } from 'ts-morph';
import type { Plan, Step } from '../../compiler/plan/plan.ts';
import { inJavascript } from '../escape.ts';
import { type Entry, printRange } from '../javascript/entry.ts';
import { type Demands, demandsOf } from './demands.ts';
import { helperNames, printHelper } from './helpers.ts';
import type { Printed } from './kernels/printed.ts';
import { overOf } from './parts/bindings.ts';

/** What `index.ts`, `program.ts` and `steps.ts` of a plan have. */
export const wgslEntry = (plan: Plan, shaders: readonly Printed[]): Entry => ({
  program: './runtime/program.ts',
  fields: writer => writeFields(writer, plan, demandsOf(plan, [...shaders, ...helpersOf(plan)])),
  steps: source => writeSteps(source, plan, shaders),
  types: {
    './runtime/classify.ts': ['Classification'],
    './runtime/check.ts': ['Check'],
    './runtime/gpu.ts': ['Gpu', 'GpuAdapter', 'GpuBuffer', 'GpuDevice'],
    './runtime/images.ts': ['Drawable', 'Image'],
    './runtime/interface.ts': ['ClassifyOptions', 'Images', 'PreprocessOptions', 'Step', 'Tensor'],
    './runtime/options.ts': ['CheckOptions', 'LoadOptions', 'Precision'],
    './runtime/model.ts': ['Input', 'Model', 'ProfileOptions'],
    './runtime/profile.ts': ['LayerTime'],
    './runtime/preprocess.ts': ['Pixels', 'Preprocessing'],
    './runtime/program.ts': ['Program'],
    './runtime/source.ts': ['WeightsSource'],
  },
  values: {
    './runtime/check.ts': ['checkProgram'],
    './runtime/load.ts': ['loadModel'],
    './steps.ts': ['code'],
  },
  load: 'return loadModel(program, code, options);',
  functions: [
    {
      name: 'check',
      isExported: true,
      parameters: [{ name: 'options', type: 'CheckOptions', initializer: '{}' }],
      returnType: 'Promise<Check>',
      docs: ['Whether this machine can run the network, and if not, why: before anything is fetched.'],
      statements: 'return checkProgram(program, options);',
    },
  ],
});

/** Helpers are dispatched to fewer workgroups than any device may have. */
const helpersOf = (plan: Plan): readonly Printed[] =>
  helperNames(plan).map(name => ({ text: printHelper(name, plan), workgroups: [1, 1, 1] }));

function writeFields(writer: CodeBlockWriter, plan: Plan, { limits, features }: Demands): void {
  const sizes = (slots: readonly { readonly elements: number }[]): string =>
    `[${slots.map(({ elements }) => elements).join(', ')}]`;
  writer.write('slots: ').inlineBlock(() => {
    writer.writeLine(`weights: ${sizes(plan.recipe.slots)},`);
    writer.writeLine(`arena: ${sizes(plan.arena.slots)},`);
  });
  writer.write(',').newLine();
  writer.write('limits: ').inlineBlock(() => {
    for (const [name, value] of Object.entries(limits)) writer.writeLine(`${name}: ${value},`);
  });
  writer.write(',').newLine();
  writer.writeLine(`features: [${features.map(inJavascript).join(', ')}],`);
}

function writeSteps(source: SourceFile, plan: Plan, shaders: readonly Printed[]): void {
  const helpers = helperNames(plan);
  for (const name of [...plan.kernels.map(kernel => kernel.name), ...helpers]) {
    source.addImportDeclaration({ moduleSpecifier: `./kernels/${name}.wgsl`, defaultImport: name });
  }
  source.addImportDeclaration({
    moduleSpecifier: './runtime/program.ts',
    namedImports: ['arena', { name: 'Code', isTypeOnly: true }, 'step', 'weights'],
  });
  source.addStatements(writer => {
    writer.blankLine();
    writer.writeLine('/** Shaders, each with the workgroups of its dispatch along x, y and z. */');
    writer.write('const shaders = ').inlineBlock(() => {
      for (const [i, { name }] of plan.kernels.entries()) {
        const { workgroups = [1, 1, 1] } = shaders[i] ?? {};
        writer.writeLine(`${name}: [${name}, ${workgroups.join(', ')}],`);
      }
    });
    writer.write(' as const;').newLine();
    writer.blankLine();
    writer.writeLine(
      '/** What is bound to them. Offsets and lengths are in numbers, not bytes; the last range is what is written. */',
    );
    writer.write('const steps = [').newLine();
    writer.indent(() => {
      for (const step of plan.steps) writer.writeLine(`${printStep(step, plan)},`);
    });
    writer.writeLine('];');
    writer.blankLine();
    writer.writeLine(
      `export const code: Code<keyof typeof shaders> = { ${['shaders', 'steps', ...helpers].join(', ')} };`,
    );
  });
}

/** What a kernel writes over is bound once, as what is written. */
function printStep({ layer, kernel: index, arguments: ranges }: Step, plan: Plan): string {
  const kernel = plan.kernels[index];
  const over = kernel ? overOf(kernel) : [];
  const bound = ranges.filter((_, i) => !over.includes(i));
  return `step(${inJavascript(layer)}, ${inJavascript(kernel?.name ?? '')}, ${bound.map(printRange).join(', ')})`;
}
