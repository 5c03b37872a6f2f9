/** The page of a network as a browser shows it: explored by mouse and keyboard, in any width and colour. */

import { expect, test } from 'vitest';
import { type Compilation, compile } from '../../compiler/compile.ts';
import { drawNetwork } from '../../compiler/drawing/show.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { describeInChromium } from '../support/chromium.ts';
import * as s from '../support/sketch.ts';
import { importSpec } from '../support/specs.ts';
import { box, panelOf, withPage } from './open.ts';

const compiled = async (name: string): Promise<Compilation> =>
  compile((await importSpec(name)).configure({}), typescript);
const drawn = async (name: string): Promise<string> => drawNetwork(await compiled(name), typescript);

describeInChromium('a page of a network', browser => {
  test('shows its figures, and folds and unfolds', async () => {
    await withPage(browser(), await drawn('resnet50'), async page => {
      const figures = await page.locator('.figures').textContent();
      for (const figure of ['25,557,032', '4.09 G MACs', '5.22 MB', 'lower bound 5.22 MB', '56', '30']) {
        expect(figures).toContain(figure);
      }
      const boxes = page.locator('svg.graph [data-node]');
      const atFirst = await boxes.count();
      expect(atFirst).toBeLessThan(40);
      const module = box(page, 'layer2.1');
      expect(await module.textContent()).toContain('280 k parameters');
      expect(await module.getAttribute('aria-expanded')).toBe('false');
      await module.locator('.toggle').click();
      expect(await module.getAttribute('aria-expanded')).toBe('true');
      expect(await box(page, 'layer2.1.conv2').isVisible()).toBe(true);
      expect(await boxes.count()).toBe(atFirst + 10);
      await module.dblclick();
      expect(await boxes.count()).toBe(atFirst);
      await page.getByRole('button', { name: 'Unfold all', exact: true }).click();
      expect(await boxes.count()).toBe(175 + 2 + 4 + 16 + 4);
      await page.getByRole('button', { name: 'Fold all', exact: true }).click();
      expect(await boxes.count()).toBe(13);
    });
  });

  test('shows a layer with the kernel that runs it', async () => {
    const { plan, ...rest } = await compiled('resnet50');
    await withPage(browser(), drawNetwork({ plan, ...rest }, typescript), async page => {
      const panel = panelOf(page);
      await box(page, 'conv1').click();
      expect(await panel.textContent()).toContain('118,013,952 (2.9 %)');
      expect(await panel.textContent()).toContain('Step 1 of 56.');
      const kernel = plan.kernels[plan.steps[0]?.kernel ?? -1];
      expect(await panel.locator('.kernel pre').textContent()).toBe(
        kernel && typescript.kernel(kernel, plan).text,
      );
      expect(await panel.locator('.hl-keyword').count()).toBeGreaterThan(10);
      await box(page, 'bn1').click();
      expect(await panel.textContent()).toContain('fold-batch-norm took it out of the graph');
      expect(await panel.locator('.kernel-name').textContent()).toBe(kernel?.name);
      // Links lead on, into modules that are folded.
      await panel.getByRole('button', { name: 'relu', exact: true }).click();
      expect(await panel.locator('h2').last().textContent()).toBe('relu');
      await box(page, 'layer1.0').click();
      await panel.getByRole('button', { name: 'layer1.0.conv2', exact: true }).click();
      expect(await panel.textContent()).toContain('Its weights are transformed once, at load');
      expect(await box(page, 'layer1.0.conv2').getAttribute('aria-pressed')).toBe('true');
      await panel.getByRole('button', { name: 'Close details' }).click();
      expect(await page.locator('[aria-pressed=true]').count()).toBe(0);
    });
  });

  test('finds layers by their paths', async () => {
    await withPage(browser(), await drawn('resnet18'), async page => {
      await page.keyboard.press('/');
      await page.keyboard.type('downsample conv2d');
      expect(await page.getByRole('option').allTextContents()).toEqual(
        [2, 3, 4].map(stage => `layer${stage}.0.downsample.0conv2d`),
      );
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const found = box(page, 'layer3.0.downsample.0');
      expect(await found.getAttribute('aria-pressed')).toBe('true');
      expect(await found.evaluate(element => element === document.activeElement)).toBe(true);
      expect(await panelOf(page).textContent()).toContain('layer3.0.downsample.0');
      await page.getByRole('combobox').fill('no such layer');
      expect(await page.getByRole('listbox').textContent()).toBe('Nothing has this name');
    });
  });

  test('obeys the keyboard', async () => {
    await withPage(browser(), await drawn('resnet18'), async page => {
      const focused = (): Promise<string | null> =>
        page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.split(',')[0] ?? null);
      const transform = (): Promise<string> =>
        page.evaluate(() => document.querySelector('.world')?.getAttribute('transform') ?? '');
      await page.getByRole('button', { name: 'Zoom in' }).focus();
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('input');
      for (const path of ['conv1', 'bn1', 'relu', 'maxpool', 'layer1']) {
        await page.keyboard.press('ArrowDown');
        expect(await focused()).toBe(path);
      }
      const isOpen = () => box(page, 'layer1').getAttribute('aria-expanded');
      const before = await isOpen();
      await page.keyboard.press(' ');
      expect(await isOpen()).not.toBe(before);
      expect(await focused()).toBe('layer1');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      expect(await panelOf(page).locator('h2').last().textContent()).toBe('maxpool');
      await page.keyboard.press('Escape');
      expect(await panelOf(page).textContent()).toContain('Nothing chosen');
      expect(await focused()).toBe('maxpool');
      const views = [await transform()];
      for (const key of ['+', '-', '0']) {
        await page.keyboard.press(key);
        views.push(await transform());
      }
      expect(new Set(views).size).toBeGreaterThan(2);
      // The graph is one stop on the way, and so is the memory.
      await page.keyboard.press('Tab');
      expect(await focused()).toMatch(/^input: /);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      expect(await page.locator('.buffer.selected').count()).toBe(1);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
    });
  });

  test('moves under the wheel and zooms with Ctrl', async () => {
    await withPage(browser(), await drawn('resnet18'), async page => {
      const transform = (): Promise<string | null> =>
        page.locator('.world').evaluate(world => world.getAttribute('transform'));
      const scale = async (): Promise<string | undefined> =>
        /scale\((.*)\)/.exec((await transform()) ?? '')?.[1];
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await page.locator('svg.graph').hover();
      const [place, size] = [await transform(), await scale()];
      await page.mouse.wheel(0, 60);
      await expect.poll(transform).not.toBe(place);
      expect(await scale()).toBe(size);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -60);
      await page.keyboard.up('Control');
      await expect.poll(scale).not.toBe(size);
    });
  });

  test('draws the arena as it is, and links it with the graph', async () => {
    const compilation = await compiled('resnet50');
    const { arena } = compilation.plan;
    await withPage(browser(), drawNetwork(compilation, typescript), async page => {
      const areas = await page.locator('svg.memory .buffer rect').evaluateAll(elements =>
        elements.map(element => {
          const number = (name: string): number => Number(element.getAttribute(name));
          return { x: number('x'), y: number('y'), width: number('width'), height: number('height') };
        }),
      );
      expect(areas).toHaveLength(arena.buffers.length);
      const tolerance = 1e-6;
      for (const [i, a] of areas.entries()) {
        for (const b of areas.slice(i + 1)) {
          const overlaps =
            a.x + tolerance < b.x + b.width &&
            b.x + tolerance < a.x + a.width &&
            a.y + tolerance < b.y + b.height &&
            b.y + tolerance < a.y + a.height;
          expect(overlaps).toBe(false);
        }
      }
      // Areas are in proportion to bytes and steps.
      const total = areas.reduce((sum, { width, height }) => sum + width * height, 0);
      const [area = { width: 0, height: 0 }] = areas;
      const weigh = ({ elements, first, last }: (typeof arena.buffers)[number]): number =>
        elements * (last + 1 - first);
      const sum = arena.buffers.reduce((all, buffer) => all + weigh(buffer), 0);
      const [first] = arena.buffers;
      expect((area.width * area.height) / total).toBeCloseTo((first ? weigh(first) : 0) / sum, 6);
      expect(await page.locator('svg.memory').textContent()).toContain('peak 5.22 MB, the lower bound');

      await box(page, 'maxpool').click();
      expect(await page.locator('.buffer.selected').getAttribute('aria-label')).toMatch(/^maxpool:/);
      const other = page.locator('.buffer[aria-label^="layer2.0.downsample.0:"]');
      await other.hover();
      expect(await box(page, 'layer2.0').getAttribute('class')).toContain('glow');
      await other.click();
      expect(await box(page, 'layer2.0.downsample.0').getAttribute('aria-pressed')).toBe('true');
    });
  });

  test('tells the passes, with the graph after each', async () => {
    const compilation = await compiled('resnet18');
    await withPage(browser(), drawNetwork(compilation, typescript), async page => {
      const items = page.locator('.timeline > li');
      expect(await items.locator('h3').allTextContents()).toEqual([
        'source',
        ...compilation.passes.map(({ pass }) => pass.name),
      ]);
      const fused = items.last();
      expect(await fused.textContent()).toContain(compilation.passes.at(-1)?.pass.reason ?? '?');
      expect(await fused.locator('.counts li').allTextContents()).toEqual(['relu 17 → 0', 'add 8 → 0']);
      await fused.locator('summary').click();
      const graph = compilation.passes.at(-1)?.graph;
      await expect.poll(() => fused.locator('pre').textContent()).toBe(graph && printGraph(graph));
      await fused.getByRole('button', { name: 'layer1.0.add' }).click();
      const found = box(page, 'layer1.0.add');
      expect(await found.getAttribute('aria-pressed')).toBe('true');
      // The page scrolls back to the graph.
      const { top, bottom } = await found.evaluate(element => element.getBoundingClientRect().toJSON());
      expect(top >= 0 && bottom <= 900).toBe(true);
    });
  });

  test.each([
    ['light', 'a phone', 360],
    ['dark', 'a phone', 360],
    ['light', 'a desk', 1280],
    ['dark', 'a desk', 1280],
  ] as const)('is drawn in %s on %s, no wider than it', async (colorScheme, _, width) => {
    const options = { colorScheme, viewport: { width, height: 780 } };
    await withPage(
      browser(),
      await drawn('resnet18'),
      async page => {
        const isLight = (): Promise<boolean> =>
          page.evaluate(() => {
            const [red = 0] =
              getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
            return red > 128;
          });
        expect(await isLight()).toBe(colorScheme === 'light');
        await box(page, 'conv1').click();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: /^Switch to/ }).click();
        expect(await isLight()).toBe(colorScheme !== 'light');
      },
      options,
    );
  });

  test('takes names from anywhere for text', async () => {
    const names = ['</script><img src=x onerror=alert(1)>', '<!--<script>', '"\'&amp;\u2028', '`$(x)'];
    let x = s.image([1, 4, 6, 5], '"><svg onload=alert(2)>');
    for (const name of names) x = s.relu(s.conv(name, x, 4), `${name}.<b>`);
    const spec = '</title><script>alert(3)</script>';
    const compilation = compile({ spec, settings: {}, graph: s.graphOf(x) }, typescript);
    await withPage(browser(), drawNetwork(compilation, typescript), async page => {
      page.on('dialog', dialog => {
        throw new Error(dialog.message());
      });
      expect(await page.title()).toBe(`${spec} · netwright`);
      expect(await page.locator('h1').textContent()).toBe(spec);
      await page.getByRole('button', { name: 'Unfold all', exact: true }).click();
      for (const name of names) {
        await page.getByRole('combobox').fill(name.trim());
        await page.keyboard.press('Enter');
        expect(await panelOf(page).locator('h2').last().textContent()).toContain(name);
      }
      for (const summary of await page.locator('.timeline summary').all()) await summary.click();
      expect(await page.locator('img, b:not(.layers b), main script, svg svg').count()).toBe(0);
    });
  });
});
