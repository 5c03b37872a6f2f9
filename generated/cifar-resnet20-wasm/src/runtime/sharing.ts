/**
 * How threads share a step's units, in a few words of shared memory. One leads: it names the step and raises the count
 * of jobs. All, the leader too, claim units until none is left, and the leader waits for the others. Whoever waits
 * looks for a moment, and then sleeps.
 */

import type { Task } from './task.ts';

/**
 * Where the words lie. Each has cache lines of its own, for those who look at one would slow those who write others.
 */
const word = { jobs: 0, task: 32, claimed: 64, working: 96, stopped: 128 } as const;

/** Bytes of the memory that threads agree in. */
export const controlBytes = 640;

/** How often a word is looked at before sleeping: some tens of microseconds, about what waking up takes. */
const looks = 5_000;

/** The threads of a program, as one of them sees them. */
export class Sharing {
  readonly #words: Int32Array;
  readonly #tasks: readonly Task[];
  readonly #threads: number;
  /** The count of jobs that this thread has done. */
  #done: number;

  /** @param tasks - the same in all threads */
  constructor(control: SharedArrayBuffer, tasks: readonly Task[], threads: number) {
    this.#words = new Int32Array(control);
    this.#tasks = tasks;
    this.#threads = threads;
    this.#done = Atomics.load(this.#words, word.jobs);
  }

  /** Does a task with all threads. @throws Error where they are to stop */
  lead(index: number): void {
    const words = this.#words;
    Atomics.store(words, word.task, index);
    Atomics.store(words, word.claimed, 0);
    Atomics.store(words, word.working, this.#threads - 1);
    Atomics.add(words, word.jobs, 1);
    Atomics.notify(words, word.jobs);
    try {
      this.#work(index);
    } finally {
      // Who stops the threads sets `stopped`, then `working`. Where ours of `working` came last, the first is seen here;
      // else nothing is left to wait for.
      while (!this.#isStopped()) {
        const left = Atomics.load(words, word.working);
        if (left <= 0) break;
        waitWhile(words, word.working, left);
      }
    }
    if (this.#isStopped()) throw new Error('the threads are to stop');
  }

  /** Helps with whatever the leader names, until threads are to stop. */
  follow(): void {
    const words = this.#words;
    for (;;) {
      waitWhile(words, word.jobs, this.#done);
      // As the word counts: 32 bits, and round again.
      this.#done = (this.#done + 1) | 0;
      if (this.#isStopped()) return;
      this.#work(Atomics.load(words, word.task));
      if (Atomics.sub(words, word.working, 1) === 1) Atomics.notify(words, word.working);
    }
  }

  #isStopped(): boolean {
    return Atomics.load(this.#words, word.stopped) !== 0;
  }

  /** Claims units and does them, until none is left. */
  #work(index: number): void {
    const task = this.#tasks[index];
    if (!task) return;
    const { units } = task;
    for (;;) {
      const from = Atomics.load(this.#words, word.claimed);
      if (from >= units) return;
      // Half of what would be fair, of what is left: large shares first, and small ones for whoever is done early.
      const to = from + Math.ceil((units - from) / (2 * this.#threads));
      if (Atomics.compareExchange(this.#words, word.claimed, from, to) === from) task.run(from, to);
    }
  }
}

/** Has threads stop that wait for each other: not every engine ends a worker that waits. */
export function stopSharing(control: SharedArrayBuffer): void {
  const words = new Int32Array(control);
  Atomics.store(words, word.stopped, 1);
  Atomics.store(words, word.working, 0);
  Atomics.add(words, word.jobs, 1);
  Atomics.notify(words, word.working);
  Atomics.notify(words, word.jobs);
}

/** Returns once a word is another. */
function waitWhile(words: Int32Array, at: number, value: number): void {
  for (let look = 0; look < looks; look++) {
    if (Atomics.load(words, at) !== value) return;
  }
  while (Atomics.load(words, at) === value) Atomics.wait(words, at, value);
}
