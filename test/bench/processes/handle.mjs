/** The bench's end of a contestant's process. One is asked at a time; the others are idle. */

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.mjs';
import { collect } from '../measure/collect.mjs';

/** @import { ChildProcess } from 'node:child_process' */
/** @import { Answer, Contestant, Loaded, Ran, Request } from '../types.ts' */

const script = fileURLToPath(new URL('contestant.mjs', import.meta.url));

/** A contestant's process. */
export class Handle {
  /** @type {Contestant} */
  contestant;
  /** @type {ChildProcess} */
  #child;
  /** What it printed: no part of the report, unless it fails. @type {Promise<string>} */
  #printed;

  /**
   * @param {Contestant} contestant
   * @param {string} work
   */
  constructor(contestant, work) {
    this.contestant = contestant;
    this.#child = fork(script, [JSON.stringify({ contestant, work })], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#printed = collect(this.#child.stderr);
  }

  /** @returns {Promise<Loaded>} */
  async load() {
    const answer = await this.#ask({ kind: 'load' });
    if (answer.kind !== 'loaded') throw this.#failure(answer.kind);
    return answer.value;
  }

  /**
   * @param {number} slice - milliseconds to go on for
   * @param {number} most - runs at most
   * @returns {Promise<Ran>}
   */
  async run(slice, most) {
    const answer = await this.#ask({ kind: 'run', slice, most });
    if (answer.kind !== 'ran') throw this.#failure(answer.kind);
    return answer.value;
  }

  close() {
    if (this.#child.connected) this.#child.disconnect();
  }

  /**
   * @param {Request} request
   * @returns {Promise<Answer>}
   */
  #ask(request) {
    return new Promise((resolve, reject) => {
      /** @param {number | null} code @param {string | null} signal */
      const onExit = async (code, signal) => {
        reject(this.#failure(`its process ended (${signal ?? code})\n${await this.#printed}`));
      };
      this.#child.once('exit', onExit);
      this.#child.once('message', message => {
        this.#child.off('exit', onExit);
        const answer = /** @type {Answer} */ (message);
        if (answer.kind === 'failed') reject(this.#failure(answer.message));
        else resolve(answer);
      });
      this.#child.send(request);
    });
  }

  /** @param {string} problem */
  #failure(problem) {
    return new BenchError(`${this.contestant.name}: ${problem}`);
  }
}
