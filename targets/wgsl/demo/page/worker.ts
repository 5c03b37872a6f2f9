/** Runs the TypeScript package in a thread of its own: its kernels keep the one that they run on busy. */

import type { LoadOptions, Model } from '../../../javascript/runtime/interface.ts';
import type { Message, Name, Question, Replies, Requests } from './messages.ts';

interface Code {
  load(options: LoadOptions): Promise<Model<readonly number[], readonly number[]>>;
}

let model: Model<readonly number[], readonly number[]> | undefined;

const loaded = (): Model<readonly number[], readonly number[]> => {
  if (model) return model;
  throw new Error('nothing is loaded yet');
};

const answers: { [N in Name]: (request: Requests[N]) => Promise<Replies[N]> } = {
  async load({ code, weights }) {
    const { load }: Code = await import(code);
    model = await load({
      weights,
      onProgress: (loaded, total) => send({ kind: 'progress', loaded, total }),
    });
    return model.origin;
  },
  classify: pixels => loaded().classify(pixels),
  profile: () => loaded().profile({ runs: 3 }),
};

const send = (message: Message): void => self.postMessage(message);

async function answer<N extends Name>({ id, name, request }: Question<N>): Promise<void> {
  try {
    send({ kind: 'reply', id, reply: await answers[name](request) });
  } catch (error) {
    send({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) });
  }
}

self.onmessage = ({ data }: MessageEvent<Question>) => void answer(data);
