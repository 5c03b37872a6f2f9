/**
 * Images of every kind that a browser has, given to every JavaScript package, with threads and without, in a page and
 * in a worker: they make the input that their pixels make. What has no pixels, or none that may be read, is said.
 */

import './memo.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { root } from '../cli/run.ts';
import { describeInChromium, takesVideoFrames, videoKinds } from '../support/chromium.ts';
import { type Server, serve } from '../support/serve.ts';
import { PackageFolder } from './packages.ts';
import { packSynthetic } from './specs.ts';
import { quick, tinySpec } from './wgsl/tiny.ts';

/** Classes of an image and how far its input is from that of its pixels, by the kind of image. */
interface Answer {
  readonly distances: Readonly<Record<string, number>>;
  readonly classes: Readonly<Record<string, readonly number[]>>;
  readonly errors: Readonly<Record<string, string>>;
}

const common = `
  const [width, height] = [61, 43];
  export const pixels = new ImageData(width, height);
  for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = i % 4 === 3 ? 255 : (i * 2654435761) >>> 24;
  export const offscreen = new OffscreenCanvas(width, height);
  offscreen.getContext('2d').putImageData(pixels, 0, 0);
  const message = call => call().then(() => 'none', error => error.message);
  export async function answer(name, { without, ...options }, sources, wrong) {
    const { load, preprocess } = await import('/package/' + name + '/dist/index.js');
    const model = await load({ weights: '/package/' + name + '/weights.bin', ...options });
    const expected = preprocess(pixels);
    const [distances, classes, errors] = [{}, {}, {}];
    for (const [kind, source] of Object.entries({ ImageData: pixels, ...sources })) {
      if (without.includes(kind)) continue;
      if (Object.prototype.toString.call(source) !== '[object ' + kind + ']') throw new Error(kind);
      const got = preprocess(source);
      distances[kind] = Math.max(...got.map((value, i) => Math.abs(value - expected[i])));
      classes[kind] = (await model.classify(source, { k: 3 })).map(({ index }) => index);
    }
    for (const [kind, source] of Object.entries(wrong)) {
      errors[kind] = await message(() => model.classify(source));
      const said = await message(async () => preprocess(source));
      if (said !== errors[kind]) errors[kind] += ' / ' + said;
    }
    const again = await model.classify(pixels, { k: 3 });
    model.dispose();
    if (again.map(({ index }) => index).join() !== classes.ImageData.join()) throw new Error('not as before');
    return { distances, classes, errors };
  }
  export async function made() {
    const closed = await createImageBitmap(pixels);
    closed.close();
    const frame = new VideoFrame(offscreen, { timestamp: 0 });
    frame.close();
    return {
      sources: {
        ImageBitmap: await createImageBitmap(pixels),
        OffscreenCanvas: offscreen,
        VideoFrame: new VideoFrame(offscreen, { timestamp: 0 }),
      },
      wrong: { 'a closed bitmap': closed, 'a closed frame': frame, 'an empty canvas': new OffscreenCanvas(0, 5) },
    };
  }`;

const files: Readonly<Record<string, string>> = {
  'index.html':
    '<!doctype html><title>a page</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>',
  'common.js': common,
  'page.js': `
    import { answer, made, offscreen, pixels } from './common.js';
    const canvas = Object.assign(document.createElement('canvas'), { width: 61, height: 43 });
    canvas.getContext('2d').putImageData(pixels, 0, 0);
    // Shown at another size, which does not count.
    const image = Object.assign(new Image(7, 9), { src: canvas.toDataURL('image/png') });
    await image.decode();
    const video = Object.assign(document.createElement('video'), { srcObject: canvas.captureStream(30), muted: true });
    const frameOf = new Promise(done => video.requestVideoFrameCallback(done));
    setInterval(() => canvas.getContext('2d').putImageData(pixels, 0, 0), 20);
    await video.play();
    await frameOf;
    const foreign = new Image();
    const loaded = new Promise((done, fail) => Object.assign(foreign, { onload: done, onerror: fail }));
    foreign.src = 'http://localhost:' + location.port + '/photograph/chelsea.png';
    await loaded;
    const tainted = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
    tainted.getContext('2d').drawImage(foreign, 0, 0);
    globalThis.inPage = async (name, options) => {
      const { sources, wrong } = await made();
      return answer(
        name,
        options,
        { ...sources, HTMLCanvasElement: canvas, HTMLImageElement: image, HTMLVideoElement: video },
        {
          ...wrong,
          'an <img> without a source': new Image(),
          'an <img> on its way': Object.assign(new Image(), { src: '/slow.png' }),
          'a video without one': document.createElement('video'),
          'an <img> of another origin': foreign,
          'a canvas with such an <img>': tainted,
          'an element': document.body,
        },
      );
    };
    globalThis.inWorker = (name, options) => new Promise((done, fail) => {
      const worker = new Worker('worker.js', { type: 'module' });
      worker.onmessage = ({ data }) => (typeof data === 'string' ? fail(new Error(data)) : done(data));
      worker.onerror = event => fail(new Error(event.message));
      worker.postMessage([name, options]);
    });`,
  'worker.js': `
    import { answer, made } from './common.js';
    onmessage = async ({ data: [name, options] }) => {
      try {
        const { sources, wrong } = await made();
        postMessage(await answer(name, options, sources, wrong));
      } catch (error) {
        postMessage(String(error.stack));
      }
    };`,
  'slow.png': '',
};

describeInChromium(
  'images',
  browser => {
    const folder = new PackageFolder();
    const site = join(folder.path, '..', 'site');
    let server: Server;

    beforeAll(async () => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(site, path)), { recursive: true });
        writeFileSync(join(site, path), content);
      }
      for (const target of [typescript, wasm, quick]) {
        const { plan } = compile(tinySpec.configure({}), target);
        const at = folder.write(target.name, await target.files(plan));
        writeFileSync(join(at, 'weights.bin'), await packSynthetic(plan));
      }
      server = await serve({
        folders: { '/': site, '/package/': folder.path, '/photograph/': join(root, 'specs/data') },
        headers: {
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'credentialless',
        },
      });
    });
    afterAll(async () => {
      await server?.close();
      folder.remove();
    });

    test.each([
      ['typescript', {}],
      ['typescript', { threads: 2 }],
      ['wasm', {}],
      ['wasm', { threads: 2 }],
      ['wgsl', {}],
    ])('of every kind are taken by %s, %j', async (name, options) => {
      const tab = await browser().newPage();
      try {
        const without = name !== 'wgsl' || (await takesVideoFrames()) ? [] : videoKinds;
        const troubles: string[] = [];
        tab.on('pageerror', error => troubles.push(String(error)));
        await tab.goto(`${server.origin}/`);
        await tab
          .waitForFunction(() => 'inWorker' in globalThis)
          .catch(error => {
            throw new Error(`${error}: ${troubles}`);
          });
        const ask = (where: string): Promise<Answer> =>
          tab.evaluate(
            ([where, name, options]) =>
              (globalThis as unknown as Record<string, (name: string, options: object) => Promise<Answer>>)[
                where
              ]?.(name, options) as Promise<Answer>,
            [where, name, { ...options, without }] as const,
          );
        const [page, worker] = [await ask('inPage'), await ask('inWorker')];
        const kept = <T extends object>(kinds: T) =>
          Object.fromEntries(Object.entries(kinds).filter(([kind]) => !without.includes(kind)));
        const { HTMLVideoElement: video, ...others } = page.distances;
        const exact = kept({ ImageBitmap: 0, ImageData: 0, OffscreenCanvas: 0, VideoFrame: 0 });
        expect(others).toEqual({ ...exact, HTMLCanvasElement: 0, HTMLImageElement: 0 });
        expect(worker.distances).toEqual(exact);
        // Videos may have their colours in another space, at half the size.
        if (!without.includes('HTMLVideoElement')) expect(video).toBeLessThan(4);
        for (const { classes } of [page, worker]) {
          const { HTMLVideoElement: _, ...still } = classes;
          for (const each of Object.values(still)) expect(each).toEqual(page.classes.ImageData);
        }
        const empty = expect.stringMatching(
          /^tiny: the image has no pixels \(\d+ x \d+\): it is empty, closed, or not loaded yet; /,
        );
        const unread = expect.stringMatching(
          /^tiny: the image's pixels cannot be read: .*; it must be loaded, and of this origin or fetched with CORS$/,
        );
        const everywhere = { 'a closed bitmap': empty, 'a closed frame': empty, 'an empty canvas': empty };
        expect(worker.errors).toEqual(everywhere);
        expect(page.errors).toEqual({
          ...everywhere,
          'an <img> without a source': empty,
          'an <img> on its way': empty,
          'a video without one': empty,
          'an <img> of another origin': unread,
          'a canvas with such an <img>': unread,
          'an element': expect.stringMatching(/^tiny: expected an image: .*; got a HTMLBodyElement$/),
        });
      } finally {
        await tab.close();
      }
    });
  },
  { webgpu: true },
);
