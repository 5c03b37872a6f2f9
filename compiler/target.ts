/** What a target is: a folder that turns plans into files. */

import type { Choices } from './plan/contract.ts';
import type { Kernel } from './plan/kernel.ts';
import type { PackedTensor, Plan } from './plan/plan.ts';

/** A file of text. */
export interface TextFile {
  /** Its path in the package, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly bytes?: never;
}

/** A file that is no text. */
export interface BinaryFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly text?: never;
}

/** One file of a package: `text ?? bytes` is what is written. */
export type PackageFile = TextFile | BinaryFile;

/** A choice that a target leaves to its user: `--precision f16`. */
export interface TargetOption {
  /** A line of help. */
  readonly summary: string;
  /** The first is the default. */
  readonly choices: readonly [string, ...string[]];
}

/** Numbers of inputs or outputs by their names, row-major. */
export type Values = Readonly<Record<string, Float32Array>>;

/** A package at work, of any shape: what commands ask of it. Whatever fails that its user can mend is a UserError. */
export interface AnyModel {
  /** Whether its weights are a checkpoint's, or synthetic ones that stand in for it. */
  readonly origin: 'checkpoint' | 'synthetic';
  run(inputs: Values): Promise<Values>;
  /** Medians over some runs, of zeros unless inputs are given, for each step of the plan. */
  profile(options?: {
    readonly inputs?: Values | undefined;
    readonly runs?: number | undefined;
  }): Promise<readonly { readonly layer: string; readonly milliseconds: number }[]>;
  /** Runs inputs and shows the memory of activations after each step. The array changes with the next step. */
  trace(
    inputs: Values,
    visit: (step: { readonly layer: string }, index: number, arena: Float32Array) => void,
  ): Promise<Values>;
  /** Lets go of all that it holds. */
  dispose(): void;
}

/** Which tensors of `weights.bin` are stored in float16, and when. */
export interface Halves {
  holds(tensor: PackedTensor): boolean;
  /** The end of a sentence: `in which this package stores it`. */
  readonly when: string;
}

/** What opens a package. */
export interface Opening {
  readonly plan: Plan;
  /** The path of its `weights.bin`. */
  readonly weights: string;
  /** How many threads are to work at runs, where that was said. */
  readonly threads?: number | undefined;
  /** Called with what is going on, and the share of it that is done, 0 to 1, where that is known. */
  readonly onProgress: (doing: string, share?: number) => void;
}

/** A target. Choices are made while a graph is lowered; `files` only spells what the plan says. */
export interface Target extends Choices {
  /** What follows `--target`. */
  readonly name: string;
  /** One line for `netwright targets`. */
  readonly summary: string;
  /** What its user may choose, by the option's name, where there is anything. */
  readonly choosable?: Readonly<Record<string, TargetOption>>;
  /** What is chosen: `choosable` by name. Plans remember it, so that `kernel` and `files` go by the plan alone. */
  readonly options?: Readonly<Record<string, string>>;
  /** The target with other choices; what is not named keeps its default. */
  readonly choose?: (options: Readonly<Record<string, string>>) => Target;
  /** Whether its packages can be told how many threads work at runs. */
  readonly hasThreads?: true;
  /** Bytes that its kernels keep to work in, where that is not what they all need together in float64. */
  readonly scratchBytes?: (plan: Plan) => number;
  /** One kernel of a plan as it stands in the package. */
  kernel(kernel: Kernel, plan: Plan): TextFile;
  /**
   * Sets a package of it to work on this machine, for commands that run packages.
   *
   * @param folder - the package's
   * @throws UserError where the package does not load, or this machine cannot run it
   */
  readonly open: (folder: string, opening: Opening) => Promise<AnyModel>;
  /** How far from the oracle its packages may be, of the largest magnitude, where that is not float32's bound. */
  readonly tolerance?: (plan: Plan) => number;
  /** Which tensors of a plan's weights its packages store in float16, where there are any. */
  readonly halves?: (plan: Plan) => Halves | undefined;
  /** The package's files, by path. The same plan gives the same bytes. */
  files(plan: Plan): Promise<readonly PackageFile[]>;
  /**
   * The files with a page, `index.html`, that tries the network in a browser, where the target has one.
   *
   * @param settings - of the spec, other than its defaults
   * @throws UserError where the network is none that the page can try
   */
  readonly filesWithDemo?: (
    plan: Plan,
    settings: Readonly<Record<string, string>>,
  ) => Promise<readonly PackageFile[]>;
}
