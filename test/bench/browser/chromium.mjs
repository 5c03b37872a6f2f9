/**
 * Starts Chromium, headless; with WebGPU on the machine's GPU, or where it has none, or where that is asked for, on
 * SwiftShader, which Chromium brings along.
 */

import { chromium } from 'playwright-core';
import { reason, Unavailable } from '../errors.mjs';
import { findChromium } from './find.mjs';

/** @import { Browser, CDPSession, JSHandle, Page } from 'playwright-core' */
/** @import { Adapter, GpuPageBench } from '../types.ts' */
/**
 * @typedef {object} Opened
 * @property {Browser} browser
 * @property {CDPSession} session - with the browser as a whole
 * @property {Page} page
 * @property {JSHandle<GpuPageBench>} bench - in the page
 * @property {Adapter} adapter
 */

// Its own sandbox does not work for root, as which containers run.
const always = ['--no-sandbox'];

// Off Windows, macOS and Android, it is one of what Chromium calls unsafe.
const withWebgpu = ['--enable-unsafe-webgpu'];

/** What Chromium on Linux needs to find the GPU while there is no screen. */
const onGpu =
  process.platform === 'linux'
    ? ['--ignore-gpu-blocklist', '--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface']
    : [];

// What is submitted at once may take longer there than Chromium's watchdog grants a GPU.
const onSwiftshader = ['--use-webgpu-adapter=swiftshader', '--disable-gpu-watchdog'];

/**
 * @param {string} url
 * @param {'default' | 'swiftshader'} wanted
 * @returns {Promise<Opened>}
 * @throws {Unavailable}
 */
export async function openPage(url, wanted) {
  const real = wanted === 'default' ? await tryPage(url, onGpu) : undefined;
  if (real?.adapter.kind === 'gpu') return real;
  await real?.browser.close();
  const software = await tryPage(url, onSwiftshader);
  if (software) return software;
  throw new Unavailable(
    `${findChromium()} gives no WebGPU adapter, not even SwiftShader's\n  fix: a newer Chromium, with its vk_swiftshader_icd.json beside it`,
  );
}

/**
 * @param {string} url
 * @param {readonly string[]} args
 * @returns {Promise<Opened | undefined>} nothing, where there is no adapter
 */
async function tryPage(url, args) {
  const browser = await launchChromium([...withWebgpu, ...args]);
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const bench = /** @type {JSHandle<GpuPageBench>} */ (await page.evaluateHandle('bench'));
    const adapter = await bench.evaluate(it => it.adapter());
    if (adapter) return { browser, session: await browser.newBrowserCDPSession(), page, bench, adapter };
  } catch (error) {
    await browser.close();
    throw error;
  }
  await browser.close();
  return undefined;
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<Browser>}
 * @throws {Unavailable}
 */
export async function launchChromium(args) {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Unavailable('there is no Chromium\n  fix: install it, or set NETWRIGHT_CHROMIUM to its path');
  }
  return chromium.launch({ executablePath, args: [...always, ...args] }).catch(error => {
    throw new Unavailable(`${executablePath} does not start: ${reason(error)}`);
  });
}
