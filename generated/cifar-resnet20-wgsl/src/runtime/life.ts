/** Whether a model lives: until it is disposed of, or its device is lost. */

import type { GpuDevice } from './gpu.ts';

/** Milliseconds that the news of a lost device may take after what fails because of it. */
const usualPatience = 100;

export class Life {
  /** What is going on, for errors. */
  doing: () => string = () => 'loading';
  /** Resolved with what pending calls reject with, once the device is lost. */
  readonly lost: Promise<Error>;
  readonly #loss: Promise<unknown>;
  readonly #waiting = new Set<(error: Error) => void>();
  #end: Error | undefined;

  /** @param name - the model's */
  constructor(name: string, device: GpuDevice) {
    this.#loss = device.lost;
    this.lost = new Promise(resolve => {
      void device.lost.then(({ reason, message }) => {
        // Whoever disposes of a model may destroy its device.
        if (this.#end) return;
        const why = [reason, message].filter(text => text !== '').join(': ');
        const fix = 'load the model again, with another device if you gave it one';
        const error = new Error(`${name}: the GPU device was lost while ${this.doing()} (${why}); ${fix}`);
        this.end(error);
        resolve(error);
      });
    });
  }

  /** @throws Error that says why the model is no more */
  check(): void {
    if (this.#end) throw this.#end;
  }

  /** Ends it: `error` is what everything that waits, and every later call, rejects with. */
  end(error: Error): void {
    if (this.#end) return;
    this.#end = error;
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
  }

  /**
   * What a promise gives, but rejects as soon as the model ends: with why it ended.
   *
   * @param patience - milliseconds to wait, where it fails, for news that explain it: 0 where that is not the GPU
   */
  until<T>(promise: Promise<T>, patience: number = usualPatience): Promise<T> {
    // Not `Promise.race`, which would leave something behind at the longer-lived promise each time.
    return new Promise((resolve, reject) => {
      if (this.#end) {
        reject(this.#end);
        promise.catch(() => {});
        return;
      }
      this.#waiting.add(reject);
      promise.then(
        value => {
          this.#waiting.delete(reject);
          resolve(value);
        },
        async cause => {
          if (patience > 0) {
            await Promise.race([this.#loss, new Promise(done => setTimeout(done, patience))]);
          }
          this.#waiting.delete(reject);
          reject(cause);
        },
      );
    });
  }
}
