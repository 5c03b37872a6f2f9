/**
 * Names from anyone: a network whose members are called anything is refused with its reason, or comes out of every target
 * and every drawing as the same network with plain names does, but for comments and literals, in which the names stand.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  defineSpec,
  flatten,
  Linear,
  Module,
  ReLU,
  type Tensor,
} from 'netwright';
import { ts } from 'ts-morph';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compile } from '../../compiler/compile.ts';
import { drawDot } from '../../compiler/drawing/dot.ts';
import { drawNetwork } from '../../compiler/drawing/show.ts';
import { paper } from '../../compiler/driver/cli/output.ts';
import { printTable } from '../../compiler/driver/cli/table.ts';
import type { Configured } from '../../compiler/dsl/spec.ts';
import { UserError } from '../../compiler/errors.ts';
import { graphFromJson, graphToJson } from '../../compiler/ir/json.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { steers } from '../../compiler/names.ts';
import { outlineOf } from '../../compiler/outline/build.ts';
import { printModules } from '../../compiler/outline/modules.ts';
import { printPlan, readPlan } from '../../compiler/plan/json.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { TextFile } from '../../compiler/target.ts';
import { targets } from '../../targets/index.ts';
import { codeOf, type Syntax, syntaxes } from '../support/code.ts';
import { describeWithCompiler } from '../support/cuda/toolchain.ts';
import { execute, executeWell } from '../support/execute.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { askNaga, askTint } from '../support/wgsl.ts';
import { PackageFolder } from './packages.ts';
import { textsOf } from './texts.ts';

const folder = new PackageFolder();
const scratch = mkdtempSync(join(tmpdir(), 'netwright-names-'));
afterAll(() => {
  folder.remove();
  rmSync(scratch, { recursive: true, force: true });
});

/** What names try: to end where they stand, and to be code there. */
const fragments = [
  '*/',
  '/*',
  '//',
  '(;',
  ';)',
  ';;',
  '-->',
  '<!--',
  '</script>',
  '<script>',
  ']]>',
  "'",
  '"',
  '"""',
  '`',
  '${',
  '}',
  '{{x}}',
  '{{{x}}}',
  '\\',
  '\\\\',
  '\\\n',
  '\n',
  '\r',
  '\u2028',
  '\u2029',
  '\u0085',
  '\0',
  '\u001b[2J',
  '\u009b31m',
  '\u202e',
  '??/',
  '??/\n',
  ";globalThis['hit']=1;",
  'this.hit=1',
  "');globalThis['hit']=1;('",
  "*/globalThis['hit']=1;/*",
  '@ts-nocheck',
  '//# sourceMappingURL=x',
  'alias real = f32;',
  'constants;',
  'var<workgroup> a: array<f32, 9999>;',
  'var<storage',
  '@workgroup_size(999)',
  'enable subgroups;',
  '(call $exp x)',
  '(f32x4.add (f32x4.mul a b) c)',
  '#include <x>',
  '$(shell x)',
  '%s%n',
  '&amp;',
  '&',
  'č',
  '名',
  'é',
  '\ud800',
  '\udfff',
  '😀',
  '\ufeff',
  '\u200b',
  '\u00a0',
  ' ',
  '  ',
  '.',
  '',
  'a',
  'conv',
  'input',
  'weight',
  'logits',
  'constructor',
  '__proto__',
  'toString',
  'CON',
  '0',
  '12',
  '-1',
  '$&',
  '$1',
  'x'.repeat(200),
  'x'.repeat(1100),
] as const;

const names: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...fragments),
  fc.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 4 }).map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

/** Names of a module with members, of these, of a layer beside, and of a class. */
type Names = readonly [block: string, conv: string, norm: string, fc: string, type: string];
const someNames: fc.Arbitrary<Names> = fc
  .uniqueArray(names, { minLength: 5, maxLength: 5 })
  .map(([a = '', b = '', c = '', d = '', e = '']) => [a, b, c, d, e]);

const plain: Names = ['block', 'conv', 'norm', 'fc', 'Net'];

const member = <M extends Module>(owner: Module, name: string, value: M): M =>
  Object.defineProperty(owner, name, { value, enumerable: true }) && value;

class Block extends Module {
  readonly run: (x: Tensor<[1, 3, 8, 8]>) => Tensor<[1, 4, 8, 8]>;
  constructor(conv: string, norm: string) {
    super();
    const layer = member(this, conv, new Conv2d(3, 4, { kernel: 3, padding: 1 }));
    const bn = member(this, norm, new BatchNorm2d(4));
    const relu = new ReLU();
    this.run = x => relu.forward(bn.forward(layer.forward(x)));
  }
  forward(x: Tensor<[1, 3, 8, 8]>) {
    return this.run(x);
  }
}

class Net extends Module {
  readonly run: (x: Tensor<[1, 3, 8, 8]>) => Tensor<[1, 2]>;
  constructor([block, conv, norm, last]: Names) {
    super();
    const first = member(this, block, new Block(conv, norm));
    const pool = new AdaptiveAvgPool2d([1, 1]);
    const linear = member(this, last, new Linear(4, 2));
    this.run = x => linear.forward(flatten(pool.forward(first.forward(x))));
  }
  forward(x: Tensor<[1, 3, 8, 8]>) {
    return this.run(x);
  }
}

/** The network; labels are called as members are. */
function configured(given: Names): Configured {
  const [block, conv, , , type] = given;
  class Named extends Net {
    static override readonly name = type;
  }
  return defineSpec({
    name: 'named',
    summary: 'of any names',
    settings: z.strictObject({}),
    network: () => new Named(given),
    input: () => [1, 3, 8, 8],
    labels: [block, conv],
  }).configure({});
}

/** The network, or why it is refused. */
function attempt(given: Names): Configured | UserError {
  try {
    return configured(given);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

const syntaxOf = (path: string): Syntax | undefined => {
  const [, end = ''] = /\.([a-z]+)$/.exec(path) ?? [];
  if (['ts', 'js'].includes(end)) return syntaxes.script;
  if (['cu', 'cuh', 'h', 'c'].includes(end)) return syntaxes.c;
  if (end === 'wgsl' || end === 'wat') return syntaxes[end];
  if (end === 'py') return syntaxes.python;
  return path === 'Makefile' ? syntaxes.make : undefined;
};

/** Files that say nothing of names: the same whatever they are. */
const isNameless = (path: string): boolean => /^README|CMakeLists|^package\.json$|\.d\.ts$/.test(path);

interface Made {
  readonly plan: Plan;
  readonly files: readonly TextFile[];
}

async function make(given: Configured): Promise<readonly Made[]> {
  return Promise.all(
    targets.map(async target => {
      const { plan } = compile(given, target);
      return { plan, files: textsOf(await target.files(plan)) };
    }),
  );
}

const expected = make(configured(plain));

/** What is code in a file. Of a script that is a shader's text, the shader. */
function code({ path, text }: TextFile): string {
  const syntax = syntaxOf(path);
  const shader = /^export default \/\* wgsl \*\/ `([\s\S]*)`;\n$/.exec(text)?.[1];
  if (shader !== undefined) return codeOf(shader.replaceAll(/\\([\\`$])/g, '$1'), syntaxes.wgsl);
  return syntax ? codeOf(text, syntax) : isNameless(path) ? text : '';
}

/** Layers in the steps of a JavaScript package, as its code says them. */
function layersIn(files: readonly TextFile[]): readonly string[] {
  const script = files.find(({ path }) => path === 'dist/steps.js');
  if (!script) return [];
  const source = ts.createSourceFile('steps.js', script.text, ts.ScriptTarget.Latest);
  const layers: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'step') {
      const [layer] = node.arguments;
      if (layer && ts.isStringLiteral(layer)) layers.push(layer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return layers;
}

/** Everything but what runs compilers of other languages. */
async function judge(given: Names): Promise<void> {
  const found = attempt(given);
  if (found instanceof UserError) {
    expect(['bad-name', 'bad-label']).toContain(found.code);
    expect(steers(found.message.replaceAll('\n  fix: ', ''))).toBe(false);
    expect(found.fix).toBeDefined();
    return;
  }
  const packages = await make(found);
  for (const [i, { plan, files }] of packages.entries()) {
    const { files: twins = [] } = (await expected)[i] ?? {};
    expect(files.map(({ path }) => path)).toEqual(twins.map(({ path }) => path));
    for (const [k, file] of files.entries()) {
      expect(steers(file.text.replaceAll(/[\n\t]/g, ''))).toBe(false);
      expect(code(file)).toBe(code(twins[k] ?? file));
    }
    expect(printPlan(readPlan(printPlan(plan), 'plan.json'))).toBe(printPlan(plan));
    const layers = layersIn(files);
    if (plan.target !== 'cuda')
      expect(layers).toEqual([...plan.prepare, ...plan.steps].map(({ layer }) => layer));
  }
  const { graph } = found;
  expect(printGraph(graphFromJson(JSON.parse(JSON.stringify(graphToJson(graph))), 'x'))).toBe(
    printGraph(graph),
  );
}

describe('names of members, classes and labels', () => {
  test('anything is refused, or nothing but comments and literals', { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(someNames, judge), { numRuns: 25 });
  });

  /** Those that are taken, four at a time: a network takes a moment. */
  const taken = fragments.filter(name => !(attempt(['a', 'b', name, 'd', 'Net']) instanceof UserError));
  const groups = Array.from({ length: Math.ceil(taken.length / 4) }, (_, i) => taken.slice(4 * i, 4 * i + 4));

  test.each(groups.map(group => [group]))('%j', { timeout: 120_000 }, async group => {
    const [a = 'a', b = 'b', c = 'c', d = 'd'] = group;
    await judge([a, b, c, d, a]);
  });

  test.each<readonly [string, Names, RegExp]>([
    [
      'a line end',
      ['a', 'b', 'c\nd', 'd', 'Net'],
      /^a: the name of its member "c\\nd" holds control characters/,
    ],
    ['a dot', ['a', 'b.c', 'c', 'd', 'Net'], /^a: the name of its member b\.c holds a dot/],
    ['nothing', ['a', 'b', 'c', '', 'Net'], /^Net: the name of its member "" is empty/],
    [
      'half a pair',
      ['a', 'b', '\ud800', 'd', 'Net'],
      /^a: the name of its member "\\ud800" holds control characters, or others/,
    ],
    [
      'too much',
      ['a', 'b', 'x'.repeat(1100), 'd', 'Net'],
      /^a: the name of its member x+…x+ has 1102 characters, and at most 1024/,
    ],
    [
      'a class of escapes',
      ['a', 'b', 'c', 'd', '\u001b[2J'],
      /the name of its class, "\\u001b\[2J", holds control/,
    ],
  ])('%s is refused with its reason', (_, given, message) => {
    const error = attempt(given);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(message);
  });
});

/** Names that are taken, each the worst of its kind. */
const worst: readonly Names[] = [
  ["*/globalThis['hit']=1;/*", "');globalThis['hit']=1;('", `\`\${globalThis['hit']=1}\``, 'č名', '*/ class'],
  ['alias real = f32;', 'constants;', 'var<workgroup> a: array<f32, 9999>;', '(call $exp x)', '(; ;;'],
  ['tail\\', '??/', '"""', '#include "x"', '</script><!-- -->'],
];

test('what is taken is taken as it is, and runs nothing', { timeout: 120_000 }, async () => {
  for (const [i, given] of worst.entries()) {
    const packages = await make(configured(given));
    for (const { plan, files } of packages) {
      expect(plan.steps.map(({ layer }) => layer)).toContain(`${given[0]}.${given[1]}`);
      if (plan.target === 'cuda') continue;
      const imported = await folder.import(`${plan.target}-${i}`, files);
      expect(imported.program.name).toBe('named');
      await import(join(folder.path, `${plan.target}-${i}`, 'dist/steps.js'));
    }
    expect(Reflect.has(globalThis, 'hit')).toBe(false);
  }
});

test('shaders are taken by Tint and naga, with the demands that they would have', {
  timeout: 120_000,
}, async () => {
  for (const given of worst) {
    const { files = [] } = (await make(configured(given))).find(({ plan }) => plan.target === 'wgsl') ?? {};
    const shaders = files.filter(({ path }) => path.endsWith('.wgsl'));
    expect(shaders.length).toBeGreaterThan(2);
    for (const { text } of shaders) {
      expect(await askTint(text)).toBeUndefined();
      expect(askNaga(text)).toBeUndefined();
      const half = text.replace('alias real = f32;', 'alias real = f16;');
      expect(await askTint(`enable f16;\n${half}`, { features: ['shader-f16'] })).toBeUndefined();
      expect(half).toMatch(/^alias real = f16;$/m);
    }
  }
});

const cudaOf = async (given: Names): Promise<readonly TextFile[]> =>
  (await make(configured(given))).find(({ plan }) => plan.target === 'cuda')?.files ?? [];

describeWithCompiler('g++', 'CUDA of hostile names', compiler => {
  test('compiles without a warning', { timeout: 300_000 }, async () => {
    const shim = fileURLToPath(new URL('../support/cuda/shim/', import.meta.url));
    for (const [i, given] of worst.entries()) {
      const at = folder.write(`cuda-${i}`, await cudaOf(given));
      const options = [
        '-std=c++17',
        '-trigraphs',
        '-Wall',
        '-Wextra',
        '-Werror',
        '-Wno-unknown-pragmas',
        '-Wno-trigraphs',
      ];
      await executeWell(compiler(), [
        ...[...options, '-fsyntax-only', '-I', shim, '-include', join(shim, 'shim.h')],
        ...['-x', 'c++', join(at, 'named.cu')],
      ]);
      await executeWell(compiler(), [
        '-x',
        'c',
        '-std=c99',
        '-Wall',
        '-Werror',
        '-fsyntax-only',
        '-I',
        at,
        join(at, 'named.h'),
      ]);
    }
  });
});

describeWithPrograms('Python of hostile names', ['numpy'], () => {
  test('is Python', async () => {
    const files = await cudaOf(worst[2] ?? plain);
    const file = join(scratch, 'module.py');
    writeFileSync(file, files.find(({ path }) => path.endsWith('.py'))?.text ?? '');
    const { code: ended, stderr } = await execute('python3', [
      '-c',
      `compile(open(${JSON.stringify(file)}).read(), 'm', 'exec')`,
    ]);
    expect([ended, stderr]).toEqual([0, '']);
  });
});

/** Text with its quoted strings taken out. */
const unquoted = (text: string): string => text.replaceAll(/"(?:[^"\\]|\\[\s\S])*"/g, '""');

test('drawings and listings have the lines, and pages the elements, that plain names make', {
  timeout: 120_000,
}, async () => {
  const [target] = targets;
  const lines = (text: string): number => text.split('\n').length;
  const elements = (text: string): number => text.match(/<[!/a-z]/gi)?.length ?? 0;
  const drawings = (given: Names) => {
    const { graph, ...rest } = configured(given);
    const outline = outlineOf(graph);
    return {
      dot: unquoted(drawDot(outline)),
      modules: lines(printModules(graph)),
      graph: lines(printGraph(graph)),
      table: lines(printTable(outline, { depth: 9 }, paper)),
      page: target ? drawNetwork(compile({ graph, ...rest }, target), target) : '',
    };
  };
  const calm = drawings(plain);
  for (const given of worst) {
    const { page, ...others } = drawings(given);
    const { page: calmPage, ...calmOthers } = calm;
    expect(others).toEqual(calmOthers);
    expect(elements(page)).toBe(elements(calmPage));
    const [, data = ''] = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page) ?? [];
    expect(JSON.stringify(JSON.parse(data))).toContain(JSON.stringify(given[0]).slice(1, -1));
  }
});
