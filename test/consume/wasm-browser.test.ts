/**
 * A WebAssembly package as a web page has it: packed by npm, installed, and imported as files or bundled by Vite. The
 * page and a module worker classify a photograph under a strict policy, and agree with the oracle: the interpreter in
 * float64. Under a policy that forbids WebAssembly, they are told what to allow.
 */

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesize } from '../../compiler/checkpoint/synthetic.ts';
import { decodeImage } from '../../compiler/image/decode.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { type Classification, softmax, topK } from '../../targets/javascript/runtime/classify.ts';
import { preprocess } from '../../targets/javascript/runtime/preprocess.ts';
import { root, succeed } from '../cli/run.ts';
import { describeInChromium } from '../support/chromium.ts';
import { type Server, serve } from '../support/serve.ts';
import { importSpec } from '../targets/specs.ts';
import { Project } from './project.ts';

const image = join(root, 'specs/data/chelsea.png');
const size = { height: 64, width: 64 };
const name = 'resnet18-wasm';
const without = "default-src 'none'; script-src 'self'; connect-src 'self'";
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** What lets a page share memory with its workers. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** What a page and a worker find: classes, or what went wrong. */
type Answers = Readonly<Record<'page' | 'worker', readonly Classification[] | string>>;

const page = (worker: string): string => `
  import { answer, open } from './answer.js';
  const worker = new Worker(${worker}, { type: 'module' });
  const fromWorker = new Promise((done, fail) => {
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = event => fail(new Error(event.message));
  });
  globalThis.answers = async threads => {
    const pixels = await open();
    worker.postMessage({ pixels, threads });
    return { page: await answer(pixels, threads), worker: await fromWorker };
  };`;

const worker = `
  import { answer } from './answer.js';
  onmessage = async ({ data }) => postMessage(await answer(data.pixels, data.threads));`;

const answer = (code: string, weights: string): string => `
  import { load } from '${code}';
  ${weights}
  export async function open() {
    const file = await (await fetch('/image/chelsea.png')).blob();
    const bitmap = await createImageBitmap(file, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  }
  export async function answer(pixels, threads) {
    try {
      const model = await load({ weights, threads });
      const best = await model.classify(pixels);
      model.dispose();
      return best;
    } catch (error) {
      return error.message;
    }
  }`;

const html = '<!doctype html><title>a page</title><script type="module" src="./page.js"></script>';

describeInChromium('a packed package', browser => {
  const project = new Project();
  const compiled = mkdtempSync(join(tmpdir(), 'netwright-browser-'));
  let server: Server;
  let isolated: Server;
  let strictest: Server;
  let developed: ViteDevServer;
  let best: readonly Classification[];

  beforeAll(async () => {
    best = await oracle();
    const settings = Object.entries(size).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    await succeed(['compile', 'resnet18', '--target', 'wasm', '--out', compiled, ...settings]);
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
    for (const folder of ['image', 'public/image']) {
      project.write(`${folder}/about.txt`, 'images for pages');
      cpSync(image, project.path(folder, 'chelsea.png'));
    }
    const folders = {
      '/files/': project.path('files'),
      '/bundled/': project.path('bundled'),
      '/package/': installed,
      '/image/': project.path('image'),
    };
    developed = await createServer({
      root: project.path('source'),
      logLevel: 'silent',
      optimizeDeps: { exclude: [name] },
      server: { host: '127.0.0.1', port: 0, headers: isolation, hmr: false, fs: { strict: false } },
      publicDir: project.path('public'),
    });
    await developed.listen();
    server = await serve({ folders, headers: { 'content-security-policy': policy } });
    isolated = await serve({ folders, headers: { 'content-security-policy': policy, ...isolation } });
    strictest = await serve({ folders, headers: { 'content-security-policy': without } });
  });
  afterAll(async () => {
    await developed?.close();
    await server?.close();
    await isolated?.close();
    await strictest?.close();
    project.remove();
    rmSync(compiled, { recursive: true, force: true });
  });

  /** What a page and its worker answer, which modules they fetch, and what the browser complained of. */
  async function visit(
    address: string,
    threads?: number,
  ): Promise<{
    readonly answers: Answers;
    readonly modules: readonly string[];
    readonly troubles: readonly string[];
  }> {
    const tab = await browser().newPage();
    const troubles: string[] = [];
    const modules: string[] = [];
    tab.on('request', request => {
      if (request.url().endsWith('.wasm')) modules.push(request.url());
    });
    tab.on('console', message => {
      // Browsers ask for an icon, which the policy forbids.
      if (!message.text().includes('favicon.ico') && !message.location().url.includes('favicon.ico')) {
        troubles.push(message.text());
      }
    });
    tab.on('pageerror', error => troubles.push(String(error)));
    try {
      await tab.goto(address);
      await tab.waitForFunction(() => 'answers' in globalThis);
      const answers = await tab.evaluate(
        count => (globalThis as unknown as { answers(threads?: number): Promise<Answers> }).answers(count),
        threads,
      );
      return { answers, modules, troubles };
    } finally {
      await tab.close();
    }
  }

  const ways: readonly (readonly [string, string])[] = [
    ['its files', '/files/'],
    ['a bundle by Vite', '/bundled/'],
  ];

  function expectOracle({ page: inPage, worker: inWorker }: Answers): void {
    for (const got of [inPage, inWorker]) {
      if (typeof got === 'string') throw new Error(got);
      expect(got.map(({ index }) => index)).toEqual(best.map(({ index }) => index));
      expect(got[0]?.label).toMatch(/^[A-Za-z]/);
      for (const [i, { probability }] of got.entries()) {
        expect(probability).toBeCloseTo(best[i]?.probability ?? -1, 5);
      }
    }
  }

  test.each(ways)(
    '%s classify as the oracle does under a strict policy, in a page and in a worker',
    async (_, path) => {
      const { answers, modules, troubles } = await visit(`${server.origin}${path}`);
      expect(troubles).toEqual([]);
      // Chromium has relaxed SIMD.
      expect(modules.length).toBeGreaterThan(0);
      for (const module of modules) expect(module).toMatch(/kernels-relaxed(?:-[\w-]+)?\.wasm$/);
      expectOracle(answers);
    },
  );

  test.each(ways)('%s do so with threads, where the page is isolated', async (_, path) => {
    const { answers, troubles } = await visit(`${isolated.origin}${path}`, 2);
    expect(troubles).toEqual([]);
    expectOracle(answers);
  });

  test.each(ways)('%s do so with one worker, and say why, where it is not', async (_, path) => {
    const { answers, troubles } = await visit(`${server.origin}${path}`, 2);
    // The page says it, and the worker.
    expect(troubles).toEqual(
      Array(2).fill(expect.stringMatching(/one thread works instead of 2, .*Embedder-Policy/)),
    );
    expectOracle(answers);
  });

  test("so does what Vite's server for development gives, once told to leave the package alone", async () => {
    const { answers, troubles } = await visit(developed.resolvedUrls?.local[0] ?? '', 2);
    expect(troubles.filter(text => !text.startsWith('[vite] '))).toEqual([]);
    expectOracle(answers);
  });

  test('is told what to allow by a policy that forbids WebAssembly', async () => {
    const { answers } = await visit(`${strictest.origin}/files/`);
    for (const got of [answers.page, answers.worker]) {
      expect(got).toMatch(/^resnet18: the kernels do not compile: .*script-src 'self' 'wasm-unsafe-eval'$/s);
    }
  });
});

/** The likeliest classes of the photograph. */
async function oracle(): Promise<readonly Classification[]> {
  const { graph, preprocessing } = (await importSpec('resnet18')).configure(size);
  if (!preprocessing) throw new Error('resnet18 takes no images');
  const pixels = preprocess(await decodeImage(image), { ...preprocessing, ...size });
  const [output] = await interpret(graph, ({ op, path, type }) =>
    Float64Array.from(op.name === 'input' ? pixels : synthesize(path, type.shape)),
  );
  return topK(softmax([...(output?.data ?? [])]), 5);
}
