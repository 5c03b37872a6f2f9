/** A process that a package was built into (`frames/driver.hbs`): it is asked, and answers, one thing at a time. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { UserError } from '../../../compiler/errors.ts';
import { gpuNeeded } from './nvcc.ts';

/** What it can be asked, in the order of the frame's enum. */
const questions = ['run', 'profile', 'arenaAfter'] as const;

export type Question = (typeof questions)[number];

/** What errors are called, by the statuses of the C API. */
const codes = [
  'ok',
  'bad-argument',
  'bad-weights',
  'bad-weights',
  'out-of-memory',
  'no-gpu',
  'cuda-error',
] as const;

/** Why there is no answer any more, and what to do about that. */
interface End {
  readonly how: string;
  readonly fix: string;
}

const fixes = {
  start: 'let the environment variable TMPDIR name a folder that programs may run from',
  kill: 'free memory of the machine: where that runs out, Linux kills a process (`dmesg` tells)',
  crash: 'see whether the GPU works (`nvidia-smi`); if it does, this is a defect of the package: report it',
  exit: 'mend what it says; if it says nothing, see whether the GPU works (`nvidia-smi`)',
} as const;

/** Bytes before the data of an answer: its status and its size. */
const headBytes = 16;

/** Characters of stderr that are kept: the last words of one that dies. */
const tailLength = 2000;

/** Answers come in the order of the questions; whatever else ends the process is told where an answer is missed. */
export class Driver {
  readonly #folder: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #output: AsyncIterator<Buffer>;
  readonly #ended: Promise<End>;
  #stderr = '';
  #rest: Buffer = Buffer.alloc(0);
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param program - the process's
   * @param weights - the path of `weights.bin`
   * @param folder - the package's, for errors
   */
  constructor(program: string, weights: string, folder: string) {
    this.#folder = folder;
    this.#child = spawn(program, [weights]);
    const { stdin, stdout, stderr } = this.#child;
    this.#output = stdout[Symbol.asyncIterator]();
    // A process that is gone does not read: its end is told where its answer is missed.
    stdin.on('error', () => undefined);
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = `${this.#stderr}${text}`.slice(-tailLength);
    });
    this.#ended = new Promise(done => {
      this.#child.on('error', ({ message }) => done({ how: `does not start: ${message}`, fix: fixes.start }));
      this.#child.on('close', (code, signal) => {
        if (signal === null) done({ how: `ended with exit code ${code}`, fix: fixes.exit });
        else {
          const fix = signal === 'SIGKILL' ? fixes.kill : fixes.crash;
          done({ how: `was ended by the signal ${signal}`, fix });
        }
      });
    });
  }

  /** What it says of itself when its model is made. @throws UserError where it is not */
  start(): Promise<Buffer> {
    return this.#next(() => this.#answer());
  }

  /** Asks. @throws UserError where that fails, or the process is gone */
  ask(question: Question, argument = 0, input?: Float32Array): Promise<Buffer> {
    return this.#next(() => {
      const { stdin } = this.#child;
      stdin.write(bytesOf(Uint32Array.of(questions.indexOf(question))));
      stdin.write(bytesOf(Int32Array.of(argument)));
      if (input) stdin.write(bytesOf(input));
      return this.#answer();
    });
  }

  /** Lets it end by itself, which it does when nothing more is asked. */
  stop(): void {
    this.#child.stdin.end();
  }

  /** One after another. */
  #next<T>(body: () => Promise<T>): Promise<T> {
    const result = this.#last.then(body);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #answer(): Promise<Buffer> {
    const [status, bytes] = new BigUint64Array(bufferOf(await this.#read(headBytes)));
    const data = await this.#read(Number(bytes));
    const code = codes[Number(status)] ?? 'cuda-error';
    if (code === 'ok') return data;
    throw new UserError(code, data.toString('utf8'), {
      at: this.#folder,
      ...(code === 'no-gpu' && { fix: gpuNeeded }),
    });
  }

  async #read(bytes: number): Promise<Buffer> {
    const result = Buffer.alloc(bytes);
    for (let filled = 0; filled < bytes; ) {
      if (this.#rest.length === 0) {
        // One that does not even start has no output that ends.
        const next = await this.#output.next().catch(() => undefined);
        if (!next || next.done) throw await this.#death();
        this.#rest = next.value;
      }
      const copied = this.#rest.copy(result, filled);
      filled += copied;
      this.#rest = this.#rest.subarray(copied);
    }
    return result;
  }

  async #death(): Promise<UserError> {
    const { how, fix } = await this.#ended;
    const said = this.#stderr.trim();
    return new UserError(
      'driver-died',
      `the process that runs the package ${how}${said && `; it said:\n${said.replaceAll(/^/gm, '    ')}`}`,
      { at: this.#folder, fix },
    );
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** The bytes of an answer by themselves, at an address that numbers of any size can have. */
export const bufferOf = ({ buffer, byteOffset, byteLength }: Buffer): ArrayBuffer =>
  (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
