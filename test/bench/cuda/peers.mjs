/** PyTorch's ways to run the network, as contestants: peers.py runs them all, in one process. */

import { z } from 'zod';
import { precisions } from '../../../dist/targets/cuda/precisions.js';
import { BenchError } from '../errors.mjs';
import { done, milliseconds, Talk } from '../processes/talk.mjs';
import { filesOf } from './files.mjs';
import { readFloats } from './numbers.mjs';
import { python } from './toolchain.mjs';

/** @import { Entrant, Numbers, Precision } from './types.ts' */

/** As peers.py calls them. */
export const peerNames = /** @type {const} */ ([
  'eager',
  'channels-last',
  'graph',
  'graph-folded',
  'compile',
]);

/** Netwright's of the same numbers, whose tolerance peers have: TF32 and float16 round as coarsely in PyTorch. @type {Readonly<Record<Numbers, Precision>>} */
const ours = { float32: 'f32', tf32: 'tf32', float16: 'f16' };

const ready = z.object({ ready: z.string().nullable() });

/** PyTorch. */
export class Peers {
  #work;
  #talk;
  /** @type {Numbers} */
  #numbers = 'float32';

  /**
   * @param {string} work
   * @param {string} spec
   * @param {Readonly<Record<string, string>>} settings - of the spec
   */
  constructor(work, spec, settings) {
    this.#work = work;
    const numeric = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, Number(value)]),
    );
    this.#talk = new Talk('PyTorch', python, [filesOf.peers, spec, JSON.stringify(numeric)], work);
  }

  /** @returns {Promise<string | null>} its version; null, where it has no such network @throws {BenchError} where there is no PyTorch with a GPU */
  async load() {
    try {
      return (await this.#talk.listen(ready)).ready;
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      throw new BenchError(
        `this machine lacks PyTorch with CUDA: ${error.message}\n  fix: install it, and name its Python in PYTHON; or --only netwright`,
      );
    }
  }

  /** Releases what was open before. @param {Numbers} numbers @param {number} batch */
  async open(numbers, batch) {
    this.#numbers = numbers;
    await this.#talk.ask(`open ${numbers} ${batch}`, done);
  }

  /** Logits in float32 without TF32. */
  async reference() {
    await this.#talk.ask('reference reference.logits', done);
    return readFloats(this.#work, 'reference.logits');
  }

  /** @param {string} name @returns {Promise<Entrant>} */
  async enter(name) {
    await this.#talk.ask(`load ${name}`, done);
    const numbers = this.#numbers;
    return {
      name,
      isOurs: false,
      tolerance: precisions[ours[numbers]].tolerance,
      time: async (mode, runs) =>
        (await this.#talk.ask(`time ${name} ${mode} ${runs}`, milliseconds)).milliseconds,
      logits: async () => {
        await this.#talk.ask(`logits ${name} ${name}.logits`, done);
        return readFloats(this.#work, `${name}.logits`);
      },
    };
  }

  /** @returns {undefined} */
  close() {
    this.#talk.close();
  }
}
