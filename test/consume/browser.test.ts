/**
 * A WebGPU package as a web page has it: packed by npm, installed, and imported as files or bundled by Vite. The page
 * and a module worker classify a photograph, under a strict policy too, and agree with the oracle: the interpreter in
 * float64, on pixels that the CPU has resized and cropped.
 */

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesize } from '../../compiler/checkpoint/synthetic.ts';
import { decodeImage } from '../../compiler/image/decode.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { type Classification, softmax, topK } from '../../targets/javascript/runtime/classify.ts';
import { preprocess } from '../../targets/javascript/runtime/preprocess.ts';
import { root, succeed } from '../cli/run.ts';
import { describeInChromium } from '../support/chromium.ts';
import { type Server, serve } from '../support/serve.ts';
import { expectClose } from '../targets/conformance.ts';
import { importSpec } from '../targets/specs.ts';
import { Project } from './project.ts';

const image = join(root, 'specs/data/chelsea.png');
const size = { height: 64, width: 64 };
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
const name = 'resnet18-wgsl';

/** What a page or a worker finds. */
interface Answer {
  /** By the kind of image it gives. */
  readonly logits: Readonly<Record<string, readonly number[]>>;
  readonly best: readonly Classification[];
}

/** A page that classifies an image of every kind it has, and lets its worker do so too. */
const page = (worker: string): string => `
  import { answer, open } from './answer.js';
  const worker = new Worker(${worker}, { type: 'module' });
  const fromWorker = new Promise((done, fail) => {
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = event => fail(new Error(event.message));
  });
  globalThis.answers = async () => {
    const bitmap = await open();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const data = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const page = await answer({ ImageBitmap: bitmap, canvas, ImageData: data });
    // Afterwards: two at once are no faster.
    worker.postMessage('go');
    return { page, worker: await fromWorker };
  };`;

const worker = `
  import { answer, open } from './answer.js';
  onmessage = async () => postMessage(await answer({ ImageBitmap: await open() }));`;

const answer = (code: string, weights: string): string => `
  import { check, load } from '${code}';
  ${weights}
  export async function open() {
    const file = await (await fetch('/image/chelsea.png')).blob();
    return createImageBitmap(file, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
  }
  export async function answer(images) {
    const { ok, reasons } = await check();
    if (!ok) throw new Error(reasons.join());
    const model = await load({ weights });
    const logits = {};
    for (const [kind, image] of Object.entries(images)) logits[kind] = [...(await model.run(image))];
    const best = await model.classify(images.ImageBitmap);
    model.dispose();
    return { logits, best };
  }`;

const html = '<!doctype html><title>a page</title><script type="module" src="./page.js"></script>';

describeInChromium(
  'a packed package',
  browser => {
    const project = new Project();
    const compiled = mkdtempSync(join(tmpdir(), 'netwright-browser-'));
    let server: Server;
    let expected: readonly number[];

    beforeAll(async () => {
      const settings = Object.entries(size).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
      await succeed(['compile', 'resnet18', '--target', 'wgsl', '--out', compiled, ...settings]);
      await project.install(name, compiled);
      const installed = project.path('node_modules', name);
      await succeed(['pack', installed, '--weights', 'synthetic']);

      project.write('files/index.html', html);
      project.write('files/page.js', page("'worker.js'"));
      project.write('files/worker.js', worker);
      project.write(
        'files/answer.js',
        answer('/package/dist/index.js', "const weights = '/package/weights.bin';"),
      );
      project.write('source/index.html', html);
      project.write('source/page.js', page("new URL('./worker.js', import.meta.url)"));
      project.write('source/worker.js', worker);
      project.write('source/answer.js', answer(name, `import weights from '${name}/weights.bin?url';`));
      await build({
        root: project.path('source'),
        base: '/bundled/',
        logLevel: 'silent',
        worker: { format: 'es' },
        build: { outDir: project.path('bundled'), target: 'es2022', modulePreload: { polyfill: false } },
      });
      project.write('image/about.txt', 'images for pages');
      cpSync(image, project.path('image/chelsea.png'));
      const folders = {
        '/files/': project.path('files'),
        '/bundled/': project.path('bundled'),
        '/package/': installed,
        '/image/': project.path('image'),
      };
      server = await serve({ folders, headers: { 'content-security-policy': policy } });
      expected = await oracle();
    });
    afterAll(async () => {
      await server?.close();
      project.remove();
      rmSync(compiled, { recursive: true, force: true });
    });

    test.each([
      ['its files', '/files/'],
      ['a bundle by Vite', '/bundled/'],
    ])('%s classify as the oracle does under a strict policy, in a page and in a worker', async (_, path) => {
      const tab = await browser().newPage();
      const troubles: string[] = [];
      tab.on('console', message => {
        // Browsers ask for an icon, which the policy forbids.
        if (!message.text().includes('favicon.ico') && !message.location().url.includes('favicon.ico')) {
          troubles.push(message.text());
        }
      });
      tab.on('pageerror', error => troubles.push(String(error)));
      try {
        await tab.goto(`${server.origin}${path}`);
        await tab.waitForFunction(() => 'answers' in globalThis);
        const answers = await tab.evaluate(() =>
          (globalThis as unknown as { answers(): Promise<Record<'page' | 'worker', Answer>> }).answers(),
        );
        expect(troubles).toEqual([]);
        expect(Object.keys(answers.page.logits)).toEqual(['ImageBitmap', 'canvas', 'ImageData']);
        expect(Object.keys(answers.worker.logits)).toEqual(['ImageBitmap']);
        const best = topK(softmax(expected), 5);
        for (const { logits, best: got } of [answers.page, answers.worker]) {
          for (const each of Object.values(logits)) expectClose(each, expected, 1e-4);
          expect(got.map(({ index }) => index)).toEqual(best.map(({ index }) => index));
          expect(got[0]?.label).toMatch(/^[A-Za-z]/);
          expect(got[0]?.probability).toBeCloseTo(best[0]?.probability ?? -1, 4);
        }
      } finally {
        await tab.close();
      }
    });
  },
  { webgpu: true },
);

/** The logits of the photograph. */
async function oracle(): Promise<readonly number[]> {
  const { graph, preprocessing } = (await importSpec('resnet18')).configure(size);
  if (!preprocessing) throw new Error('resnet18 takes no images');
  const pixels = preprocess(await decodeImage(image), { ...preprocessing, ...size });
  const [output] = await interpret(graph, ({ op, path, type }) =>
    Float64Array.from(op.name === 'input' ? pixels : synthesize(path, type.shape)),
  );
  return [...(output?.data ?? [])];
}
