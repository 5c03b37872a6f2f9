/**
 * A real browser, headless: Chromium as Debian and others package it. Where there is none, tests skip and say so;
 * `NETWRIGHT_REQUIRE=chromium` makes that a failure.
 */

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const executable = process.env.NETWRIGHT_CHROMIUM ?? onPath();

/** The first of the names that is a program. */
function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Tests that need a browser.
 *
 * @param body - is given a function that gives the browser, once tests run
 */
export function describeInChromium(title: string, body: (browser: () => Browser) => void): void {
  const isRequired = (process.env.NETWRIGHT_REQUIRE ?? '').split(',').includes('chromium');
  if (executable === undefined && !isRequired) {
    console.warn(`${title}: skipped, there is no Chromium (set NETWRIGHT_CHROMIUM to its path)`);
  }
  describe.skipIf(executable === undefined && !isRequired)(title, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      if (executable === undefined) throw new Error('NETWRIGHT_REQUIRE asks for Chromium, and there is none');
      // Its own sandbox does not work for root, as which containers run.
      browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
    });
    afterAll(() => browser?.close());
    body(() => {
      if (!browser) throw new Error('the browser runs only while tests do');
      return browser;
    });
  });
}
