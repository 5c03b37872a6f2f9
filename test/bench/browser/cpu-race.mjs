/**
 * The races on the CPU in a browser: every contestant in a page of its own, where it works in the page itself, or in a
 * worker.
 */

import { launchChromium } from './chromium.mjs';
import { OwnPage } from './own-page.mjs';
import { serve } from './server.mjs';

/** @import { Race } from '../types.ts' */

/**
 * @param {Pick<Race, 'name' | 'title'>} race
 * @param {string} path - of the page
 * @returns {Race}
 */
const raceIn = (race, path) => ({
  ...race,
  async open(_, work) {
    const browser = await launchChromium([]);
    try {
      const session = await browser.newBrowserCDPSession();
      const server = await serve(work);
      return {
        engine: `Chromium ${browser.version()}`,
        home: 'a page',
        enter: (lane, folder) =>
          new OwnPage({ lane, work: folder }, { browser, session }, `${server.origin}${path}`),
        async close() {
          await browser.close();
          server.close();
        },
      };
    } catch (error) {
      await browser.close();
      throw error;
    }
  },
});

export const browserCpuRace = raceIn(
  { name: 'browser-cpu', title: 'JavaScript and WebAssembly in Chromium, a page each' },
  '/page',
);

export const workerCpuRace = raceIn(
  { name: 'worker-cpu', title: 'JavaScript and WebAssembly in Chromium, a worker each' },
  '/worker',
);
