/**
 * The page of `--demo` in a browser, served as its user serves it: what it shows and says, by mouse and by keyboard,
 * on the GPU and without. No page complains on its console, and none asks for anything elsewhere.
 */

import './memo.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { decodeImage } from '../../compiler/image/decode.ts';
import type { PackageFile } from '../../compiler/target.ts';
import type { Classification } from '../../targets/javascript/runtime/classify.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { wgsl } from '../../targets/wgsl/target.ts';
import { describeInChromium } from '../support/chromium.ts';
import { type Server, serve } from '../support/serve.ts';
import { PackageFolder } from './packages.ts';
import { packSynthetic } from './specs.ts';
import { tinySpec } from './wgsl/tiny.ts';

const folder = new PackageFolder();
const image = new URL('../../specs/data/chelsea.png', import.meta.url).pathname;

/** Writes a package. */
function write(name: string, files: readonly PackageFile[], weights?: Uint8Array): string {
  const at = folder.write(name, files);
  if (weights) writeFileSync(join(at, 'weights.bin'), weights);
  return at;
}

interface Options extends BrowserContextOptions {
  /** Whether the browser has WebGPU. */
  readonly hasGpu?: boolean;
  /** Complaints that are to be expected: browsers write of every 404 on their console. */
  readonly expected?: RegExp;
}

/** Runs a body on the page, and expects no complaint but the expected, and no request elsewhere. */
async function withPage(
  browser: Browser,
  address: string,
  body: (page: Page) => Promise<void>,
  { hasGpu = true, expected, ...options }: Options = {},
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  try {
    const troubles: string[] = [];
    page.on('console', message => troubles.push(message.text()));
    page.on('pageerror', error => troubles.push(error.message));
    page.on('request', request => {
      const url = request.url();
      if (!url.startsWith(new URL(address).origin) && !/^(blob|data):/.test(url))
        troubles.push(`asks for ${url}`);
    });
    if (!hasGpu) {
      await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }));
    }
    await page.goto(address);
    await body(page);
    expect(troubles.filter(text => !expected?.test(text))).toEqual([]);
  } finally {
    await page.close();
  }
}

/** Names and percentages of the classes that are shown. */
const shown = (page: Page): Promise<readonly string[]> =>
  page.locator('.classes li').evaluateAll(items => items.map(item => item.textContent?.trim() ?? ''));

const choose = (page: Page, file = image): Promise<void> =>
  page.locator('input[type=file]').first().setInputFiles(file);

const load = (page: Page) => page.getByRole('button', { name: /^Load \d/ });

describeInChromium(
  'the page of a package',
  browser => {
    let whole: Server;
    let alone: Server;
    let expected: readonly string[];
    let expectedBest: readonly Classification[];
    let layers: readonly string[];
    let downloads: { readonly gpu: number; readonly cpu: number };

    beforeAll(async () => {
      const configured = tinySpec.configure({});
      const { plan } = compile(configured, wgsl);
      const plain = compile(configured, typescript);
      const files = (await wgsl.filesWithDemo?.(plan, { batch: '1' })) ?? [];
      const [gpuWeights, cpuWeights] = [await packSynthetic(plan), await packSynthetic(plain.plan)];
      layers = plan.steps.map(({ layer }) => layer);
      downloads = { gpu: gpuWeights.length, cpu: cpuWeights.length };
      const at = write('whole', files, gpuWeights);
      const beside = write('whole/typescript', await typescript.files(plain.plan), cpuWeights);
      whole = await serve({ folders: { '/': at } });
      alone = await serve({ folders: { '/': write('alone', files) } });
      const code = await import(pathToFileURL(join(beside, 'dist/index.js')).href);
      const model = await code.load({ weights: cpuWeights });
      expectedBest = await model.classify(await decodeImage(image));
      expected = expectedBest.map(({ label, probability }) => `${label} ${(100 * probability).toFixed(1)} %`);
    });
    afterAll(async () => {
      await whole?.close();
      await alone?.close();
      folder.remove();
    });

    test('is one file that is the same every time, and its README says how to serve it', async () => {
      const { plan } = compile(tinySpec.configure({}), wgsl);
      const [once, twice] = [await wgsl.filesWithDemo?.(plan, {}), await wgsl.filesWithDemo?.(plan, {})];
      expect(twice).toEqual(once);
      const plain = await wgsl.files(plan);
      const added = once?.filter(({ path }) => !plain.some(file => file.path === path));
      expect(added?.map(({ path }) => path)).toEqual(['index.html']);
      const changed = plain.filter(({ path, text }) => once?.find(file => file.path === path)?.text !== text);
      // npm publishes the page with it.
      expect(changed.map(({ path }) => path)).toEqual(['README.md', 'package.json']);
      expect(once?.find(({ path }) => path === 'README.md')?.text).toContain('`python3 -m http.server`');
      expect(added?.[0]?.text).toMatch(
        /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/,
      );
      expect(added?.[0]?.text).not.toContain('unsafe');
    });

    test('classifies a file on the GPU as the plain package does, and says that weights are synthetic', async () => {
      await withPage(browser(), `${whole.origin}/`, async page => {
        await page.getByText(/This machine’s GPU: \S/).waitFor();
        const half = page.getByRole('radio', { name: /^GPU, float16/ });
        const hasHalf = await page.evaluate(
          async () => (await navigator.gpu.requestAdapter())?.features.has('shader-f16') ?? false,
        );
        expect(await half.isEnabled()).toBe(hasHalf);
        await load(page).click();
        await page.locator('.ready', { hasText: 'Ready on GPU, float32.' }).waitFor();
        expect(await page.locator('.notice').textContent()).toContain('These weights are synthetic');
        await choose(page);
        await expect.poll(() => shown(page), { timeout: 20_000 }).toEqual(expected);
        expect(await page.getByRole('status').textContent()).toContain(`${expectedBest[0]?.label}, `);
        expect(await page.locator('.answers').textContent()).toContain(
          'synthetic: these classes mean nothing',
        );
        expect(await page.locator('figcaption').textContent()).toContain('chelsea.png, 451 × 300');
        expect(await page.locator('.answers .facts').textContent()).toContain('Later runsnone yet');
        await page.getByRole('button', { name: 'Run 10 more times' }).click();
        await page.getByText(/ms, median of 10$/).waitFor();
        expect(await shown(page)).toEqual(expected);

        await page.getByRole('button', { name: 'Profile the layers' }).click();
        const names = page.locator('.layer-times .bar-name');
        await names.first().waitFor();
        expect(await names.allTextContents()).toEqual(layers);
        await page.getByRole('button', { name: 'Slowest first' }).click();
        const times = (await page.locator('.layer-times .bar-figure').allTextContents()).map(text =>
          Number(/% ([\d.]+) ms$/.exec(text)?.[1]),
        );
        expect(times).toHaveLength(layers.length);
        expect(times).toEqual(times.toSorted((a, b) => b - a));
        // Nothing is fetched twice, and nothing of the other package.
        expect(whole.requests.filter(path => path.startsWith('/typescript/'))).toEqual([]);
      });
    });

    test('loads when an image is chosen, with progress that can be cancelled', async () => {
      whole.disturb('/weights.bin', { chunk: 4096, pause: 250 });
      try {
        await withPage(browser(), `${whole.origin}/`, async page => {
          await load(page).waitFor();
          await choose(page);
          const bar = page.getByRole('progressbar');
          await page.getByText(/^0\.0 of \d+\.\d\d kB$|^\d\.\d of/).waitFor();
          expect(Number(await bar.getAttribute('max'))).toBe(downloads.gpu);
          await expect
            .poll(() => bar.evaluate(each => Number(each.getAttribute('value'))))
            .toBeGreaterThan(0);
          await page.getByRole('button', { name: 'Cancel' }).click();
          await load(page).waitFor();
          expect(await page.getByRole('status').textContent()).toBe('Loading is cancelled');
          expect(await page.locator('.answers').textContent()).toContain(
            'Load the network to see the classes',
          );
          whole.disturb('/weights.bin');
          await choose(page);
          await expect.poll(() => shown(page), { timeout: 20_000 }).toEqual(expected);
          expect(await page.locator('.answers .facts').textContent()).toContain('Later runsnone yet');
        });
      } finally {
        whole.disturb('/weights.bin');
      }
    });

    test('says what is wrong with weights, and loads them once they are well', async () => {
      whole.disturb('/weights.bin', { cut: 2000 });
      try {
        await withPage(
          browser(),
          `${whole.origin}/`,
          async page => {
            await load(page).click();
            const alert = page.getByRole('alert');
            await alert.waitFor();
            expect(await alert.textContent()).toContain('It does not load.');
            whole.disturb('/weights.bin');
            await load(page).click();
            await page.locator('.ready').waitFor();
            expect(await alert.count()).toBe(0);
          },
          { expected: /ERR_CONTENT_LENGTH_MISMATCH|ERR_CONNECTION_RESET|ERR_INCOMPLETE/ },
        );
      } finally {
        whole.disturb('/weights.bin');
      }
    });

    test('takes what is dropped and pasted, and refuses what is no image', async () => {
      await withPage(browser(), `${whole.origin}/`, async page => {
        await load(page).click();
        await page.locator('.ready').waitFor();
        const bytes = readFileSync(image).toString('base64');
        const give = (event: 'drop' | 'paste', type: string, content: string): Promise<void> =>
          page.evaluate(
            ([name = '', kind = '', base64 = '']) => {
              const file = new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], `${name}.png`, {
                type: kind,
              });
              const data = new DataTransfer();
              data.items.add(file);
              document.body.dispatchEvent(
                name === 'drop'
                  ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
                  : new ClipboardEvent('paste', { clipboardData: data, bubbles: true }),
              );
            },
            [event, type, content],
          );
        await give('drop', 'image/png', bytes);
        await expect.poll(() => shown(page)).toEqual(expected);
        await give('paste', 'text/plain', Buffer.from('no image').toString('base64'));
        await page
          .getByRole('alert')
          .getByText('Paste.png is no image that this browser can read.')
          .waitFor();
        expect(await shown(page)).toEqual(expected);
        await page.getByRole('button', { name: 'Test pattern' }).click();
        await expect.poll(() => shown(page)).not.toEqual(expected);
        expect(await page.getByRole('alert').count()).toBe(0);
        await give('paste', 'image/png', bytes);
        await expect.poll(() => shown(page)).toEqual(expected);
      });
    });

    test('watches through the camera, picture by picture and one of them', async () => {
      await withPage(browser(), `${whole.origin}/`, async page => {
        await load(page).waitFor();
        // A camera of this machine’s own would be another on each.
        await page.evaluate(() => {
          const canvas = document.createElement('canvas');
          const context = canvas.getContext('2d');
          setInterval(() => context?.fillRect(0, 0, 300, 150), 20);
          const { mediaDevices } = navigator;
          mediaDevices.getUserMedia = async ({ video } = {}) => {
            if (JSON.stringify(video) !== '{"facingMode":{"ideal":"environment"}}')
              throw new Error('which camera?');
            return canvas.captureStream(30);
          };
        });
        await page.getByRole('button', { name: 'Use the camera' }).click();
        await page.locator('video').waitFor();
        await page.getByRole('checkbox', { name: 'Keep classifying' }).check();
        await page.getByText(/median of ([3-9]|\d\d+)$/).waitFor();
        expect(await page.locator('video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(false);
        await page.getByRole('button', { name: 'Take a picture' }).click();
        await page.getByText(/^a picture of the camera, 300 × 150/).waitFor();
        expect(await page.locator('video').isVisible()).toBe(false);
        expect(
          await page.locator('video').evaluate((video: HTMLVideoElement) => video.srcObject),
          'the camera is off',
        ).toBeNull();
        await page.evaluate(() => {
          navigator.mediaDevices.getUserMedia = () =>
            Promise.reject(new DOMException('no', 'NotAllowedError'));
        });
        await page.getByRole('button', { name: 'Use the camera' }).click();
        await page
          .getByRole('alert')
          .getByText('This page may not use the camera; allow it in the browser')
          .waitFor();
      });
    });

    test('says that the GPU is lost, and loads again', async () => {
      await withPage(browser(), `${whole.origin}/`, async page => {
        await load(page).waitFor();
        await page.evaluate(() => {
          const { requestDevice } = GPUAdapter.prototype;
          GPUAdapter.prototype.requestDevice = async function (...args) {
            const device = await requestDevice.apply(this, args);
            Object.assign(globalThis, { device });
            return device;
          };
        });
        await load(page).click();
        await page.locator('.ready').waitFor();
        await page.evaluate(() => (globalThis as unknown as { device: GPUDevice }).device.destroy());
        await page.getByRole('alert').getByText('The GPU is lost.').waitFor();
        await choose(page);
        await expect.poll(() => shown(page), { timeout: 20_000 }).toEqual(expected);
        expect(await page.getByRole('alert').count()).toBe(0);
      });
    });

    test('runs the TypeScript package where there is no WebGPU, and stays awake', async () => {
      await withPage(
        browser(),
        `${whole.origin}/`,
        async page => {
          const note = page.locator('.notice').first();
          await note.waitFor();
          expect(await note.textContent()).toMatch(
            /WebGPU cannot run this network here\..*navigator\.gpu is missing.*The TypeScript package in typescript\/ runs instead/,
          );
          expect(await page.getByRole('radio', { name: /^CPU/ }).isChecked()).toBe(true);
          expect(await page.getByRole('radio', { name: /^GPU/ }).first().isDisabled()).toBe(true);
          await load(page).click();
          await page.getByText('Ready on CPU, one thread of TypeScript.').waitFor();
          await choose(page);
          await expect.poll(() => shown(page)).toEqual(expected);
          // What it runs on has no window: the page's thread is free meanwhile.
          expect(page.workers()).toHaveLength(1);
          await page.getByRole('button', { name: 'Profile the layers' }).click();
          await page.locator('.layer-times').waitFor();
          expect(await page.locator('.layer-times .bar-name').allTextContents()).toContain('conv1');
          expect(whole.requests).toContain('/typescript/weights.bin');
        },
        { hasGpu: false },
      );
    });

    test('says how to add what is missing: weights, WebGPU, the TypeScript package', async () => {
      const expected = /404/;
      await withPage(
        browser(),
        `${alone.origin}/`,
        async page => {
          await page.getByText('netwright pack DIR --weights FILE').waitFor();
          await page.getByRole('radio', { name: /^CPU/ }).check();
          const command =
            'netwright compile tiny --set batch=1 --target typescript --out DIR/typescript --weights FILE';
          await expect.poll(() => page.locator('pre').textContent()).toBe(command);
          await page.getByRole('radio', { name: /float32/ }).check();
          await page.getByText('netwright pack DIR --weights FILE').waitFor();
          await load(page).click();
          await page.getByText('There are no weights yet.').waitFor();
        },
        { expected },
      );
      await withPage(
        browser(),
        `${alone.origin}/`,
        async page => {
          await page.getByText('There is no TypeScript package to run on the CPU.').waitFor();
          expect(await page.getByText('WebGPU cannot run this network here.').count()).toBe(1);
          expect(await load(page).count()).toBe(0);
          await choose(page);
          await page.getByText('Load the network to see the classes').waitFor();
        },
        { hasGpu: false, expected },
      );
    });

    test('obeys the keyboard alone', async () => {
      await withPage(browser(), `${whole.origin}/`, async page => {
        page.on('filechooser', chooser => void chooser.setFiles(image));
        await load(page).waitFor();
        const focused = (): Promise<string | null> =>
          page.evaluate(() => {
            const { activeElement: at } = document;
            return at instanceof HTMLInputElement ? at.value : (at?.textContent ?? null);
          });
        const stops: (string | null)[] = [];
        for (let i = 0; i < 7; i++) {
          await page.keyboard.press('Tab');
          stops.push(await focused());
          const outline = await page.evaluate(() => {
            const at = document.activeElement;
            const seen = at instanceof HTMLInputElement ? at.closest('label') : at;
            return seen ? getComputedStyle(seen).outlineStyle : 'none';
          });
          expect(outline, `the focus is seen on ${stops.at(-1)}`).toBe('solid');
        }
        expect(stops).toEqual([
          'Dark',
          'f32',
          expect.stringMatching(/^Load \d/),
          'Choose an image',
          'Test pattern',
          'Use the camera',
          'Profile the layers',
        ]);
        for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Enter');
        // The focus goes with what is pressed next.
        await page.locator('.ready').waitFor();
        expect(await focused()).toMatch(/^Ready on GPU/);
        await page.keyboard.press('Tab');
        expect(await focused()).toBe('Choose an image');
        await page.keyboard.press('Enter');
        await expect.poll(() => shown(page)).toEqual(expected);
      });
    });

    test.each([wasm, typescript])('of $name runs it in workers, alone or several', async target => {
      const { plan } = compile(tinySpec.configure({}), target);
      const files = (await target.filesWithDemo?.(plan, {})) ?? [];
      const at = write(`cpu-${target.name}`, files, await packSynthetic(plan));
      const isolated = {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      };
      for (const [headers, isShared] of [
        [isolated, true],
        [{}, false],
      ] as const) {
        const server = await serve({ folders: { '/': at }, headers });
        try {
          await withPage(browser(), `${server.origin}/`, async page => {
            const several = page.getByRole('radio', { name: /^CPU, \d+ threads/ });
            await page.getByRole('radio', { name: /^CPU, one thread/ }).waitFor();
            expect(await several.isEnabled()).toBe(isShared);
            if (isShared) await several.check();
            await load(page).click();
            const count = isShared ? '\\d+ threads' : 'one thread';
            const language = target.name === 'wasm' ? 'WebAssembly' : 'TypeScript';
            await page.getByText(new RegExp(`^Ready on CPU, ${count} of ${language}\\.$`)).waitFor();
            await choose(page);
            await expect.poll(() => shown(page), { timeout: 20_000 }).toEqual(expected);
            // What it runs on has no window: the page's thread is free meanwhile.
            expect(page.workers().length > 1).toBe(isShared);
            await page.getByRole('button', { name: 'Profile the layers' }).click();
            await page.locator('.layer-times').waitFor();
          });
        } finally {
          await server.close();
        }
      }
    });

    test('opened as a file, it says how to serve it', async () => {
      const file = pathToFileURL(join(folder.path, 'alone/index.html')).href;
      const page = await browser().newPage();
      try {
        const troubles: string[] = [];
        page.on('console', message => troubles.push(message.text()));
        await page.goto(file);
        await page.getByText('python3 -m http.server').waitFor();
        expect(await page.locator('main').textContent()).toContain(
          'browsers load that from web servers only',
        );
        expect(troubles).toEqual([]);
      } finally {
        await page.close();
      }
    });

    test('says so where the package is not beside it', async () => {
      const page = readFileSync(join(folder.path, 'alone/index.html'), 'utf8');
      const lost = write('lost', [{ path: 'index.html', text: page }]);
      const server = await serve({ folders: { '/': lost } });
      try {
        await withPage(
          browser(),
          `${server.origin}/`,
          async page => {
            await page.getByText('This page belongs in the package’s folder, beside dist/').waitFor();
          },
          { expected: /404|Failed to fetch dynamically/ },
        );
      } finally {
        await server.close();
      }
    });

    test.each([
      ['light', 'a phone', 360],
      ['dark', 'a phone', 360],
      ['light', 'a desk', 1280],
      ['dark', 'a desk', 1280],
    ] as const)('is drawn in %s on %s, no wider than it', async (colorScheme, _, width) => {
      const options = { colorScheme, viewport: { width, height: 780 }, hasTouch: width === 360 };
      await withPage(
        browser(),
        `${whole.origin}/`,
        async page => {
          const isLight = (): Promise<boolean> =>
            page.evaluate(() => {
              const [red = 0] =
                getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
              return red > 128;
            });
          expect(await isLight()).toBe(colorScheme === 'light');
          await load(page).waitFor();
          await choose(page);
          await page.getByRole('button', { name: 'Profile the layers' }).click();
          await page.locator('.layer-times').waitFor();
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
          const heights = await page
            .locator('button, .choice')
            .evaluateAll(each => each.map(element => element.getBoundingClientRect().height));
          expect(Math.min(...heights)).toBeGreaterThanOrEqual(width === 360 ? 44 : 32);
        },
        options,
      );
    });
  },
  { webgpu: true },
);
