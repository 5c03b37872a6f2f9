/**
 * A real browser, headless: Chromium as Debian and others package it. Where there is none, tests are without `chromium`
 * (`requiring.ts`).
 *
 * Its WebGPU is SwiftShader's, which it brings with it, so that it is the same on every machine.
 */

import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { onPath } from './programs.ts';
import { describeRequiring } from './requiring.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const executable = process.env.NETWRIGHT_CHROMIUM ?? onPath(...names);

/** What a browser can do besides. */
export interface ChromiumOptions {
  /** Pages and workers of secure contexts, such as http://127.0.0.1, have WebGPU. */
  readonly webgpu?: boolean;
}

/**
 * Tests that need a browser.
 *
 * @param body - is given a function that gives the browser, once tests run
 */
export function describeInChromium(
  title: string,
  body: (browser: () => Browser) => void,
  { webgpu = false }: ChromiumOptions = {},
): void {
  const lack =
    executable === undefined ? 'there is no Chromium (set NETWRIGHT_CHROMIUM to its path)' : undefined;
  describeRequiring(title, [{ name: 'chromium', lack }], () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      if (executable === undefined) throw new Error('there is no Chromium');
      // Its own sandbox does not work for root, as which containers run.
      const args = ['--no-sandbox', ...(webgpu ? webgpuArgs : [])];
      browser = await chromium.launch({ executablePath: executable, args });
      if (webgpu) await expectAdapter(browser);
    });
    afterAll(() => browser?.close());
    body(() => {
      if (!browser) throw new Error('the browser runs only while tests do');
      return browser;
    });
  });
}

/** SwiftShader compiles initial values of workgroup memory one by one, for seconds: Tint's loop takes their place. */
const webgpuArgs = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension',
];

/** Fails where pages get no adapter, rather than each test in its own way. */
async function expectAdapter(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  try {
    // Only a secure context has WebGPU, and an empty page is none.
    await page.route('http://localhost/', route => route.fulfill({ body: '', contentType: 'text/html' }));
    await page.goto('http://localhost/');
    const hasAdapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) != null);
    if (hasAdapter) return;
    throw new Error(
      `Chromium ${browser.version()} gives pages no WebGPU adapter: install one of version 113 or later with its own libvk_swiftshader.so, or set NETWRIGHT_CHROMIUM to its path`,
    );
  } finally {
    await page.close();
  }
}

/**
 * Whether WebGPU of this Chromium takes frames of videos: Debian's 150 on SwiftShader loses its GPU process over the
 * first, whoever copies it. Asked in a browser of its own, and of WebGPU alone.
 */
export async function takesVideoFrames(): Promise<boolean> {
  if (executable === undefined) return false;
  const browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', ...webgpuArgs],
  });
  try {
    const page = await browser.newPage();
    await page.route('http://localhost/', route => route.fulfill({ body: '', contentType: 'text/html' }));
    await page.goto('http://localhost/');
    return await page.evaluate(async () => {
      const device = await (await navigator.gpu.requestAdapter())?.requestDevice();
      if (!device) return false;
      const canvas = new OffscreenCanvas(8, 8);
      canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
      const source = new VideoFrame(canvas, { timestamp: 0 });
      // What a copy writes to is rendered to as well: usages 0x02, COPY_DST, and 0x10, RENDER_ATTACHMENT.
      const texture = device.createTexture({ size: [8, 8], format: 'rgba8unorm', usage: 0x12 });
      device.queue.copyExternalImageToTexture({ source }, { texture }, [8, 8]);
      const done = device.queue.onSubmittedWorkDone().then(
        () => true,
        () => false,
      );
      return (await Promise.race([done, device.lost.then(() => false)])) && (await done);
    });
  } finally {
    await browser.close();
  }
}

/** Kinds of images that need them. */
export const videoKinds: readonly string[] = ['VideoFrame', 'HTMLVideoElement'];
