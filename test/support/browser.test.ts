/** What tests in browsers stand on: pages and workers that compute on WebGPU, and a server that can be slow and fail. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from './chromium.ts';
import { type Server, serve } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-serve-'));
const files: Readonly<Record<string, string>> = {
  'page/index.html': '<!doctype html><title>a page</title><script type="module" src="page.js"></script>',
  'page/page.js': `
    import { double } from '/code/double.js';
    const answers = new Map([['page', double(21)]]);
    const worker = new Worker('worker.js', { type: 'module' });
    answers.set('worker', new Promise((done, fail) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = event => fail(new Error(event.message));
    }));
    globalThis.answer = async who => answers.get(who);`,
  'page/worker.js': `
    import { double } from '/code/double.js';
    postMessage(await double(4));`,
  'code/double.js': `
    export async function double(value) {
      const adapter = await navigator.gpu.requestAdapter();
      const device = await adapter.requestDevice();
      const code = \`@group(0) @binding(0) var<storage, read_write> x: array<f32>;
        @compute @workgroup_size(1) fn main() { x[0] = 2 * x[0]; }\`;
      const compute = { module: device.createShaderModule({ code }) };
      const pipeline = device.createComputePipeline({ layout: 'auto', compute });
      const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
      const buffer = device.createBuffer({ size: 4, usage: STORAGE | COPY_SRC | COPY_DST });
      const result = device.createBuffer({ size: 4, usage: MAP_READ | COPY_DST });
      device.queue.writeBuffer(buffer, 0, Float32Array.of(value));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      const entries = [{ binding: 0, resource: { buffer } }];
      pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
      pass.dispatchWorkgroups(1);
      pass.end();
      encoder.copyBufferToBuffer(buffer, 0, result, 0, 4);
      device.queue.submit([encoder.finish()]);
      await result.mapAsync(GPUMapMode.READ);
      return new Float32Array(result.getMappedRange())[0];
    }`,
  'code/secret/weights.bin': 'w'.repeat(10_000),
  'outside.txt': 'not to be served',
};
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
const folders = { '/': join(folder, 'page'), '/code/': join(folder, 'code') };
let open: Server | undefined;
let strict: Server | undefined;

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  open = await serve({ folders });
  strict = await serve({ folders, headers: { 'content-security-policy': policy } });
});

afterAll(async () => {
  await open?.close();
  await strict?.close();
  rmSync(folder, { recursive: true, force: true });
});

function running(server: Server | undefined): Server {
  if (!server) throw new Error('the server runs only while tests do');
  return server;
}

describe('the server of tests', () => {
  const weights = '/code/secret/weights.bin';

  test.each([
    ['/', 'text/html; charset=utf-8', 'page/index.html'],
    ['/page.js?version=1', 'text/javascript; charset=utf-8', 'page/page.js'],
    [weights, 'application/octet-stream', 'code/secret/weights.bin'],
  ])('serves %s', async (path, type, file) => {
    const answer = await fetch(`${running(open).origin}${path}`);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-length')).toBe(String(files[file]?.length));
    expect(answer.headers.get('content-security-policy')).toBe(null);
    expect(await answer.text()).toBe(files[file]);
  });

  test('serves nothing else', async () => {
    for (const path of [
      '/none.js',
      '/code/',
      '/code/secret',
      '/..%2foutside.txt',
      '/code/..%2F..%2Foutside.txt',
    ]) {
      expect((await fetch(`${running(open).origin}${path}`)).status, path).toBe(404);
    }
  });

  test('sends its further headers with everything, and says what was asked for', async () => {
    const before = running(strict).requests.length;
    for (const path of ['/page.js', '/none.js']) {
      const answer = await fetch(`${running(strict).origin}${path}`);
      expect(answer.headers.get('content-security-policy')).toBe(policy);
    }
    expect(running(strict).requests.slice(before)).toEqual(['/page.js', '/none.js']);
  });

  test('fails, cuts and dawdles as it is told, and recovers', async () => {
    const { origin, disturb } = running(open);
    disturb(weights, { status: 503 });
    expect((await fetch(origin + weights)).status).toBe(503);

    disturb(weights, { chunk: 1000, cut: 2500 });
    const received: number[] = [];
    const body = (await fetch(origin + weights)).body ?? [];
    const reading = async (): Promise<void> => {
      for await (const chunk of body) received.push(chunk.length);
    };
    await expect(reading()).rejects.toThrow();
    expect(received.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(2500);

    disturb(weights, { chunk: 1000, pause: 10 });
    const started = performance.now();
    const stop = new AbortController();
    const slow = await fetch(origin + weights, { signal: stop.signal });
    const first = await slow.body?.getReader().read();
    expect(first?.value?.length).toBeLessThan(10_000);
    stop.abort();
    expect((await (await fetch(origin + weights)).arrayBuffer()).byteLength).toBe(10_000);
    expect(performance.now() - started).toBeGreaterThan(90);

    disturb(weights);
    expect((await (await fetch(origin + weights)).arrayBuffer()).byteLength).toBe(10_000);
  });
});

describeInChromium(
  'WebGPU in Chromium',
  browser => {
    test('computes in a page and in a module worker', async () => {
      await expectAnswers(browser(), running(open).origin);
    });

    test('computes under a strict policy too', async () => {
      await expectAnswers(browser(), running(strict).origin);
    });
  },
  { webgpu: true },
);

/** Expects the page and its worker to have doubled their numbers. */
async function expectAnswers(browser: Browser, origin: string): Promise<void> {
  const page = await browser.newPage();
  try {
    const troubles: string[] = [];
    page.on('pageerror', error => troubles.push(error.message));
    await page.goto(`${origin}/`, { waitUntil: 'load' });
    const ask = (who: string): Promise<unknown> =>
      page.evaluate(`answer(${JSON.stringify(who)})`).catch(error => `${error} ${troubles}`);
    expect(await ask('page')).toBe(42);
    expect(await ask('worker')).toBe(8);
  } finally {
    await page.close();
  }
}
