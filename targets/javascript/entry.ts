/** The entry point of a JavaScript package, written with ts-morph: `program.ts`, `steps.ts`, `index.ts`. */

import {
  type CodeBlockWriter,
  type FunctionDeclarationStructure,
  type OptionalKind,
  type Project,
  type SourceFile,
  VariableDeclarationKind,
} from 'ts-morph';
import { aloneOrNamed } from '../../compiler/plan/borders.ts';
import { fingerprint } from '../../compiler/plan/fingerprint.ts';
import type { Border, Plan, Range } from '../../compiler/plan/plan.ts';
import { grouped, scaled } from '../../compiler/quantities.ts';
import { printShape } from '../../compiler/shape.ts';
import type { TextFile } from '../../compiler/target.ts';
import { describeBorders } from '../describe.ts';
import { inComment, inJavascript } from '../escape.ts';
import { indent } from '../text.ts';
import { filterFile } from './filters.ts';
import { weightsBytes } from './size.ts';

/** Names by the file that exports them, such as `./runtime/model.ts`. */
export type Names = Readonly<Record<string, readonly string[]>>;

/** What differs between the entry points of targets. */
export interface Entry {
  /** The file with the type `Program`. */
  readonly program: string;
  /** Writes the fields that `program` has beside those of every target. */
  readonly fields?: (writer: CodeBlockWriter) => void;
  /** Bytes of the room that kernels keep to work in, where that is not what they all need together in float64. */
  readonly scratch?: number;
  /** Writes the rest of `steps.ts`. */
  readonly steps: (source: SourceFile) => void;
  /** Types that users see. `LoadOptions` and `Model` are among them. */
  readonly types: Names;
  /** Values that the functions of `index.ts` use. */
  readonly values: Names;
  /** The body of `load(options)`. */
  readonly load: string;
  /** Where threads can do it: what `steps.ts` exports, and how a worker makes an instance of it. */
  readonly threaded?: { readonly steps: string; readonly instance: string };
  /** What `index.ts` exports besides. */
  readonly functions?: readonly OptionalKind<FunctionDeclarationStructure>[];
}

/** The files, under `src/`. */
export function writeEntry(project: Project, plan: Plan, entry: Entry): readonly TextFile[] {
  return [
    file(project, 'program', source => writeProgram(source, plan, entry)),
    file(project, 'steps', source => {
      source.addStatements(
        `/** The steps of ${inComment(plan.name)}, in order, each with its place in memory. */\n`,
      );
      entry.steps(source);
    }),
    file(project, 'index', source =>
      writeIndex(source, plan, plan.preprocessing ? withImages(entry) : entry),
    ),
    ...(entry.threaded === undefined ? [] : [workerFile(plan, entry.threaded)]),
  ];
}

/** An entry point that prepares images, too. */
const withImages = (entry: Entry): Entry => ({
  ...entry,
  values: { ...entry.values, './runtime/batch.ts': ['prepare'] },
  functions: [
    {
      name: 'preprocess',
      isExported: true,
      parameters: [
        { name: 'images', type: 'Images<InputShape>' },
        { name: 'options', type: 'PreprocessOptions', initializer: '{}' },
      ],
      returnType: 'Tensor<InputShape>',
      docs: [
        'The input that images make: resized, cropped and normalised, as `classify` does it.\n@returns `into`, where that is given\n@throws Error that says what is wrong with them',
      ],
      statements: 'return prepare(program, images, options);',
    },
    ...(entry.functions ?? []),
  ],
});

/** What the workers of a package run. */
const workerFile = ({ name }: Plan, { steps, instance }: NonNullable<Entry['threaded']>): TextFile => ({
  path: 'src/worker.ts',
  text: `/** What the workers of ${inComment(name)} run: \`load({ threads })\` starts them. */
import { program } from './program.ts';
import { instantiate, type Setup } from './runtime/instance.ts';
import { serve } from './runtime/service.ts';
import { ${steps} } from './steps.ts';

serve(program, ${instance});
`,
});

/** Not in a file that `worker.ts` imports: to some bundlers that is a circle. */
const workers = `
/** Workers, for \`load({ threads })\`: in these words bundlers know them. */
const workers = {
  base: import.meta.url,
  start: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
};`;

function file(project: Project, name: string, write: (source: SourceFile) => void): TextFile {
  const source = project.createSourceFile(`src/${name}.ts`);
  write(source);
  return { path: `src/${name}.ts`, text: indent(source.getFullText()) };
}

const tuple = (shape: readonly number[]): string => `readonly ${printShape(shape)}`;

/** The type of one shape, or of several by their names. */
const shapesOf = (borders: readonly Border[]): string => {
  const type = aloneOrNamed(borders, ({ shape }) => tuple(shape));
  if (typeof type === 'string') return type;
  const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : inJavascript(name));
  const fields = Object.entries(type).map(([name, shape]) => `readonly ${key(name)}: ${shape}`);
  return `{ ${fields.join('; ')} }`;
};

const printBorder = ({ name, shape, offset }: Border): string =>
  `{ name: ${inJavascript(name)}, shape: ${printShape(shape)}, offset: ${offset} }`;

function writeProgram(source: SourceFile, plan: Plan, entry: Entry): void {
  const { inputs, outputs, classes, preprocessing, labels } = plan;
  source.addStatements(
    `/** What ${inComment(plan.name)} is and costs: known before any weights are fetched. */\n`,
  );
  source.addImportDeclaration({
    moduleSpecifier: entry.program,
    namedImports: ['Program'],
    isTypeOnly: true,
  });
  if (labels) source.addImportDeclaration({ moduleSpecifier: './labels.ts', namedImports: ['labels'] });
  const filter = preprocessing && filterFile(preprocessing);
  if (filter !== undefined) {
    source.addImportDeclaration({ moduleSpecifier: `./runtime/${filter}.ts`, namedImports: [filter] });
  }
  source.addTypeAliases([
    {
      name: 'InputShape',
      isExported: true,
      type: shapesOf(inputs),
      docs: [inputs.length === 1 ? 'Shape of the input, row-major.' : 'Shapes of the inputs, row-major.'],
    },
    {
      name: 'OutputShape',
      isExported: true,
      type: shapesOf(outputs),
      docs: [outputs.length === 1 ? 'Shape of the output, row-major.' : 'Shapes of the outputs, row-major.'],
    },
  ]);
  const [, , height = 0, width = 0] = inputs[0]?.shape ?? [];
  source.addVariableStatement({
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: 'program',
        type: 'Program',
        initializer: writer => {
          writer.inlineBlock(() => {
            writer.writeLine(`name: ${inJavascript(plan.name)},`);
            writer.writeLine(`target: ${inJavascript(plan.target)},`);
            writer.writeLine(`inputs: [${inputs.map(printBorder).join(', ')}],`);
            writer.writeLine(`outputs: [${outputs.map(printBorder).join(', ')}],`);
            if (classes) {
              const output = outputs.findIndex(({ name }) => name === classes.output);
              writer.writeLine(`classes: { output: ${output}, probabilities: ${classes.probabilities} },`);
            }
            writer.writeLine(`parameters: ${plan.parameters},`);
            writer.writeLine(`macs: ${plan.macs},`);
            writer.write('bytes: ').inlineBlock(() => {
              writer.writeLine(`download: ${weightsBytes(plan)},`);
              writer.writeLine(`weights: ${4 * plan.recipe.elements},`);
              writer.writeLine(`prepared: ${4 * plan.prepared},`);
              writer.writeLine(`activations: ${4 * plan.arena.elements},`);
              writer.writeLine(`scratch: ${entry.scratch ?? 8 * plan.scratch},`);
            });
            writer.write(',').newLine();
            writer.writeLine(`plan: '${fingerprint(plan)}',`);
            entry.fields?.(writer);
            if (preprocessing) {
              const { resize, mean, std } = preprocessing;
              const fields = [
                `resize: ${typeof resize === 'number' ? resize : printShape(resize)}`,
                ...(filter ? [`filter: ${filter}`] : []),
                `height: ${height}`,
                `width: ${width}`,
                `mean: [${mean.join(', ')}]`,
                `std: [${std.join(', ')}]`,
              ];
              writer.writeLine(`preprocessing: { ${fields.join(', ')} },`);
            }
            if (labels) writer.writeLine('labels,');
          });
        },
      },
    ],
    docs: [`${grouped(plan.parameters)} parameters, ${scaled(plan.macs)}MACs a run.`],
  });
}

/** A range as the call that gives it. */
export const printRange = ({ region, offset, elements }: Range): string =>
  `${region}(${offset}, ${elements})`;

function writeIndex(source: SourceFile, plan: Plan, entry: Entry): void {
  const type = typeOf(plan, entry);
  source.addStatements(
    `/** ${inComment(plan.name)} as kernels: \`const model = await load({ weights: 'weights.bin' })\`. See README.md. */\n`,
  );
  const programNames = [
    { name: 'InputShape', isTypeOnly: true },
    { name: 'OutputShape', isTypeOnly: true },
    'program',
  ];
  source.addImportDeclaration({ moduleSpecifier: './program.ts', namedImports: programNames });
  for (const [moduleSpecifier, names] of merged(usedTypes(entry), entry.values)) {
    source.addImportDeclaration({ moduleSpecifier, namedImports: names });
  }
  source.addExportDeclaration({ moduleSpecifier: './program.ts', namedExports: programNames });
  for (const [moduleSpecifier, names] of Object.entries(entry.types).sort(byFile)) {
    source.addExportDeclaration({ moduleSpecifier, namedExports: [...names], isTypeOnly: true });
  }
  if (entry.threaded !== undefined) source.addStatements(workers);
  source.addTypeAlias({
    name: type,
    isExported: true,
    type: 'Model<InputShape, OutputShape>',
    docs: [
      `A loaded ${inComment(plan.name)}: ${describeBorders(plan.inputs)} in, ${describeBorders(plan.outputs)} out.`,
    ],
  });
  source.addFunctions([
    {
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
      statements: entry.load,
    },
    ...(entry.functions ?? []),
  ]);
}

/** What a loaded model's type is called: by the network's name, unless the file has something of that name. */
function typeOf({ name }: Plan, { types }: Entry): string {
  const own = name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const taken = new Set(['InputShape', 'OutputShape', 'Promise', 'Worker', ...Object.values(types).flat()]);
  return taken.has(own) ? `${own}Net` : own;
}

const byFile = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** The types that the functions of `index.ts` name, by file. */
function usedTypes({ types, functions = [] }: Entry): Names {
  const text = [
    'LoadOptions Model',
    ...functions.map(({ parameters, returnType }) =>
      [returnType, ...(parameters ?? []).map(({ type }) => type)].join(' '),
    ),
  ].join(' ');
  return Object.fromEntries(
    Object.entries(types).map(([from, names]) => [
      from,
      names.filter(name => new RegExp(`\\b${name}\\b`).test(text)),
    ]),
  );
}

/** Types and values as one import a file. */
function merged(types: Names, values: Names): [string, (string | { name: string; isTypeOnly: true })[]][] {
  const files = [...new Set([...Object.keys(types), ...Object.keys(values)])].sort();
  return files.flatMap(from => {
    const names = [
      ...(types[from] ?? []).map(name => ({ name, isTypeOnly: true as const })),
      ...(values[from] ?? []),
    ];
    const sorted = names.sort((a, b) => (nameOf(a).toLowerCase() < nameOf(b).toLowerCase() ? -1 : 1));
    return sorted.length > 0 ? [[from, sorted]] : [];
  });
}

const nameOf = (name: string | { readonly name: string }): string =>
  typeof name === 'string' ? name : name.name;
