/**
 * Types of packages as their users check them: with the oldest TypeScript that is promised and with today's, under each
 * way of resolving modules, with the types of Node, with those of browsers, and with none of both.
 */

import '../targets/memo.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { root } from '../cli/run.ts';
import { describeRequiring } from '../support/requiring.ts';
import { textsOf } from '../targets/texts.ts';
import { quick, tinySpec } from '../targets/wgsl/tiny.ts';
import { Project } from './project.ts';

const names = ['typescript', 'wasm', 'wgsl'] as const;

/** What any program may do. */
const anywhere = (name: string): string => `
import { load, preprocess, program, type Classification, type Image, type InputShape, type Tensor } from 'tiny-${name}';
const model = await load({ weights: 'weights.bin', onProgress: (loaded: number, total: number) => {} });
const image = { data: new Uint8ClampedArray(36), width: 3, height: 3 };
const other: Image = { ...image, data: new Uint8Array(36) };
const input: Tensor<InputShape> = preprocess(image, { into: new Float32Array(768) });
const logits: Tensor<readonly [1, 10]> = await model.run(input);
const best: Classification[] = await model.classify(other, { k: 3 });
const lists: Classification[][] = await model.classify([image]);
await load({ weights: image.data.buffer });
// @ts-expect-error two images of a batch of one
await model.classify([image, image]);
// @ts-expect-error no image
await model.classify('cat.jpg');
// @ts-expect-error k is an option
await model.classify(image, 3);
// @ts-expect-error an option that is none
await load({ weights: 'weights.bin', thread: 4 });
// @ts-expect-error no weights
await load({ weights: 7 });
import { load as loadPair, preprocess as preprocessPair } from 'pair-${name}';
const pair = await loadPair({ weights: 'weights.bin' });
const both: Classification[][] = await pair.classify([image, other]);
preprocessPair([image, other]);
// @ts-expect-error an image of a batch of two
await pair.classify(image);
// @ts-expect-error three images of a batch of two
await pair.classify([image, image, image]);
export { best, both, lists, logits, program };
`;

/** What one may do where there is fetch. */
const withFetch = (name: string): string => `
import { load } from 'tiny-${name}';
declare const bytes: ReadableStream<Uint8Array>;
declare const strings: ReadableStream<string>;
for (const weights of [fetch('x'), new Response('x'), new URL('x', 'file:///y'), new Blob([]), bytes]) {
  await load({ weights, signal: AbortSignal.timeout(3) });
}
// @ts-expect-error a stream of strings
await load({ weights: strings });
// @ts-expect-error a controller is no signal
await load({ weights: 'x', signal: new AbortController() });
`;

const inPage = (name: string): string => `
import { load, preprocess } from 'tiny-${name}';
const model = await load({ weights: 'weights.bin' });
declare const images: ImageBitmap | ImageData | HTMLVideoElement | HTMLImageElement | HTMLCanvasElement | OffscreenCanvas;
await model.classify(images, { k: 3 });
await model.classify([images]);
preprocess(images);
// @ts-expect-error an element that shows nothing
await model.classify(document.body);
`;

const oldest = fileURLToPath(new URL('../engines/node_modules/typescript50/bin/tsc', import.meta.url));
const lack = existsSync(oldest) ? undefined : 'there is no TypeScript 5.0 (npm ci --prefix test/engines)';
const today = join(root, 'node_modules/typescript/bin/tsc');

describeRequiring('the oldest TypeScript', [{ name: 'engines', lack }], () => testTypes(oldest, ['node10']));
describeRequiring("today's TypeScript", [], () => testTypes(today, []));

function testTypes(tsc: string, further: readonly string[]): void {
  const project = new Project();
  beforeAll(async () => {
    for (const [i, target] of [typescript, wasm, quick].entries()) {
      for (const [batch, name] of [
        [1, 'tiny'],
        [2, 'pair'],
      ] as const) {
        const { plan } = compile(tinySpec.configure({ batch }), target);
        for (const { path, text } of textsOf(await target.files(plan))) {
          // TypeScript takes packages of one name and version for one.
          const own = path === 'package.json' ? text.replace('"tiny-', `"${name}-`) : text;
          project.write(`node_modules/${name}-${names[i]}/${path}`, own);
        }
      }
    }
    for (const name of names) {
      project.write(`any-${name}.ts`, anywhere(name));
      project.write(`fetch-${name}.ts`, withFetch(name));
      project.write(`page-${name}.ts`, inPage(name));
    }
    for (const name of ['@types/node', 'undici-types']) project.link(name);
  });
  afterAll(() => project.remove());

  const files = (...kinds: readonly string[]): readonly string[] =>
    kinds.flatMap(kind => names.map(name => `${kind}-${name}.ts`));

  test.each([
    { module: 'node16', moduleResolution: 'node16' },
    { module: 'esnext', moduleResolution: 'bundler' },
    ...further.map(moduleResolution => ({ module: 'esnext', moduleResolution })),
  ])(
    'checks with $moduleResolution, with any types and with none',
    async options => {
      const lib = ['es2022'];
      const common = { ...options, target: 'es2022', allowImportingTsExtensions: false };
      expect(await project.typeCheck(files('any'), { ...common, lib }, tsc)).toBe('');
      expect(await project.typeCheck(files('any', 'fetch'), { ...common, lib, types: ['node'] }, tsc)).toBe(
        '',
      );
      const page = { ...common, lib: ['es2022', 'dom'] };
      expect(await project.typeCheck(files('any', 'fetch', 'page'), page, tsc)).toBe('');
      // Three programs that check everything.
    },
    300_000,
  );
}
