/** Pages opened in a browser from a file, as people open them, with everything that they complain about or ask for. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'netwright-drawing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let pages = 0;

/**
 * Runs a body on a page, and expects it to have asked for nothing and complained about nothing.
 *
 * @param html - the page
 */
export async function withPage(
  browser: Browser,
  html: string,
  body: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const file = join(folder, `${pages++}.html`);
  writeFileSync(file, html);
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 },
    // Moves of the camera are over at once.
    reducedMotion: 'reduce',
    ...options,
  });
  try {
    const troubles: string[] = [];
    page.on('console', message => troubles.push(message.text()));
    page.on('pageerror', error => troubles.push(error.message));
    page.on('request', request => {
      if (request.url() !== pathToFileURL(file).href) troubles.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('svg.graph [data-node]');
    await body(page);
    expect(troubles).toEqual([]);
  } finally {
    await page.close();
  }
}

/** The box, or the head of the frame, of a node: its label begins with its path. */
export const box = (page: Page | Locator, path: string): Locator =>
  page.locator(`svg.graph [data-node][aria-label^=${JSON.stringify(`${path},`)}]`);

/** The panel. */
export const panelOf = (page: Page): Locator => page.locator('aside.panel');
