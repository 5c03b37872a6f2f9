/** The bench's end of a contestant in the page. */

import { relative, sep } from 'node:path';
import { BenchError, reason } from '../errors.mjs';
import { filesOf } from '../network/folder.mjs';
import { entryOf, version } from '../network/package.mjs';

/** @import { CDPSession, JSHandle } from 'playwright-core' */
/** @import { Assignment, Contestant, Entrant, Loaded, PageAssignment, PageBench, Ran, Turns } from '../types.ts' */
/** @typedef {{ bench: JSHandle<PageBench>, session: CDPSession, printed: string[] }} Window */

/**
 * A contestant in the page. What the browser's processes took during a turn counts as its own: all others are idle.
 *
 * @implements {Entrant}
 */
export class PageHandle {
  /** @type {Contestant} */
  contestant;
  /** @type {string} */
  #work;
  /** @type {Window} */
  #window;

  /**
   * @param {Assignment} assignment
   * @param {Window} window
   */
  constructor({ contestant, work }, window) {
    this.contestant = contestant;
    this.#work = work;
    this.#window = window;
  }

  /** @returns {Promise<Loaded>} */
  async load() {
    return this.#ask((bench, assignment) => bench.load(assignment), this.#assignment());
  }

  /**
   * @param {Turns} turns
   * @returns {Promise<Ran>}
   */
  async run(turns) {
    const before = await this.#cpu();
    const { walls, logits } = await this.#ask((bench, { name, limits }) => bench.run(name, limits), {
      name: this.contestant.name,
      limits: turns,
    });
    const cpu = ((await this.#cpu()) - before) / walls.length;
    return { samples: walls.map(wall => ({ wall, cpu })), logits: Float32Array.from(logits) };
  }

  /** Its module stays, as modules do; weights and device go. */
  async close() {
    await this.#ask((bench, name) => bench.dispose(name), this.contestant.name).catch(() => {});
  }

  /**
   * @template Given, Result
   * @param {(bench: PageBench, given: Given) => Result | Promise<Result>} what - runs in the page
   * @param {Given} given
   * @returns {Promise<Result>}
   */
  async #ask(what, given) {
    const { bench, printed } = this.#window;
    printed.length = 0;
    try {
      return await bench.evaluate(/** @type {any} */ (what), given);
    } catch (error) {
      throw new BenchError(`${this.contestant.name}: ${[reason(error), ...printed].join('\n')}`);
    }
  }

  /** @returns {PageAssignment} */
  #assignment() {
    const { name, target } = this.contestant;
    if (target === undefined) return { name, peer: this.#urlOf(filesOf(this.#work).bundle(name)) };
    const { code, weights } = entryOf(this.#work, target);
    return { name, version, code: this.#urlOf(code), weights: this.#urlOf(weights) };
  }

  /** @param {string} path - in the folder of this run */
  #urlOf(path) {
    return `/files/${relative(this.#work, path).split(sep).join('/')}`;
  }

  /** Processor time of all the browser's processes, in milliseconds. */
  async #cpu() {
    const { processInfo } = await this.#window.session.send('SystemInfo.getProcessInfo');
    return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  }
}
