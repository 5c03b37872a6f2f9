/** A package at work: memory, weights, and the steps of its program one after another. */

import { type Classification, softmax, topK } from './classify.ts';
import { checkHash, headerBytes, readHeader, type WeightsOrigin } from './header.ts';
import { type Pixels, type Preprocessing, preprocess } from './preprocess.ts';
import { loadWeights, type WeightsSource } from './weights.ts';

/** Float32 numbers of a shape, row-major. The shape is for the reader and the editor; at run time it is an array. */
export type Tensor<Shape extends readonly number[]> = Float32Array & { readonly shape?: Shape };

/** The buffers of a model. */
export interface Memory {
  /** What `weights.bin` holds after its header. */
  readonly weights: Float32Array;
  /** Weights in another form, made once when they are loaded. */
  readonly prepared: Float32Array;
  /** Activations. Values whose times do not overlap share places. */
  readonly arena: Float32Array;
}

/** One call of a kernel. */
export interface Step {
  /** The module of the network it works for, such as `layer1.0.conv1`. */
  readonly layer: string;
  readonly run: () => void;
}

/** Where the input or the output lies in the arena. */
export interface Border {
  readonly shape: readonly number[];
  readonly offset: number;
}

/** Everything about a package but its kernels: known before any weights are fetched. */
export interface Program {
  readonly name: string;
  readonly target: string;
  readonly input: Border;
  readonly output: Border;
  /** Whether the output is probabilities, and no logits. */
  readonly probabilities: boolean;
  /** Learned numbers of the network. */
  readonly parameters: number;
  /** Multiply-accumulates of one run. */
  readonly macs: number;
  /** Bytes to download, and to hold in memory: weights, weights in another form, activations, room for kernels. */
  readonly bytes: {
    readonly download: number;
    readonly weights: number;
    readonly prepared: number;
    readonly activations: number;
    readonly scratch: number;
  };
  /** Identifies the layout of `weights.bin`. */
  readonly plan: string;
  readonly preprocessing?: Preprocessing;
  readonly labels?: readonly string[];
}

/** Options of `load`. */
export interface LoadOptions {
  /** Where `weights.bin` is: a URL, a path (in Node), a `Response`, a stream, or the bytes. */
  readonly weights: WeightsSource;
  /** Called as bytes arrive. */
  readonly onProgress?: ((loaded: number, total: number) => void) | undefined;
  /** Ends the loading. */
  readonly signal?: AbortSignal | undefined;
}

/** Time of one layer. */
export interface LayerTime {
  readonly layer: string;
  readonly milliseconds: number;
}

/** A loaded network. It runs one input at a time. */
export class Model<Input extends readonly number[], Output extends readonly number[]> {
  /** Whether the weights are a checkpoint's, or synthetic ones that stand in for it. */
  readonly origin: WeightsOrigin;
  readonly #program: Program;
  #memory: Memory | undefined;
  #steps: readonly Step[];

  constructor(program: Program, memory: Memory, steps: readonly Step[], origin: WeightsOrigin) {
    this.#program = program;
    this.#memory = memory;
    this.#steps = steps;
    this.origin = origin;
  }

  /**
   * The network's output for an input.
   *
   * @throws RangeError where the input has another number of elements than its shape says
   */
  async run(input: Tensor<Input>): Promise<Tensor<Output>> {
    this.#write(input);
    for (const step of this.#steps) step.run();
    return this.#output();
  }

  /**
   * The likeliest classes of an image: resized, cropped and normalised as the network expects. Of a model for
   * batches, the image is the first of the batch.
   *
   * @param options.k - how many classes; 5 unless said
   */
  async classify(image: Pixels, options: { readonly k?: number } = {}): Promise<Classification[]> {
    const { preprocessing, input, output, labels, name } = this.#program;
    if (!preprocessing) throw new TypeError(`${name}: the network takes no images; use run`);
    const { arena } = this.#alive();
    const size = 3 * preprocessing.height * preprocessing.width;
    arena.fill(0, input.offset, input.offset + count(input.shape));
    preprocess(image, preprocessing, arena.subarray(input.offset, input.offset + size));
    for (const step of this.#steps) step.run();
    const classes = output.shape.at(-1) ?? 1;
    const row = arena.subarray(output.offset, output.offset + classes);
    return topK(this.#program.probabilities ? row : softmax(row), options.k ?? Math.min(5, classes), labels);
  }

  /**
   * How long each layer takes: medians over some runs, the first not counted.
   *
   * @param options.input - zeros unless given
   * @param options.runs - 5 unless said
   */
  async profile(
    options: { readonly input?: Tensor<Input>; readonly runs?: number } = {},
  ): Promise<LayerTime[]> {
    const { input, runs = 5 } = options;
    const times: number[][] = this.#steps.map(() => []);
    for (let i = -1; i < runs; i++) {
      this.#write(input ?? new Float32Array(count(this.#program.input.shape)));
      for (const [at, step] of this.#steps.entries()) {
        const start = performance.now();
        step.run();
        if (i >= 0) times[at]?.push(performance.now() - start);
      }
    }
    return this.#steps.map(({ layer }, at) => ({ layer, milliseconds: median(times[at] ?? []) }));
  }

  /**
   * Runs an input and shows the memory of activations after each step: `result` of the step in plan.json says where
   * its value lies. The array is the model's own and changes with the next step: copy what is to be kept.
   */
  async trace(
    input: Tensor<Input>,
    visit: (step: Step, index: number, arena: Float32Array) => void,
  ): Promise<Tensor<Output>> {
    this.#write(input);
    const { arena } = this.#alive();
    for (const [index, step] of this.#steps.entries()) {
      step.run();
      visit(step, index, arena);
    }
    return this.#output();
  }

  /** Lets go of all memory but the kernels' own room. The model is of no use afterwards. */
  dispose(): void {
    this.#memory = undefined;
    this.#steps = [];
  }

  #alive(): Memory {
    if (this.#memory) return this.#memory;
    throw new Error(`${this.#program.name}: the model has been disposed of; load it again`);
  }

  #write(values: Float32Array): void {
    const { input, name } = this.#program;
    const { arena } = this.#alive();
    if (values.length !== count(input.shape)) {
      throw new RangeError(
        `${name}: the input has ${values.length} elements, expected ${input.shape.join(' x ')} = ${count(input.shape)}`,
      );
    }
    arena.set(values, input.offset);
  }

  #output(): Tensor<Output> {
    const { output } = this.#program;
    return this.#alive().arena.slice(output.offset, output.offset + count(output.shape));
  }
}

/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory: first the steps to run now, once, then those of each run
 */
export async function loadModel<Input extends readonly number[], Output extends readonly number[]>(
  program: Program,
  link: (memory: Memory) => { readonly prepare: readonly Step[]; readonly steps: readonly Step[] },
  { weights: source, onProgress, signal }: LoadOptions,
): Promise<Model<Input, Output>> {
  const { bytes, plan } = program;
  let origin: WeightsOrigin = 'checkpoint';
  const file = await loadWeights(source, {
    bytes: bytes.download,
    onProgress,
    signal,
    async verify(data, name) {
      const header = readHeader(data, plan, name);
      origin = header.origin;
      await checkHash(data, header, name);
    },
  });
  const memory: Memory = {
    weights: file.subarray(headerBytes / 4),
    prepared: new Float32Array(bytes.prepared / 4),
    arena: new Float32Array(bytes.activations / 4),
  };
  const { prepare, steps } = link(memory);
  for (const step of prepare) step.run();
  return new Model(program, memory, steps, origin);
}

/** A step that calls a kernel. Its last argument is what is written. */
export function step<Arguments extends readonly Float32Array[]>(
  layer: string,
  kernel: (...memory: Arguments) => void,
  ...memory: Arguments
): Step {
  return { layer, run: () => kernel(...memory) };
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
