/** The bench's end of a contestant's process. One is asked at a time; the others are idle. */

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.mjs';
import { nameOf } from '../lanes.mjs';
import { collect } from '../measure/collect.mjs';

/** @import { ChildProcess } from 'node:child_process' */
/** @import { Answer, Assignment, Entrant, Lane, Loaded, Ran, Request, Turns } from '../types.ts' */

const script = fileURLToPath(new URL('contestant.mjs', import.meta.url));

/**
 * A contestant's process.
 *
 * @implements {Entrant}
 */
export class Handle {
  /** @type {Lane} */
  lane;
  /** @type {ChildProcess} */
  #child;
  /** What it printed: no part of the report, unless it fails. @type {Promise<string>} */
  #printed;

  /**
   * @param {Assignment} assignment
   * @param {NodeJS.ProcessEnv} [environment]
   */
  constructor(assignment, environment = process.env) {
    this.lane = assignment.lane;
    this.#child = fork(script, [JSON.stringify(assignment)], {
      serialization: 'advanced',
      execArgv: [],
      env: environment,
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
   * @param {Turns} turns
   * @returns {Promise<Ran>}
   */
  async run(turns) {
    const answer = await this.#ask({ kind: 'run', turns });
    if (answer.kind !== 'ran') throw this.#failure(answer.kind);
    return answer.value;
  }

  async close() {
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
    return new BenchError(`${nameOf(this.lane)}: ${problem}`);
  }
}
