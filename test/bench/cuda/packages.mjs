/** Packages of Netwright as contestants. */

import { z } from 'zod';
import { precisions } from '../../../dist/targets/cuda/precisions.js';
import { done, milliseconds, Talk } from '../processes/talk.mjs';
import { readFloats } from './numbers.mjs';

/** @import { Built, Entrant, Layer, Precision } from './types.ts' */

const profile = z.object({
  layers: z.array(
    z.object({
      name: z.string(),
      kernel: z.string(),
      microseconds: z.number(),
      macs: z.number(),
      bytes: z.number(),
    }),
  ),
});

/** A package that is loaded. @implements {Entrant} */
export class Package {
  name;
  isOurs = true;
  tolerance;
  precision;
  #work;
  #talk;

  /**
   * @param {string} work
   * @param {string} name
   * @param {Precision} precision
   * @param {Built} built
   */
  constructor(work, name, precision, { program, weights, input }) {
    this.name = name;
    this.precision = precision;
    this.tolerance = precisions[precision].tolerance;
    this.#work = work;
    this.#talk = new Talk(name, program, [weights, input], work);
  }

  /** Until the weights are on the device. */
  async load() {
    await this.#talk.listen(done);
  }

  /** @type {Entrant['time']} */
  async time(mode, runs) {
    return (await this.#talk.ask(`time ${mode} ${runs}`, milliseconds)).milliseconds;
  }

  async logits() {
    const file = `${this.name}.logits`;
    await this.#talk.ask(`logits ${file}`, done);
    return readFloats(this.#work, file);
  }

  /** @param {number} runs @returns {Promise<readonly Layer[]>} */
  async profile(runs) {
    return (await this.#talk.ask(`profile ${runs}`, profile)).layers;
  }

  close() {
    this.#talk.close();
  }
}
