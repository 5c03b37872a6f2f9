/** The page of two networks as a browser shows it: what differs is marked, listed and matched. */

import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Compilation, compile } from '../../compiler/compile.ts';
import { compare } from '../../compiler/diff/compare.ts';
import type { Difference, Entry } from '../../compiler/diff/difference.ts';
import type { SummaryRow } from '../../compiler/drawing/data.ts';
import { drawDifference } from '../../compiler/drawing/diff.ts';
import type { Layer, Module, Outline } from '../../compiler/outline/outline.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { describeInChromium } from '../support/chromium.ts';
import { importSpec } from '../support/specs.ts';
import { box, panelOf, withPage } from './open.ts';

const layer = (id: string, inputs: readonly string[], attributes = {}): Layer => ({
  kind: 'layer',
  id,
  name: id.slice(id.lastIndexOf('.') + 1),
  type: 'relu',
  form: 'pointwise',
  attributes,
  inputs,
  shape: [1, 8],
  parameters: [],
  macs: 0,
});
const module = (id: string, children: Module['children']): Module => ({
  kind: 'module',
  id,
  name: id.slice(id.lastIndexOf('.') + 1),
  type: id === '' ? 'Net' : 'Block',
  children,
});
const outline = (name: string, children: Module['children'], last: string): Outline => ({
  name,
  inputs: [{ name: 'x', id: 'x', shape: [1, 8] }],
  outputs: [{ name: 'output', id: last, shape: [1, 8] }],
  root: module('', children),
});

/** One of each: changed, moved, removed, added, and a module that is the same. */
function sample(): Difference {
  const calm = module('calm', [layer('calm.a', ['x'])]);
  const kept = layer('b.kept', ['calm.a'], { slope: 1 });
  const old = layer('b.old', ['b.kept']);
  const away = layer('b.away', ['b.old']);
  const now = layer('b.kept', ['calm.a'], { slope: 2 });
  const back = layer('c.away', ['b.kept']);
  const fresh = layer('c.new', ['c.away']);
  const [b, b2, c] = [module('b', [kept, old, away]), module('b', [now]), module('c', [back, fresh])];
  const before = outline('old </script>', [calm, b], 'b.away');
  const after = outline('new', [calm, b2, c], 'c.new');
  const same = { changes: [], moved: false, children: [] };
  const slope = { attribute: 'slope', before: 1, after: 2, follows: false };
  const rewired = { attribute: 'inputs', before: ['b.old'], after: ['b.kept'], follows: true };
  const children: readonly Entry[] = [
    {
      ...same,
      before: calm,
      after: calm,
      children: calm.children.map(part => ({ ...same, before: part, after: part })),
    },
    {
      ...same,
      before: b,
      after: b2,
      children: [
        { ...same, before: kept, after: now, changes: [slope] },
        { ...same, before: old },
      ],
    },
    {
      ...same,
      after: c,
      children: [
        { ...same, before: away, after: back, moved: true, changes: [rewired] },
        { ...same, after: fresh },
      ],
    },
  ];
  const root = { ...same, before: before.root, after: after.root, children };
  return { before, after, sameStructure: false, root };
}

const rows: readonly SummaryRow[] = [
  { label: 'parameters', before: 1000, after: 1500 },
  { label: 'activation memory', before: 4_000_000, after: 4_000_000, unit: 'bytes' },
  { label: 'kernels', before: 3 },
];

const side = (page: Page, name: 'before' | 'after'): Locator => page.locator(`section[aria-label=${name}]`);

describeInChromium('a page of a difference', browser => {
  test('marks each part by colour and sign, and lists the changes', async () => {
    const html = drawDifference(sample(), undefined, undefined, typescript, rows);
    expect(drawDifference(sample(), undefined, undefined, typescript, rows)).toBe(html);
    await withPage(browser(), html, async page => {
      expect(await page.locator('h1').textContent()).toBe('old </script> → new');
      expect(await page.locator('.totals tbody td').allTextContents()).toEqual([
        ...['parameters', '1,000', '1,500', '+500 +50.0 %'],
        ...['activation memory', '4.00 MB', '4.00 MB', 'same'],
        ...['kernels', '3', '—', ''],
      ]);
      expect(await page.locator('.change > span').allTextContents()).toEqual([
        ...['~changed', 'b.kept', 'slope 1 → 2'],
        ...['−removed', 'b.old', 'removed'],
        ...['+added', 'c', 'added, 2 layers'],
        ...['→moved', 'c.away', 'from b.away'],
      ]);
      const sign = (name: 'before' | 'after', path: string): Promise<string | null> =>
        box(side(page, name), path).locator('.badge').textContent();
      expect(await sign('before', 'b.kept')).toBe('~');
      expect(await sign('after', 'b.kept')).toBe('~');
      expect(await sign('before', 'b.old')).toBe('−');
      expect(await sign('before', 'b.away')).toBe('→');
      expect(await sign('after', 'c.away')).toBe('→');
      expect(await sign('after', 'c')).toBe('+');
      // What is the same starts folded, what has changes in it open; folded, it says how many there are.
      for (const name of ['before', 'after'] as const) {
        expect(await box(side(page, name), 'calm').getAttribute('aria-expanded')).toBe('false');
        expect(await box(side(page, name), 'b').getAttribute('aria-expanded')).toBe('true');
      }
      await box(side(page, 'before'), 'b').locator('.toggle').click();
      expect(await sign('before', 'b')).toBe('~ 3');
    });
  });

  test('matches what is chosen with its other, and tells the difference', async () => {
    const html = drawDifference(sample(), undefined, undefined, typescript, rows);
    await withPage(browser(), html, async page => {
      const panel = panelOf(page);
      await page.getByRole('button', { name: 'moved c.away' }).click();
      const [old, now] = [box(side(page, 'before'), 'b.away'), box(side(page, 'after'), 'c.away')];
      expect(await old.getAttribute('aria-pressed')).toBe('true');
      expect(await now.getAttribute('aria-pressed')).toBe('true');
      expect(await panel.locator('.verdict').textContent()).toContain('before it is b.away');
      expect(await panel.locator('table').first().locator('td').allTextContents()).toEqual([
        'inputs follows',
        'b.old',
        'b.kept',
      ]);
      await panel.getByRole('button', { name: 'b.away' }).click();
      expect(await panel.locator('.kind').textContent()).toBe('relu, before');
      await box(side(page, 'before'), 'b.old').click();
      expect(await side(page, 'after').locator('[aria-pressed=true]').count()).toBe(0);
      await page.keyboard.press('Escape');
      expect(await panel.textContent()).toContain('4 changes');
    });
  });

  test('compares what is compiled, no wider than a phone', async () => {
    const compiled = async (name: string): Promise<Compilation> =>
      compile((await importSpec(name)).configure({}), typescript);
    const [before, after] = [await compiled('resnet50-v1'), await compiled('resnet50')];
    const difference = compare(before.source, after.source);
    const html = drawDifference(difference, before, after, typescript, rows);
    await withPage(
      browser(),
      html,
      async page => {
        expect(await page.getByText('6 changes', { exact: true }).isVisible()).toBe(true);
        expect(await page.locator('.what', { hasText: 'stride 2 → 1' }).count()).toBe(3);
        await page.getByText('stride 1 → 2').first().click();
        expect(await page.locator('svg.graph [aria-pressed=true]').count()).toBe(2);
        expect(await panelOf(page).locator('.kernel pre').textContent()).toContain('export ');
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
        // What was chosen is seen above the panel.
        const chosen = await side(page, 'after').locator('[aria-pressed=true]').boundingBox();
        const panel = await panelOf(page).boundingBox();
        expect(chosen && panel && chosen.y > 0 && chosen.y + chosen.height <= panel.y).toBe(true);
      },
      { viewport: { width: 360, height: 780 } },
    );
  });
});
