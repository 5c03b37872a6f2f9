/**
 * The committed packages of the trained network, weights and all: installed elsewhere, three lines of JavaScript
 * classify a photograph as PyTorch does; their pages do, offline, in a browser.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeImage } from '../../compiler/image/decode.ts';
import { packageRoot } from '../../compiler/root.ts';
import { softmax } from '../../targets/javascript/runtime/classify.ts';
import { node, root } from '../cli/run.ts';
import { readCifarAnswers } from '../golden/cifar/read.ts';
import { describeInChromium } from '../support/chromium.ts';
import { serve } from '../support/serve.ts';
import { Project } from './project.ts';

const photograph = join(packageRoot(), 'specs/data/chelsea.png');
const { classes, photographs } = readCifarAnswers();
const expected = [...softmax(Float32Array.from(photographs['chelsea.png'] ?? []))]
  .map((probability, index) => ({ index, label: classes[index] ?? '', probability }))
  .toSorted((a, b) => b.probability - a.probability)
  .slice(0, 5);

describe('cifar-resnet20-wasm', () => {
  const name = 'cifar-resnet20-wasm';
  const project = new Project();
  afterAll(() => project.remove());

  test('is packed whole', async () => {
    const files = await project.install(name, join(root, 'generated', name));
    for (const file of ['dist/index.js', 'dist/kernels.wasm', 'index.html', 'plan.json', 'weights.bin']) {
      expect(files).toContain(file);
    }
  });

  test('classifies in three lines', async () => {
    const { data, width, height } = await decodeImage(photograph);
    writeFileSync(project.path('pixels'), data);
    project.write(
      'classify.js',
      `import { readFileSync } from 'node:fs';
       const { data, width, height } = { data: readFileSync('pixels'), width: ${width}, height: ${height} };

       const { load } = await import('${name}');
       const model = await load({ weights: import.meta.resolve('${name}/weights.bin') });
       console.log(JSON.stringify(await model.classify({ data, width, height })));`,
    );
    const { code, stdout, stderr } = await node(['classify.js'], { cwd: project.folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const best: readonly { index: number; label: string; probability: number }[] = JSON.parse(stdout);
    expect(best.map(({ index, label }) => ({ index, label }))).toEqual(
      expected.map(({ index, label }) => ({ index, label })),
    );
    for (const [i, { probability }] of best.entries()) {
      expect(probability).toBeCloseTo(expected[i]?.probability ?? Number.NaN, 4);
    }
    expect(best[0]?.label, 'Chelsea is a cat').toBe('cat');
  });
});

describeInChromium(
  'the pages of the trained network',
  browser => {
    test.each([
      ['cifar-resnet20-wasm', 'CPU, one thread of WebAssembly'],
      ['cifar-resnet20-wgsl', 'GPU, float32'],
    ])('%s', async (name, place) => {
      const server = await serve({ folders: { '/': join(root, 'generated', name) } });
      const page = await browser().newPage();
      try {
        const troubles: string[] = [];
        page.on('console', message => troubles.push(message.text()));
        page.on('request', request => {
          const url = request.url();
          if (!url.startsWith(server.origin) && !/^(blob|data):/.test(url)) troubles.push(`asks for ${url}`);
        });
        await page.goto(`${server.origin}/`);
        await page.getByRole('button', { name: /^Load 1\.\d+ MB/ }).click();
        await page.getByText(`Ready on ${place}.`).waitFor();
        await page.locator('input[type=file]').first().setInputFiles(photograph);
        const rows = page.locator('.classes li');
        await rows.first().waitFor();
        const shown = await rows.evaluateAll(items => items.map(item => item.textContent?.trim() ?? ''));
        const percent = (probability: number): string => {
          const figure = 100 * probability;
          return figure > 0 && figure < 0.1 ? '< 0.1 %' : `${figure.toFixed(1)} %`;
        };
        expect(shown).toEqual(expected.map(({ label, probability }) => `${label} ${percent(probability)}`));
        expect(await page.locator('.notice').count(), 'its weights are trained').toBe(0);
        expect(troubles).toEqual([]);
      } finally {
        await page.close();
        await server.close();
      }
    });
  },
  { webgpu: true },
);

test('the committed weights are those that PyTorch answered with', async () => {
  const { createHash } = await import('node:crypto');
  const bytes = readFileSync(join(packageRoot(), 'specs/data/cifar-resnet20.safetensors'));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(readCifarAnswers().weights);
});
