/** What a target is: a folder that turns plans into files. */

import type { Choices } from '../compiler/plan/contract.ts';
import type { Kernel } from '../compiler/plan/kernel.ts';
import type { Plan } from '../compiler/plan/plan.ts';

/** One file of a package. */
export interface PackageFile {
  /** Its path in the package, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A target. Choices are made while a graph is lowered; `files` only spells what the plan says. */
export interface Target extends Choices {
  /** What follows `--target`. */
  readonly name: string;
  /** One line for `netwright targets`. */
  readonly summary: string;
  /** One kernel of a plan as it stands in the package. */
  kernel(kernel: Kernel, plan: Plan): PackageFile;
  /**
   * What `load` of its packages takes in this Node beside weights, where it takes more.
   *
   * @param folder - the package's
   * @throws UserError where this machine cannot run them
   */
  readonly hostOptions?: (folder: string) => Promise<object>;
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
