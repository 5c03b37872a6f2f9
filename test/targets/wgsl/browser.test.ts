/**
 * WebGPU packages in a real browser: images of every kind that it has; pages and workers under a strict policy, as
 * files of the package and bundled by Vite.
 */

import '../memo.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { typescript } from '../../../targets/typescript/target.ts';
import { describeInChromium, takesVideoFrames, videoKinds } from '../../support/chromium.ts';
import { type Server, serve } from '../../support/serve.ts';
import { expectClose } from '../conformance.ts';
import { PackageFolder } from '../packages.ts';
import { packSynthetic } from '../specs.ts';
import { mirrorPackage, type TinyPackage, tinyPackage, tinySpec } from './tiny.ts';

const folder = new PackageFolder();
const site = join(folder.path, '..', 'site');
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";

const files: Readonly<Record<string, string>> = {
  'index.html':
    '<!doctype html><title>a page</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>',
  // Sources of a known image, by their kinds; `answers` says of each how far it is from its pixels.
  'page.js': `
    import { load } from '/mirror/dist/index.js';
    const [width, height] = [61, 43];
    const pixels = new ImageData(width, height);
    for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = i % 4 === 3 ? 255 : (i * 2654435761) >>> 24;
    const canvas = document.createElement('canvas');
    const offscreen = new OffscreenCanvas(width, height);
    for (const each of [canvas, offscreen]) {
      Object.assign(each, { width, height });
      each.getContext('2d').putImageData(pixels, 0, 0);
    }
    const image = new Image();
    image.src = canvas.toDataURL('image/png');
    await image.decode();
    const video = document.createElement('video');
    Object.assign(video, { srcObject: canvas.captureStream(30), muted: true });
    const frameOf = new Promise(done => video.requestVideoFrameCallback(done));
    const redraw = setInterval(() => canvas.getContext('2d').putImageData(pixels, 0, 0), 20);
    await video.play();
    await frameOf;
    const sources = {
      ImageBitmap: await createImageBitmap(pixels),
      OffscreenCanvas: offscreen,
      HTMLCanvasElement: canvas,
      HTMLImageElement: image,
      VideoFrame: new VideoFrame(canvas, { timestamp: 0 }),
      HTMLVideoElement: video,
    };
    globalThis.answers = async (without = []) => {
      const model = await load({ weights: '/weights/mirror.bin' });
      const expected = await model.run(pixels);
      const answers = {};
      for (const [name, source] of Object.entries(sources)) {
        if (without.includes(name)) continue;
        if (Object.prototype.toString.call(source) !== '[object ' + name + ']') throw new Error(name);
        const got = await model.run(source);
        answers[name] = Math.max(...got.map((value, i) => Math.abs(value - expected[i])));
      }
      clearInterval(redraw);
      const errors = {};
      for (const [name, source] of Object.entries({ 'an empty image': new Image(), 'an element': document.body })) {
        errors[name] = await model.run(source).then(() => 'none', error => error.message);
      }
      sources.ImageBitmap.close();
      errors['a closed bitmap'] = await model.run(sources.ImageBitmap).then(() => 'none', error => error.message);
      const alive = await model.run(pixels);
      model.dispose();
      return { answers, errors, isAlive: alive.every((value, i) => value === expected[i]) };
    };`,
  'strict/index.html': '<!doctype html><title>a page</title><script type="module" src="page.js"></script>',
  'strict/page.js': `
    import { answer } from './answer.js';
    const worker = new Worker('worker.js', { type: 'module' });
    const fromWorker = new Promise((done, fail) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = event => fail(new Error(event.message));
    });
    globalThis.answers = async () => ({ page: await answer(), worker: await fromWorker });`,
  'strict/worker.js': `
    import { answer } from './answer.js';
    postMessage(await answer());`,
  'strict/answer.js': `export { answer } from '/answer.js';`,
  'answer.js': `
    import { check, load } from '/tiny/dist/index.js';
    export async function answer() {
      const { ok, reasons } = await check();
      if (!ok) throw new Error(reasons.join());
      const seen = [];
      const model = await load({ weights: '/weights/tiny.bin', onProgress: loaded => seen.push(loaded) });
      const input = new Float32Array(768).map((_, i) => Math.sin(i));
      const logits = [...(await model.run(input))];
      const best = await model.classify({ data: new Uint8Array(4 * 30 * 20).fill(90), width: 30, height: 20 }, { k: 2 });
      const times = await model.profile({ runs: 1 });
      model.dispose();
      const after = await model.run(input).catch(error => error.message);
      return { logits, best, layers: times.map(({ layer }) => layer), loaded: seen.at(-1), after };
    }`,
};

/** The same page and worker, as a bundler's input: packages by their names, the worker by its URL. */
function writeUnbundled(to: string): void {
  mkdirSync(to, { recursive: true });
  const page = (files['strict/page.js'] ?? '').replace(
    "'worker.js'",
    "new URL('./worker.js', import.meta.url)",
  );
  const answer = (files['answer.js'] ?? '').replace('/tiny/dist/index.js', 'tiny-1');
  writeFileSync(join(to, 'index.html'), (files['strict/index.html'] ?? '').replace('page.js', './page.js'));
  writeFileSync(join(to, 'page.js'), page);
  writeFileSync(join(to, 'worker.js'), files['strict/worker.js'] ?? '');
  writeFileSync(join(to, 'answer.js'), answer);
}

describeInChromium(
  'packages',
  browser => {
    let tiny: TinyPackage;
    let open: Server;
    let strict: Server;
    beforeAll(async () => {
      tiny = await tinyPackage(folder);
      const mirror = await mirrorPackage(folder, [24, 24], 27);
      const weights = { 'weights/mirror.bin': mirror.weights, 'weights/tiny.bin': tiny.weights };
      for (const [path, content] of [...Object.entries(files), ...Object.entries(weights)]) {
        mkdirSync(dirname(join(site, path)), { recursive: true });
        writeFileSync(join(site, path), content);
      }
      writeUnbundled(join(site, '../unbundled'));
      await build({
        root: join(site, '../unbundled'),
        base: '/bundled/',
        logLevel: 'silent',
        worker: { format: 'es' },
        build: { outDir: join(site, 'bundled'), target: 'es2022', modulePreload: { polyfill: false } },
      });
      const folders = {
        '/': site,
        '/tiny/': join(folder.path, 'tiny-1'),
        '/mirror/': join(folder.path, 'mirror-1x24x24-27-bilinear'),
      };
      open = await serve({ folders });
      strict = await serve({ folders, headers: { 'content-security-policy': policy } });
    });
    afterAll(async () => {
      await open?.close();
      await strict?.close();
      folder.remove();
    });

    /** What `answers` of a page gives; what the page complains of on its console fails. */
    async function answersOf<T>(address: string, without: readonly string[] = []): Promise<T> {
      const page: Page = await browser().newPage();
      const complaints: string[] = [];
      page.on('console', message => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', error => complaints.push(String(error)));
      try {
        await page.goto(address);
        await page.waitForFunction(() => 'answers' in globalThis);
        const answers = await page.evaluate(
          without =>
            (globalThis as unknown as { answers(without: readonly string[]): Promise<unknown> }).answers(
              without,
            ),
          without,
        );
        expect(complaints).toEqual([]);
        return answers as T;
      } finally {
        await page.close();
      }
    }

    test('take every kind of image, bit for bit as its pixels', async () => {
      const without = (await takesVideoFrames()) ? [] : videoKinds;
      const { answers, errors, isAlive } = await answersOf<{
        answers: Record<string, number>;
        errors: Record<string, string>;
        isAlive: boolean;
      }>(`${open.origin}/`, without);
      const { HTMLVideoElement: video, ...others } = answers;
      expect(others).toEqual({
        ImageBitmap: 0,
        OffscreenCanvas: 0,
        HTMLCanvasElement: 0,
        HTMLImageElement: 0,
        ...(without.length === 0 && { VideoFrame: 0 }),
      });
      // Videos may have their colours in another space, at half the size.
      if (without.length === 0) expect(video).toBeLessThan(4);
      expect(errors['an empty image']).toContain('the image has no pixels (0 x 0)');
      expect(errors['an element']).toMatch(
        /must be a Float32Array of .*, a GPUBuffer or an image, got a HTMLBodyElement/,
      );
      expect(errors['a closed bitmap']).toMatch(/the image has no pixels/);
      expect(isAlive).toBe(true);
    });

    test.each([
      ['as files', '/strict/'],
      ['bundled by Vite', '/bundled/'],
    ])('%s, run in a page and in a worker under a strict policy', async (_, path) => {
      const answers = await answersOf<
        Record<
          'page' | 'worker',
          { logits: number[]; best: { label: string }[]; layers: string[]; loaded: number; after: string }
        >
      >(`${strict.origin}${path}`);
      const { plan } = compile(tinySpec.configure({}), typescript);
      const { load } = await folder.import('tiny-typescript', await typescript.files(plan));
      const model = await load({ weights: await packSynthetic(plan) });
      const expected = await model.run(Float32Array.from({ length: 768 }, (_, i) => Math.sin(i)));
      for (const { logits, best, layers, loaded, after } of [answers.page, answers.worker]) {
        expectClose(logits, expected, 1e-5);
        expect(best).toHaveLength(2);
        expect(best[0]?.label).toMatch(/^number \d$/);
        expect(layers).toEqual(tiny.plan.steps.map(({ layer }) => layer));
        expect(loaded).toBe(tiny.weights.length);
        expect(after).toBe('tiny: the model has been disposed of; load it again');
      }
      expect(strict.requests).toContain('/weights/tiny.bin');
    });
  },
  { webgpu: true },
);
