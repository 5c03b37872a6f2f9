/** The TypeScript package beside this one, on the CPU, in a worker: the page stays awake meanwhile. */

import type { Program } from '../../../javascript/runtime/interface.ts';
import { typescriptFolder } from '../data.ts';
import type { Engine, Loading } from './engine.ts';
import type { Message, Name, Question, Replies, Requests } from './messages.ts';
import { pixelsOf } from './picture.ts';

const address = (path: string): string => new URL(`${typescriptFolder}/${path}`, document.baseURI).href;

/** What the TypeScript package says of itself; `undefined` where there is none. */
export async function findTypescript(): Promise<Program | undefined> {
  try {
    const { program }: { program: Program } = await import(address('dist/index.js'));
    return program;
  } catch {
    return undefined;
  }
}

/** Where its weights are. */
export const typescriptWeights = (): string => address('weights.bin');

/** Loads it. */
export async function openCpu(place: string, { onProgress, signal }: Loading): Promise<Engine> {
  const thread = new Thread(onProgress);
  const cancel = (): void => thread.end(signal.reason);
  signal.addEventListener('abort', cancel);
  try {
    const origin = await thread.ask('load', { code: address('dist/index.js'), weights: typescriptWeights() });
    return {
      place,
      origin,
      lost: new Promise(() => {}),
      classify: image => thread.ask('classify', pixelsOf(image)),
      profile: () => thread.ask('profile', undefined),
      dispose: () => thread.end(new Error('the network has been let go of')),
    };
  } catch (error) {
    thread.end(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** The worker, and what was asked of it. */
class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { done(reply: Replies[Name]): void; fail(error: unknown): void }>();
  #asked = 0;

  constructor(onProgress: Loading['onProgress']) {
    this.#worker = new Worker(workerAddress(), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'progress') {
        onProgress(data.loaded, data.total);
        return;
      }
      const asked = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.kind === 'reply') asked?.done(data.reply);
      else asked?.fail(new Error(data.message));
    };
    this.#worker.onerror = () =>
      this.end(new Error('this browser runs no module in a worker; use a current one'));
  }

  ask<N extends Name>(name: N, request: Requests[N]): Promise<Replies[N]> {
    const id = this.#asked++;
    const question: Question<N> = { id, name, request };
    return new Promise<Replies[N]>((done, fail) => {
      this.#waiting.set(id, { done: reply => done(reply as Replies[N]), fail });
      this.#worker.postMessage(question);
    });
  }

  /** Stops it, whatever it does. */
  end(reason: unknown): void {
    this.#worker.terminate();
    for (const { fail } of this.#waiting.values()) fail(reason);
    this.#waiting.clear();
  }
}

/** Trusted Types, which TypeScript's own library may lack. */
interface Factory {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): {
    createScriptURL(text: string): string;
  };
}

let known: string | undefined;

/** The worker's script stands in this page, and gets an address of its own. */
function workerAddress(): string {
  if (known !== undefined) return known;
  const text = document.getElementById('worker')?.textContent ?? '';
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  known = trustedTypes
    ? trustedTypes.createPolicy('worker', { createScriptURL: each => each }).createScriptURL(url)
    : url;
  return known;
}
