/** The browser's processes, as it counts them itself. */

import { z } from 'zod';

/** @import { Browser, CDPSession, Page } from 'playwright-core' */

/** The part of a trace that says which process holds a page: nothing else that the browser offers does. */
const trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      args: z.object({
        data: z
          .object({
            frames: z.array(z.object({ url: z.string(), processId: z.number().optional() })).optional(),
          })
          .optional(),
      }),
    }),
  ),
});

/** Processor time of all of them together, in milliseconds. @param {CDPSession} session */
export async function cpuOfAll(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/**
 * @param {Browser} browser
 * @param {Page} page
 * @returns {Promise<number | undefined>} the id of the page's process
 */
export async function processOf(browser, page) {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  const { traceEvents } = trace.parse(JSON.parse((await browser.stopTracing()).toString()));
  const frames = traceEvents.flatMap(({ name, args }) =>
    name === 'TracingStartedInBrowser' ? (args.data?.frames ?? []) : [],
  );
  return frames.find(({ url }) => url === page.url())?.processId;
}
