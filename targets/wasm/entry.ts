/** The entry point of WebAssembly packages: `steps.ts` is data, names of kernels and addresses in the one memory. */

import type { CodeBlockWriter, SourceFile } from 'ts-morph';
import type { Plan, Step } from '../../compiler/plan/plan.ts';
import { inJavascript } from '../escape.ts';
import { type Entry, printRange } from '../javascript/entry.ts';
import type { MemoryMap } from './memory-map.ts';

/**
 * What `index.ts`, `program.ts` and `steps.ts` of a plan have.
 *
 * @param units - of each kernel's work
 */
export const wasmEntry = (plan: Plan, map: MemoryMap, units: readonly number[]): Entry => ({
  program: './runtime/interface.ts',
  scratch: map.roomBytes,
  steps: source => writeSteps(source, plan, map, units),
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
    './runtime/options.ts': ['KernelsSource', 'LoadOptions'],
    './runtime/preprocess.ts': ['Pixels', 'Preprocessing'],
    './runtime/source.ts': ['WeightsSource'],
  },
  values: { './runtime/model.ts': ['loadModel'], './steps.ts': ['code'] },
  load: 'return loadModel(program, code, workers, options);',
  threaded: {
    steps: 'code',
    instance: '(setup: Setup, thread) => instantiate(program, code, setup, thread)',
  },
});

function writeSteps(source: SourceFile, plan: Plan, map: MemoryMap, units: readonly number[]): void {
  source.addImportDeclaration({
    moduleSpecifier: './runtime/program.ts',
    namedImports: [{ name: 'Code', isTypeOnly: true }, 'region', 'step'],
  });
  source.addStatements(writer => {
    writer.blankLine();
    writer.writeLine(
      '/** Where regions begin in the one memory, in bytes. Offsets and lengths below are in numbers. */',
    );
    for (const [name, start] of Object.entries(map.regions)) {
      if (isRead(name, plan)) writer.writeLine(`const ${name} = region(${start});`);
    }
    writer.blankLine();
    writer.writeLine('/** Kernels, each with the units of its work. */');
    writer.write('const units = ').inlineBlock(() => {
      for (const [i, { name }] of plan.kernels.entries()) writer.writeLine(`${name}: ${units[i] ?? 0},`);
    });
    writer.write(';').newLine();
    writer.blankLine();
    writer.write('export const code: Code<keyof typeof units> = ').inlineBlock(() => {
      // As bundlers know it.
      writer.write('address: ').inlineBlock(() => {
        writer.writeLine("portable: () => new URL('./kernels.wasm', import.meta.url),");
        writer.writeLine("relaxed: () => new URL('./kernels-relaxed.wasm', import.meta.url),");
      });
      writer.write(',').newLine();
      const { regions, room } = map;
      writer.writeLine(`memory: { weights: ${regions.weights}, arena: ${regions.arena}, room: ${room} },`);
      writer.writeLine('units,');
      writeList(writer, 'prepare', plan.prepare, plan);
      writer.writeLine('// The last range of a step is what it writes.');
      writeList(writer, 'steps', plan.steps, plan);
    });
    writer.write(';').newLine();
  });
}

const isRead = (region: string, { prepare, steps }: Plan): boolean =>
  [...prepare, ...steps].some(step => step.arguments.some(range => range.region === region));

function writeList(writer: CodeBlockWriter, name: string, steps: readonly Step[], plan: Plan): void {
  if (steps.length === 0) {
    writer.writeLine(`${name}: [],`);
    return;
  }
  writer.writeLine(`${name}: [`);
  writer.indent(() => {
    for (const step of steps) writer.writeLine(`${printStep(step, plan)},`);
  });
  writer.writeLine('],');
}

const printStep = ({ layer, kernel, arguments: ranges }: Step, plan: Plan): string =>
  `step(${[inJavascript(layer), inJavascript(plan.kernels[kernel]?.name ?? ''), ...ranges.map(printRange)].join(', ')})`;
