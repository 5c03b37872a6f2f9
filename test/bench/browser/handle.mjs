/** The bench's end of a contestant in the page. */

import { relative, sep } from 'node:path';
import { BenchError, reason } from '../errors.mjs';
import { nameOf } from '../lanes.mjs';
import { filesOf } from '../network/folder.mjs';
import { entryOf, version } from '../network/package.mjs';
import { cpuOfAll } from './processes.mjs';

/** @import { CDPSession, JSHandle } from 'playwright-core' */
/** @import { Assignment, Entrant, Lane, Loaded, PageAssignment, PageBench, Ran, Turns } from '../types.ts' */
/** @typedef {{ bench: JSHandle<PageBench>, session: CDPSession, printed: string[] }} Window */

/**
 * A contestant in the page. What the browser's processes took during a turn counts as its own: all others are idle.
 *
 * @implements {Entrant}
 */
export class PageHandle {
  /** @type {Lane} */
  lane;
  /** @type {string} */
  #work;
  /** @type {Window} */
  #window;

  /**
   * @param {Assignment} assignment
   * @param {Window} window
   */
  constructor({ lane, work }, window) {
    this.lane = lane;
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
    const { session } = this.#window;
    const before = await cpuOfAll(session);
    const { walls, logits } = await this.#ask((bench, { name, limits }) => bench.run(name, limits), {
      name: this.lane.contestant.name,
      limits: turns,
    });
    const cpu = ((await cpuOfAll(session)) - before) / walls.length;
    return { samples: walls.map(wall => ({ wall, cpu })), logits: Float32Array.from(logits) };
  }

  /** Its module stays, as modules do; weights and device go. */
  async close() {
    await this.#ask((bench, name) => bench.dispose(name), this.lane.contestant.name).catch(() => {});
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
      throw new BenchError(`${nameOf(this.lane)}: ${[reason(error), ...printed].join('\n')}`);
    }
  }

  /** @returns {PageAssignment} */
  #assignment() {
    const { contestant, threads } = this.lane;
    const { name, target } = contestant;
    if (target === undefined) return { name, threads, peer: this.#urlOf(filesOf(this.#work).bundle(name)) };
    const { code, weights } = entryOf(this.#work, target);
    return { name, threads, version, code: this.#urlOf(code), weights: this.#urlOf(weights) };
  }

  /** @param {string} path - in the folder of this run */
  #urlOf(path) {
    return `/files/${relative(this.#work, path).split(sep).join('/')}`;
  }
}
