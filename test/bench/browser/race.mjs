/** The race in a browser: one page, one adapter, everyone in turn. */

import { openPage } from './chromium.mjs';
import { PageHandle } from './handle.mjs';
import { serve } from './server.mjs';

/** @import { Race } from '../types.ts' */

/** @type {Race} */
export const browserRace = {
  name: 'browser',
  title: 'WebGPU in Chromium, one page',
  async open({ adapter: wanted }, work) {
    const server = await serve(work);
    try {
      const { browser, session, page, bench, adapter } = await openPage(`${server.origin}/gpu`, wanted);
      /** @type {string[]} */
      const printed = [];
      page.on('console', message => message.type() === 'error' && printed.push(message.text()));
      return {
        engine: `Chromium ${browser.version()}`,
        adapter,
        home: 'the page of all',
        enter: (lane, folder) => new PageHandle({ lane, work: folder }, { bench, session, printed }),
        async close() {
          await browser.close();
          server.close();
        },
      };
    } catch (error) {
      server.close();
      throw error;
    }
  },
};
