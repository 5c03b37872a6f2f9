/** The bench's end of a contestant that has a page, and thereby a process, of its own. */

import { peakMemoryOf } from '../measure/peak.mjs';
import { PageHandle } from './handle.mjs';
import { processOf } from './processes.mjs';

/** @import { Browser, BrowserContext, CDPSession, JSHandle } from 'playwright-core' */
/** @import { Assignment, Entrant, Lane, Loaded, Memory, PageBench, Ran, Turns } from '../types.ts' */

/** @implements {Entrant} */
export class OwnPage {
  /** @type {Lane} */
  lane;
  #assignment;
  #browser;
  #session;
  #url;
  /** @type {BrowserContext | undefined} */
  #context;
  /** @type {PageHandle | undefined} */
  #page;
  /** @type {number | undefined} */
  #process;
  #highest = 0;
  #baseline = 0;
  #loaded = 0;

  /**
   * @param {Assignment} assignment
   * @param {{ browser: Browser, session: CDPSession }} chromium - the session is with the browser as a whole
   * @param {string} url - the page's
   */
  constructor(assignment, { browser, session }, url) {
    this.lane = assignment.lane;
    this.#assignment = assignment;
    this.#browser = browser;
    this.#session = session;
    this.#url = url;
  }

  /** @returns {Promise<Loaded>} */
  async load() {
    // What pages of one context share, processes among it, they do not share with those of another.
    this.#context = await this.#browser.newContext();
    const page = await this.#context.newPage();
    /** @type {string[]} */
    const printed = [];
    page.on('console', message => message.type() === 'error' && printed.push(message.text()));
    page.on('pageerror', error => printed.push(error.message));
    await page.goto(this.#url);
    const bench = /** @type {JSHandle<PageBench>} */ (await page.evaluateHandle('bench'));
    this.#page = new PageHandle(this.#assignment, { bench, session: this.#session, printed });
    this.#process = await processOf(this.#browser, page);
    this.#baseline = this.#peak() ?? 0;
    const loaded = await this.#page.load();
    this.#loaded = this.#peak() ?? 0;
    return loaded;
  }

  /**
   * @param {Turns} turns
   * @returns {Promise<Ran>}
   */
  async run(turns) {
    if (!this.#page) throw new Error('asked to run before it was loaded');
    const ran = await this.#page.run(turns);
    const peak = this.#peak();
    if (peak === undefined) return ran;
    /** @type {Memory} */
    const memory = { baseline: this.#baseline, loaded: this.#loaded, peak };
    return { ...ran, memory };
  }

  async close() {
    await this.#page?.close();
    await this.#context?.close();
  }

  /** Chromium resets the kernel's count, now and then: what was seen before counts. */
  #peak() {
    const peak = this.#process === undefined ? undefined : peakMemoryOf(this.#process);
    if (peak !== undefined) this.#highest = Math.max(this.#highest, peak);
    return peak === undefined ? undefined : this.#highest;
  }
}
