/** Pages as a browser shows them: drawn without errors or requests, explored by mouse and keyboard, in any width. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { totalFigures } from '../../compiler/diff/print/costs.ts';
import { reportOn } from '../../compiler/diff/report/report.ts';
import { drawDifference } from '../../compiler/drawing/diff.ts';
import { drawNetwork } from '../../compiler/drawing/show.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { describeInChromium } from '../support/chromium.ts';
import * as s from '../support/sketch.ts';
import { importSpec } from '../support/specs.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-drawing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const compiled = async (name: string) => compile((await importSpec(name)).configure({}), typescript);

/** A page that is open, with everything that it complained about or asked for. */
interface Opened {
  readonly page: Page;
  readonly troubles: string[];
}

async function open(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const file = join(folder, 'page.html');
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const troubles: string[] = [];
  page.on('console', message => troubles.push(message.text()));
  page.on('pageerror', error => troubles.push(error.message));
  page.on('request', request => {
    if (request.url() !== pathToFileURL(file).href) troubles.push(`asks for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('svg.graph [role=button]');
  return { page, troubles };
}

const boxes = (page: Page): Promise<number> => page.locator('svg.graph [role=button]').count();

describeInChromium('a page of a network', browser => {
  test('shows the graph, a layer with its kernel, the memory, the passes', async () => {
    const compilation = await compiled('resnet50');
    const { page, troubles } = await open(browser(), drawNetwork(compilation, typescript));
    const folded = await boxes(page);
    expect(folded).toBeGreaterThanOrEqual(10);
    expect(folded).toBeLessThanOrEqual(60);

    await page.locator('svg.graph [role=button]', { hasText: 'conv1' }).first().click();
    const panel = page.locator('aside.panel');
    expect(await panel.textContent()).toContain('118,013,952');
    expect(await panel.locator('pre').textContent()).toContain('Used by conv1.');
    expect(await panel.locator('pre span').count()).toBeGreaterThan(10);

    await page.getByRole('button', { name: 'Unfold all', exact: true }).click();
    await page.waitForFunction(
      count => document.querySelectorAll('svg.graph [role=button]').length > count,
      150,
    );
    await page.getByRole('button', { name: 'Fold all', exact: true }).click();
    await page.waitForFunction(
      count => document.querySelectorAll('svg.graph [role=button]').length < count,
      20,
    );

    expect(await page.locator('svg.memory .buffer').count()).toBe(compilation.plan.arena.buffers.length);
    for (const { pass } of compilation.passes) {
      expect(await page.getByText(pass.name, { exact: true }).first().isVisible()).toBe(true);
    }
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('finds a layer by its path, and obeys the keyboard', async () => {
    const { page, troubles } = await open(browser(), drawNetwork(await compiled('resnet18'), typescript));
    await page.keyboard.press('/');
    await page.keyboard.type('layer3.0.downsample.0');
    await page.keyboard.press('Enter');
    const panel = page.locator('aside.panel');
    await expect.poll(() => panel.textContent()).toContain('layer3.0.downsample.0');
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.textContent()).toContain('Nothing chosen');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test.each([
    ['light', 'a phone', 360],
    ['dark', 'a desk', 1280],
  ] as const)('is drawn in %s on %s, and no wider than it', async (colorScheme, _, width) => {
    const html = drawNetwork(await compiled('resnet18'), typescript);
    const { page, troubles } = await open(browser(), html, { colorScheme, viewport: { width, height: 780 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 0] = background.match(/\d+/g)?.map(Number) ?? [];
    expect(red > 128).toBe(colorScheme === 'light');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('takes names from anywhere for text', async () => {
    const name = '</script><img src=x onerror=alert(1)>';
    const graph: Graph = s.graphOf(s.relu(s.conv(name, s.image(), 4), `${name}2`));
    const compilation = compile({ spec: name, settings: {}, graph }, typescript);
    const { page, troubles } = await open(browser(), drawNetwork(compilation, typescript));
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toContain(name);
    expect(troubles).toEqual([]);
    await page.close();
  });
});

describeInChromium('a page of a difference', browser => {
  test('shows both networks, the changes, and each layer beside its other', async () => {
    const [before, after] = [await compiled('resnet50-v1'), await compiled('resnet50')];
    const side = (from: string, { source, plan }: typeof before) => ({
      from,
      configured: { spec: from, settings: {}, graph: source },
      plan,
    });
    const { difference, report } = reportOn(side('resnet50-v1', before), side('resnet50', after), {
      target: typescript,
      structural: false,
    });
    const html = drawDifference(difference, before, after, typescript, totalFigures(report));
    expect(drawDifference(difference, before, after, typescript, totalFigures(report))).toBe(html);
    const { page, troubles } = await open(browser(), html);
    expect(await page.locator('svg.graph').count()).toBe(2);
    expect(await page.getByText('6 changes', { exact: true }).isVisible()).toBe(true);
    expect(await page.getByText('stride 2 → 1').count()).toBe(3);
    await page.getByText('stride 1 → 2').first().click();
    await expect.poll(() => page.locator('svg.graph [aria-pressed=true]').count()).toBe(2);
    expect(troubles).toEqual([]);
    await page.close();
  });
});
