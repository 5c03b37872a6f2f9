/** A program that answers each line of its input with a line of JSON: cuda/driver.cu, cuda/peers.py, peers/pytorch.py. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { BenchError } from '../errors.mjs';

/** How much of what a program printed is kept for when it fails. */
const kept = 10_000;

const failure = z.object({ error: z.string() });

export class Talk {
  #name;
  #child;
  /** @type {AsyncIterator<string>} */
  #lines;
  #printed = '';

  /**
   * @param {string} name - what errors call it
   * @param {string} program
   * @param {readonly string[]} args
   * @param {string} folder - where paths begin
   */
  constructor(name, program, args, folder) {
    this.#name = name;
    this.#child = spawn(program, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    this.#child.stderr.on('data', text => {
      this.#printed = (this.#printed + text).slice(-kept);
    });
    // A program that is not there, or that ends before it is asked, shows in there being no answer.
    this.#child.on('error', error => {
      this.#printed += error.message;
    });
    this.#child.stdin.on('error', () => {});
  }

  /**
   * Reads what the program says by itself.
   *
   * @template Answer
   * @param {import('zod').ZodType<Answer>} schema
   * @returns {Promise<Answer>}
   * @throws {BenchError} with what the program says of its failure
   */
  async listen(schema) {
    const { value, done } = await this.#lines.next();
    if (done) throw new BenchError(`${this.#name}: it ended\n${this.#printed}`.trim());
    const answer = JSON.parse(value);
    const failed = failure.safeParse(answer);
    if (failed.success) throw new BenchError(`${this.#name}: ${failed.data.error}`);
    return schema.parse(answer);
  }

  /**
   * @template Answer
   * @param {string} line
   * @param {import('zod').ZodType<Answer>} schema
   * @returns {Promise<Answer>}
   */
  ask(line, schema) {
    this.#child.stdin.write(`${line}\n`);
    return this.listen(schema);
  }

  close() {
    this.#child.stdin.end();
  }
}

/** What `time` answers. */
export const milliseconds = z.object({ milliseconds: z.array(z.number()) });

/** What other commands answer, as far as it matters. */
export const done = z.object({});
