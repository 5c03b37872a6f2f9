/** The text of WebGPU packages: shaders as they are read and as they run, nothing that a CSP forbids, no dependency. */

import '../memo.ts';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import type { TextFile } from '../../../compiler/target.ts';
import { shaderFile, shaderScript } from '../../../targets/wgsl/modules.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { importSpec } from '../specs.ts';
import { textsOf } from '../texts.ts';

let files: readonly TextFile[];
beforeAll(async () => {
  files = textsOf(await wgsl.files(compile((await importSpec('resnet50')).configure({}), wgsl).plan));
});

/** What a module without imports exports by default. */
async function defaultOf(text: string): Promise<unknown> {
  const module: { default: unknown } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`
  );
  return module.default;
}

describe('scripts of shaders', () => {
  test('export their text', async () => {
    const shaders = files.filter(({ path }) => path.endsWith('.wgsl'));
    expect(shaders.length).toBeGreaterThan(20);
    for (const { path, text } of shaders) {
      const script = files.find(file => file.path === path.replace('src', 'dist').replace('.wgsl', '.js'));
      expect(await defaultOf(script?.text ?? ''), path).toBe(text);
    }
  });

  test('export any text', async () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('`', '$', '{', '}', '\\', 'n') }));
    await fc.assert(
      fc.asyncProperty(texts, async text => {
        expect(await defaultOf(shaderScript(shaderFile('x', text)).text)).toBe(text);
      }),
    );
  });
});

test.each([
  ['eval', /\beval\b/],
  ['Function', /\bFunction\s*\(/],
  ['workers', /\bWorker\b|importScripts/],
  ['blob URLs', /blob:|createObjectURL/],
  ['data URLs', /['"`]data:/],
  ['timers with code', /setTimeout\s*\(\s*['"`]/],
  ['require', /\brequire\s*\(/],
  ['any', /\bany\b(?=[\])>,;]|\s*[=|&])/],
])('there is no %s', (_, pattern) => {
  for (const { path, text } of files.filter(file => /\.(?:ts|js)$/.test(file.path))) {
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(pattern.test(code) ? path : '').toBe('');
  }
});

test('nothing is imported but files of the package', () => {
  const paths = new Set(files.map(({ path }) => path));
  let count = 0;
  for (const { path, text } of files.filter(file => /\.(?:ts|js)$/.test(file.path))) {
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      const target = join(dirname(path), fileName);
      const exists = paths.has(target) || paths.has(target.replace(/\.js$/, '.d.ts'));
      expect(/^\.\.?\//.test(fileName) && exists, `${path} imports ${fileName}`).toBe(true);
      count++;
    }
  }
  expect(count).toBeGreaterThan(100);
});

test('every shader says once what it stores, which float16 replaces', () => {
  for (const { path, text } of files.filter(file => file.path.endsWith('.wgsl'))) {
    expect(text.match(/^alias real = f32;$/gm), path).toHaveLength(1);
  }
});

test('lines are no longer than people read', () => {
  for (const { path, text } of files.filter(file => /^src\/(?:kernels|runtime)\//.test(file.path))) {
    const tooLong = text.split('\n').find(line => line.length > 130);
    expect(tooLong === undefined || /`|'/.test(tooLong) ? '' : tooLong, path).toBe('');
  }
});
