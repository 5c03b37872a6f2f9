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
  /** The package's files, by path. The same plan gives the same bytes. */
  files(plan: Plan): Promise<readonly PackageFile[]>;
}
