/** The entry point of packages in plain TypeScript: `steps.ts` binds kernels to ranges of three arrays. */

import type { SourceFile } from 'ts-morph';
import type { Plan, Step } from '../../compiler/plan/plan.ts';
import { inJavascript } from '../escape.ts';
import { type Entry, printRange } from '../javascript/entry.ts';

/**
 * What `index.ts`, `program.ts` and `steps.ts` of a plan have.
 *
 * @param units - of each kernel's work
 */
export const typescriptEntry = (plan: Plan, units: readonly number[]): Entry => ({
  program: './runtime/interface.ts',
  steps: source => writeSteps(source, plan, units),
  types: {
    './runtime/classify.ts': ['Classification'],
    './runtime/images.ts': ['Drawable', 'Image'],
    './runtime/interface.ts': [
      'ClassifyOptions',
      'Images',
      'LayerTime',
      'Model',
      'PreprocessOptions',
      'ProfileOptions',
      'Program',
      'Step',
      'Tensor',
    ],
    './runtime/options.ts': ['LoadOptions'],
    './runtime/preprocess.ts': ['Pixels', 'Preprocessing'],
    './runtime/source.ts': ['WeightsSource'],
  },
  values: { './runtime/model.ts': ['loadModel'], './steps.ts': ['link'] },
  load: 'return loadModel(program, link, workers, options);',
  threaded: { steps: 'link', instance: '(setup: Setup) => instantiate(program, link, setup)' },
});

function writeSteps(source: SourceFile, plan: Plan, units: readonly number[]): void {
  for (const { name } of plan.kernels) {
    source.addImportDeclaration({ moduleSpecifier: `./kernels/${name}.ts`, namedImports: [name] });
  }
  source.addImportDeclaration({
    moduleSpecifier: './runtime/program.ts',
    namedImports: [{ name: 'Linked', isTypeOnly: true }, { name: 'Memory', isTypeOnly: true }, 'step'],
  });
  source.addFunction({
    name: 'link',
    isExported: true,
    parameters: [{ name: 'memory', type: 'Memory' }],
    returnType: 'Linked',
    docs: [
      'Binds kernels to memory: each with the units of its work and its ranges, of which the last is what is written.\nOffsets and lengths are in numbers, not bytes.',
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
            for (const step of steps) writer.writeLine(`${printStep(step, plan, units)},`);
          });
          writer.writeLine('],');
        }
      });
      writer.write(';');
    },
  });
}

function printStep({ layer, kernel, arguments: ranges }: Step, plan: Plan, units: readonly number[]): string {
  const name = plan.kernels[kernel]?.name ?? '';
  return `step(${[inJavascript(layer), name, units[kernel] ?? 0, ...ranges.map(printRange)].join(', ')})`;
}
