/** What the parts of the bench hand to each other. */

/** What `--race` calls it. */
export type RaceName = 'cpu' | 'browser-cpu' | 'worker-cpu' | 'browser' | 'dawn';

/** A contestant: one record in `contestants.mjs`. */
export interface Contestant {
  /** What `--only` calls it. */
  readonly name: string;
  /** Where it runs. */
  readonly races: readonly RaceName[];
  /** Of Netwright: the target, whose package is compiled and measured. */
  readonly target?: string;
  /** Of a peer: its file in `peers/`, which exports a `Peer`, or is a script for Python. */
  readonly peer?: string;
  /** Neither JavaScript nor WebAssembly: shown beside the others as what the machine can do. No page can load it. */
  readonly isNative?: boolean;
  /** Where it can share its work among threads. Elsewhere it has one. */
  readonly threaded?: readonly RaceName[];
  /** Files of packages that its code fetches in a page, which count as its code, by their paths in `node_modules`. */
  readonly fetches?: readonly string[];
  /** What it fetches in their place where it has several threads. */
  readonly fetchesThreaded?: readonly string[];
  /** It reads the network in a format of its own. */
  readonly reads?: 'onnx';
  /** How fast it must be on ResNet-50. */
  readonly promises?: readonly Promised[];
  /** How large it may be for ResNet-50, in bytes, gzipped. */
  readonly sizes?: { readonly bundle?: number; readonly sources?: number; readonly scripts?: number };
}

/** At least so many times as fast as another contestant in races. */
export interface Promised {
  readonly races: readonly RaceName[];
  /** On such an adapter alone. */
  readonly adapter?: Adapter['kind'];
  /** On so many threads; one, where nothing is said. The other has as many, or one where it cannot have more. */
  readonly threads?: number;
  readonly other: string;
  readonly times: number;
}

/** An adapter of WebGPU, as it describes itself. */
export interface Adapter {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Software runs on the CPU: what is cheap there is not what is cheap on a GPU. */
  readonly kind: 'gpu' | 'software';
}

/** Who runs in a race, on how many threads: a contestant may run on one, and on two beside itself. */
export interface Lane {
  readonly contestant: Contestant;
  readonly threads: number;
}

/** Where a contestant lives: this decides what its memory, its processor time and its loading are. */
export type Home = 'a process' | 'a page' | 'the page of all';

/** Where contestants meet. */
export interface Race {
  readonly name: RaceName;
  readonly title: string;
  /**
   * Takes what it needs of this machine.
   *
   * @throws Unavailable, which says what is missing
   */
  open(options: Options, work: string): Promise<Arena>;
}

/** A race that is open. */
export interface Arena {
  /** What runs the contestants, with its version. */
  readonly engine: string;
  readonly adapter?: Adapter;
  readonly home: Home;
  enter(lane: Lane, work: string): Entrant;
  close(): Promise<void>;
}

/** The bench's end of a contestant. One is asked at a time; the others are idle. */
export interface Entrant {
  readonly lane: Lane;
  load(): Promise<Loaded>;
  run(turns: Turns): Promise<Ran>;
  close(): Promise<void>;
}

/** Runs again until `slice` milliseconds have passed, at most `most` times, at least once. */
export interface Turns {
  readonly slice: number;
  readonly most: number;
}

/** Float32 numbers, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

type Pair = readonly [height: number, width: number];
type Sides = readonly [before: number, after: number];
type Padding = readonly [height: Sides, width: Sides];

/** Input 0 of a network is its input; value `i + 1` is the result of step `i`. */
type Value = number;

/** What every step says. `shape` is its result's, in PyTorch's order: `[batch, channels, height, width]`. */
interface StepOf<Op extends string> {
  readonly op: Op;
  readonly layer: string;
  readonly from: Value;
  readonly shape: readonly number[];
}

/** One step of a network, batch norms folded. Weights and biases are indices for `Network.tensor`. */
export type Step =
  | (StepOf<'conv2d'> & {
      /** `[out, in / groups, kernel height, kernel width]`. */
      readonly weight: number;
      readonly bias: number;
      readonly stride: Pair;
      readonly padding: Padding;
      readonly dilation: Pair;
      readonly groups: number;
      readonly relu: boolean;
    })
  /** `weight` is `[out, in]`. */
  | (StepOf<'linear'> & { readonly weight: number; readonly bias: number; readonly relu: boolean })
  | (StepOf<'add'> & { readonly other: Value; readonly relu: boolean })
  | (StepOf<'relu'> & object)
  | (StepOf<'maxPool'> & {
      readonly kernel: Pair;
      readonly stride: Pair;
      readonly padding: Padding;
      readonly dilation: Pair;
    })
  /** The mean of each channel. */
  | (StepOf<'globalAveragePool'> & object)
  /** All axes but the first become one. */
  | (StepOf<'flatten'> & object);

/** What `network.json` holds. */
export interface NetworkFile {
  readonly name: string;
  /** `[batch, channels, height, width]`. */
  readonly input: readonly number[];
  readonly steps: readonly Step[];
  readonly parameters: number;
  readonly macs: number;
  /** Where each tensor lies in `network.bin`, in numbers. */
  readonly tensors: readonly { readonly shape: readonly number[]; readonly offset: number }[];
}

/** The same network, from the same numbers, for every peer. */
export interface Network extends Omit<NetworkFile, 'tensors'> {
  /** Reads one tensor, so that a peer need not hold all weights twice. */
  tensor(index: number): Promise<Tensor>;
  /** The whole as an ONNX model, for peers that read those. */
  onnx(): Promise<Uint8Array>;
}

/** A loaded network. */
export interface Runner {
  /** Those it really has: libraries go back to one where they find that they cannot have more. */
  readonly threads: number;
  /**
   * One inference. The time it takes is what is measured, conversion of the layout included.
   *
   * @param input - row-major in the order of `Network.input`
   * @returns the logits, row-major, ready to be read
   */
  run(input: Float32Array): Promise<Float32Array> | Float32Array;
  dispose(): void;
}

/** What a peer exports as `peer`, and what a Netwright package is made to look like. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  prepare(network: Network, threads: number): Promise<Runner>;
}

/** Where a contestant's process finds what it needs. */
export interface Assignment {
  readonly lane: Lane;
  /** Holds `network.json`, `network.bin`, `input.f32` and `packages/<target>`. */
  readonly work: string;
  /** It gets WebGPU from Dawn. */
  readonly onDawn?: boolean;
}

/** Where the page finds what a contestant needs: URLs. */
export type PageAssignment = { readonly name: string; readonly threads: number } & (
  | { readonly peer: string }
  | { readonly version: string; readonly code: string; readonly weights: string }
);

/** What a page offers as `globalThis.bench`, and a worker by messages. */
export interface PageBench {
  load(assignment: PageAssignment): Promise<Loaded>;
  run(
    name: string,
    turns: Turns,
  ): Promise<{ readonly walls: readonly number[]; readonly logits: readonly number[] }>;
  dispose(name: string): void | Promise<void>;
}

/** What the page of all offers: it has WebGPU. */
export interface GpuPageBench extends PageBench {
  /** Called once, before all else. */
  adapter(): Promise<Adapter | undefined>;
}

/** What a page asks of the worker in it, and what that answers. */
export interface WorkerRequest {
  readonly id: number;
  readonly method: keyof PageBench;
  readonly given: readonly unknown[];
}
export type WorkerAnswer = { readonly id: number } & (
  | { readonly value: unknown }
  | { readonly message: string }
);

/** Bytes of memory. */
export interface Memory {
  /** Peak before the contestant's code was loaded: Node itself, the empty page. */
  readonly baseline: number;
  /** Peak once the network was ready. */
  readonly loaded: number;
  /** Peak at the end. */
  readonly peak: number;
}

/** Milliseconds of one inference. */
export interface Sample {
  readonly wall: number;
  /** Processor time, of all threads together. */
  readonly cpu: number;
}

/** What is asked of a contestant's process. */
export type Request = { readonly kind: 'load' } | { readonly kind: 'run'; readonly turns: Turns };

/** What it answers. */
export interface Loaded {
  readonly version: string;
  readonly milliseconds: number;
}
export interface Ran {
  readonly samples: readonly Sample[];
  readonly logits: Float32Array;
  /** Where it has a process of its own. */
  readonly memory?: Memory;
}
export type Answer =
  | { readonly kind: 'loaded'; readonly value: Loaded }
  | { readonly kind: 'ran'; readonly value: Ran }
  | { readonly kind: 'failed'; readonly message: string };

/** One turn of one contestant. */
export interface Turn {
  readonly samples: readonly Sample[];
  /** Cores that other processes kept busy meanwhile, on average. */
  readonly others: number;
}

/** What was measured of a contestant's inferences. */
export interface Timing {
  readonly name: string;
  readonly isNative: boolean;
  readonly version: string;
  readonly threads: number;
  readonly load: number;
  readonly first: Sample;
  /** One a round. */
  readonly turns: readonly Turn[];
  readonly memory?: Memory;
  /** Largest difference from the first contestant's logits in the first race, over their largest magnitude. */
  readonly deviation: number;
}

/** Bytes that have to be shipped. */
export interface Sizes {
  readonly name: string;
  /** Minified, bundled by esbuild for a browser, gzipped: what runs the network, WebAssembly and workers too, without weights. */
  readonly bundle: number;
  readonly package?: {
    /** All of `src/*.ts`, and all of `dist/*.js`, gzipped. */
    readonly sources: number;
    readonly scripts: number;
    /** The npm tarball without weights. */
    readonly tarball: number;
    readonly weights: number;
  };
}

/** One run of a command. */
export interface CommandRun {
  readonly milliseconds: number;
  /** Processor time, in milliseconds. */
  readonly cpu: number;
  readonly peak: number;
}

/** What Netwright's own commands took. */
export interface CommandTiming {
  readonly name: string;
  readonly compile: readonly CommandRun[];
  readonly pack: CommandRun;
}

/** A number that must not be passed. */
export interface Bound {
  readonly what: string;
  readonly value: number;
  readonly bound: number;
  readonly unit: string;
  readonly isMet: boolean;
}

/** How many times as fast one contestant is as another. */
export interface Ratio {
  readonly name: string;
  readonly threads: number;
  readonly other: string;
  readonly otherThreads: number;
  /** Of the rounds' ratios: noise that lasts longer than a round hits both sides alike. */
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** The fastest run of one against the fastest run of the other. */
  readonly fastest: number;
  /** Of median processor time: waiting for a busy machine is not in it, but further threads are. */
  readonly cpu: number;
}

/** The machine and its state. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  /** Load averages of 1, 5 and 15 minutes when the bench began. */
  readonly load: readonly number[];
  /** Cores that others kept busy just before it began. */
  readonly busy: number;
}

/** What was measured in one race. */
export interface RaceResult {
  readonly name: RaceName;
  readonly title: string;
  readonly engine: string;
  readonly adapter?: Adapter;
  readonly home: Home;
  readonly timings: readonly Timing[];
  readonly ratios: readonly Ratio[];
}

/** What did not run. */
export interface Skipped {
  /** A race, whole or in part, or a contestant. */
  readonly what: string;
  readonly why: string;
}

/** Everything: what `--json` writes. */
export interface Result {
  readonly version: 3;
  readonly command: string;
  readonly started: string;
  readonly machine: Machine;
  readonly spec: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly network: { readonly input: readonly number[]; readonly parameters: number; readonly macs: number };
  readonly races: readonly RaceResult[];
  readonly skipped: readonly Skipped[];
  readonly sizes: readonly Sizes[];
  readonly commands: readonly CommandTiming[];
  readonly bounds: readonly Bound[];
}

/** What the command line says. */
export interface Options {
  readonly spec: string;
  readonly runs?: number;
  readonly only?: readonly string[];
  readonly race?: readonly RaceName[];
  readonly adapter: 'default' | 'swiftshader';
  /** On so many threads, each of those who can. */
  readonly threads: readonly number[];
  readonly json?: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly isStrict: boolean;
}
