/** Work in units, so that threads can share it: a kernel does units `[from, to)`. */

/** A kernel as text, in a target's language. */
export interface PrintedKernel {
  readonly text: string;
  /** How many units its work has. */
  readonly units: number;
}

/** All combinations of things that are counted. */
export const unitsIn = (counted: readonly { readonly size: number }[]): number =>
  counted.reduce((product, { size }) => product * size, 1);
