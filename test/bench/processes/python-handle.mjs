/** The bench's end of a contestant that is a script for Python. */

import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { BenchError, reason } from '../errors.mjs';
import { nameOf } from '../lanes.mjs';
import { checkThreads } from '../measure/threads.mjs';
import { Talk } from './talk.mjs';

/** @import { Entrant, Lane, Loaded, Ran, Turns } from '../types.ts' */

const loaded = z.object({ version: z.string(), milliseconds: z.number(), threads: z.number() });
const sample = z.object({ wall: z.number(), cpu: z.number() });
const memory = z.object({ baseline: z.number(), loaded: z.number(), peak: z.number() });
const ran = z.object({ samples: z.array(sample), logits: z.array(z.number()), memory });

/**
 * A process of Python.
 *
 * @implements {Entrant}
 */
export class PythonHandle {
  /** @type {Lane} */
  lane;
  #talk;

  /**
   * @param {string} python
   * @param {Lane} lane
   * @param {string} work
   */
  constructor(python, lane, work) {
    this.lane = lane;
    const script = fileURLToPath(new URL(`../peers/${lane.contestant.peer}`, import.meta.url));
    this.#talk = new Talk(nameOf(lane), python, [script, String(lane.threads)], work);
  }

  /** @returns {Promise<Loaded>} */
  async load() {
    const { threads, ...rest } = await this.#talk.ask('load', loaded);
    try {
      checkThreads(threads, this.lane.threads);
    } catch (error) {
      throw new BenchError(`${nameOf(this.lane)}: ${reason(error)}`);
    }
    return rest;
  }

  /**
   * @param {Turns} turns
   * @returns {Promise<Ran>}
   */
  async run({ slice, most }) {
    const { logits, ...rest } = await this.#talk.ask(`run ${slice} ${most}`, ran);
    return { ...rest, logits: Float32Array.from(logits) };
  }

  async close() {
    this.#talk.close();
  }
}
