/** The text of WebAssembly packages: the module from its text, nothing that a CSP forbids, no dependency. */

import '../memo.ts';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { PackageFile, TextFile } from '../../../compiler/target.ts';
import { widest } from '../../../targets/text.ts';
import { assemble } from '../../../targets/wasm/assemble.ts';
import { memoryMapOf } from '../../../targets/wasm/memory-map.ts';
import { wasm } from '../../../targets/wasm/target.ts';
import { relax } from '../../../targets/wasm/wat/relaxed.ts';
import { enableRelaxedSimd } from '../../support/relaxed-simd.ts';
import { importSpec } from '../specs.ts';
import { textsOf } from '../texts.ts';
import { codeOf } from './runner.ts';

let plan: Plan;
let files: readonly PackageFile[];
let scripts: readonly TextFile[];
let text: string;
beforeAll(async () => {
  ({ plan } = compile((await importSpec('resnet50')).configure({}), wasm));
  files = await wasm.files(plan);
  scripts = textsOf(files).filter(({ path }) => /\.(?:ts|js)$/.test(path));
  text = textsOf(files).find(({ path }) => path === 'src/kernels.wat')?.text ?? '';
});

const bytesAt = (path: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(files.find(file => file.path === path)?.bytes ?? []);

describe('the module', () => {
  test('is what kernels.wat says, assembled', async () => {
    expect(text).toMatch(/^;; resnet50, \[1, 3, 224, 224\] -> \[1, 1000\]: \d+ kernels/);
    expect(bytesAt('dist/kernels.wasm')).toEqual(await assemble(text));
  });

  test('for relaxed SIMD is what kernels.wat says, by the rule at its head', async () => {
    const [head = '', body = ''] = text.split('\n(module\n');
    expect(head).toMatch(
      /kernels-relaxed\.wasm, with each\n;;\n;; +\(f32x4\.add \(f32x4\.mul a b\) c\) +as +\(f32x4\.relaxed_madd a b c\)\n/,
    );
    const relaxed = relax(`(module\n${body}`);
    expect(bytesAt('dist/kernels-relaxed.wasm')).toEqual(await assemble(relaxed));
    // Whoever prints a product that is added has it there.
    expect(relaxed).not.toMatch(/f32x4\.(?:add|sub)\s+\(local\.get \$\w+\)\s+\(f32x4\.mul/);
  });

  test.each(['kernels.wasm', 'kernels-relaxed.wasm'])(
    '%s exports the kernels, and asks for memory alone',
    async name => {
      enableRelaxedSimd();
      const module = await WebAssembly.compile(bytesAt(`dist/${name}`));
      expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
      const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
      expect(exported).toEqual(plan.kernels.map(({ name }) => name));
    },
  );

  test('is the same bytes for the same plan, however often', async () => {
    const again = compile((await importSpec('resnet50')).configure({}), wasm).plan;
    expect(await wasm.files(again)).toEqual(files);
  });
});

test('kernels.wat is laid out for readers, each kernel headed by its layers', () => {
  // Parentheses that close may reach out.
  const lines = text.split('\n').map(line => line.replace(/\)+$/, ''));
  for (const line of lines) expect(line.length > widest ? line : '').toBe('');
  expect(text).not.toMatch(/\n\n\n|[ \t]\n|\t/);
  for (const { layer, kernel } of [...plan.prepare, ...plan.steps]) {
    const name = plan.kernels[kernel]?.name ?? '';
    const [before = ''] = text.split(`(func $${name} `);
    const comment = before.slice(before.lastIndexOf('\n\n'));
    expect(comment.replaceAll(/\s*;;\s*/g, ' '), name).toContain(layer);
  }
});

test('steps.ts says what the plan does, in bytes', async () => {
  const script = scripts.find(({ path }) => path === 'dist/steps.js')?.text ?? '';
  const program = scripts.find(({ path }) => path === 'dist/runtime/program.js')?.text ?? '';
  const url = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
  const linked = script.replace("'./runtime/program.js'", `'${url(program)}'`);
  const { code }: { code: object } = await import(/* @vite-ignore */ url(linked));
  const { address: _, ...expected } = codeOf(plan);
  expect(code).toMatchObject(expected);
});

test('regions lie apart, within memory, and the room behind them', () => {
  const { regions, room, roomBytes, pages } = memoryMapOf(plan);
  expect(regions.weights + 4 * plan.recipe.elements).toBeLessThanOrEqual(regions.prepared);
  expect(regions.prepared + 4 * plan.prepared).toBeLessThanOrEqual(regions.arena);
  expect(regions.arena + 4 * plan.arena.elements).toBeLessThanOrEqual(room);
  expect(room + roomBytes).toBeLessThanOrEqual(65_536 * pages);
  for (const place of [...Object.values(regions), room, roomBytes]) expect(place % 64).toBe(0);
});

test.each([
  ['eval', /\beval\s*\(/],
  ['Function', /\bFunction\s*\(/],
  ['scripts by address', /importScripts/],
  ['blob URLs', /blob:|createObjectURL/],
  ['data URLs', /['"`]data:/],
  ['timers with code', /setTimeout\s*\(\s*['"`]/],
  ['require', /\brequire\s*\(/],
  ['any', /\bany\b(?=[\])>,;]|\s*[=|&])/],
])('there is no %s', (_, pattern) => {
  for (const { path, text: code } of scripts) {
    const plain = code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(pattern.test(plain) ? path : '').toBe('');
  }
});

test('nothing is imported but files of the package', () => {
  const paths = new Set(files.map(({ path }) => path));
  let count = 0;
  for (const { path, text: code } of scripts) {
    for (const { fileName } of ts.preProcessFile(code).importedFiles) {
      const target = join(dirname(path), fileName);
      const exists = paths.has(target) || paths.has(target.replace(/\.js$/, '.d.ts'));
      expect(/^\.\.?\//.test(fileName) && exists, `${path} imports ${fileName}`).toBe(true);
      count++;
    }
  }
  expect(count).toBeGreaterThan(50);
});
