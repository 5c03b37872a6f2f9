/** The workers of a model, as the caller's thread has them: the first leads, and where one ends, all do. */

import type { Address } from './globals.ts';
import type { Program } from './interface.ts';
import { controlBytes, stopSharing } from './sharing.ts';
import { reason } from './source.ts';
import { type Answer, type Assignment, type Call, packageOf, type Service } from './threads.ts';
import { type Started, startWorker, type Workers } from './workers.ts';

/** Someone who waits for an answer. */
interface Waiting {
  readonly done: (result: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** A worker, and who waits for it: answers come in the order of what it was sent. */
interface Member {
  readonly worker: Started;
  readonly waiting: Waiting[];
}

/** What a crew is made of. */
export interface CrewOptions<Setup> {
  readonly workers: Workers;
  /** Of `worker.js`, where it is not the package's own. */
  readonly address: string | Address | undefined;
  /** What each makes its instance of the program of. */
  readonly setup: Setup;
  readonly threads: number;
}

/** Workers at the service of a model. */
export class Crew {
  readonly #program: Program;
  readonly #members: Member[] = [];
  #isReady = false;
  #control: SharedArrayBuffer | undefined;
  #ended: Error | undefined;
  /** Resolved once they have started. */
  readonly ready: Promise<void>;
  /** Rejected once they have ended, with the reason. */
  readonly over: Promise<never>;
  #tellReady = (): void => {};
  #tellOver = (_: Error): void => {};

  constructor(program: Program) {
    this.#program = program;
    this.over = new Promise((_, fail) => {
      this.#tellOver = fail;
    });
    // Whoever waits is told; often nobody does.
    this.over.catch(() => {});
    const started = new Promise<void>(done => {
      this.#tellReady = done;
    });
    this.ready = Promise.race([started, this.over]);
    this.ready.catch(() => {});
  }

  /**
   * Starts workers; each makes its instance of the program.
   *
   * @throws Error that says why one does not start, and how to mend it
   */
  async start<Setup>({ workers, address, setup, threads }: CrewOptions<Setup>): Promise<void> {
    if (threads > 1) this.#control = new SharedArrayBuffer(controlBytes);
    const control = this.#control && { control: this.#control };
    const all = Array.from({ length: threads }, async (_, thread) => {
      const member = await this.#add(workers, address);
      if (this.#ended) {
        member.worker.end();
        throw this.#ended;
      }
      this.#members[thread] = member;
      const assignment: Assignment<Setup> = {
        package: packageOf(this.#program),
        setup,
        thread,
        threads,
        ...control,
      };
      await this.#send(member, assignment);
    });
    await Promise.all(all);
    this.#isReady = true;
    this.#tellReady();
  }

  /**
   * Has the leader do something.
   *
   * @throws Error why it failed, or why the crew has ended
   */
  async call<Method extends keyof Service>(
    method: Method,
    args: Parameters<Service[Method]>,
  ): Promise<Awaited<ReturnType<Service[Method]>>> {
    const [leader] = this.#members;
    if (!leader || this.#ended) throw this.#ended;
    const answer = await this.#send(leader, { method, args } as Call);
    // What the service's method gives, by the protocol.
    return answer as Awaited<ReturnType<Service[Method]>>;
  }

  /** @throws Error why the crew has ended, where it has */
  check(): void {
    if (this.#ended) throw this.#ended;
  }

  /** Ends the workers. Who waits, and who comes later, is told why. */
  end(why: Error): void {
    this.#ended ??= why;
    this.#tellOver(this.#ended);
    if (this.#control) stopSharing(this.#control);
    // Of some that are starting there is none yet.
    for (const member of this.#members.splice(0)) {
      member?.worker.end();
      for (const { fail } of member?.waiting.splice(0) ?? []) fail(this.#ended);
    }
  }

  async #add(workers: Workers, address: string | Address | undefined): Promise<Member> {
    const waiting: Waiting[] = [];
    try {
      const worker: Started = await startWorker(workers, address, {
        heard: message => hear({ worker, waiting }, message as Answer),
        died: why => this.#died(why),
      });
      return { worker, waiting };
    } catch (cause) {
      throw this.#failed(reason(cause), cause);
    }
  }

  #send({ worker, waiting }: Member, message: unknown): Promise<unknown> {
    return new Promise((done, fail) => {
      worker.post(message);
      waiting.push({ done, fail });
      worker.keepAlive(true);
    });
  }

  #died(why: string): void {
    const later = `${this.#program.name}: a worker has ended: ${why}; load the model again`;
    this.end(this.#isReady ? new Error(later) : this.#failed(why));
  }

  #failed(why: string, cause?: unknown): Error {
    return new Error(
      `${this.#program.name}: a worker does not start: ${why}; worker.js must lie beside the scripts, or tell load where it is: load({ weights, threads, worker: url })`,
      { cause },
    );
  }
}

function hear({ worker, waiting }: Member, answer: Answer): void {
  const asked = waiting.shift();
  if (waiting.length === 0) worker.keepAlive(false);
  if ('error' in answer) asked?.fail(answer.error);
  else asked?.done(answer.result);
}
