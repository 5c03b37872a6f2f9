/** What is known of a kernel once it is printed. */

/** A kernel of a package: constants for one of the templates in `device/kernels/`, and how it is launched. */
export interface Printed {
  /** The struct of its constants. */
  readonly text: string;
  /** The template. */
  readonly template: string;
  /** The template's file, without `.cuh`. */
  readonly file: string;
  /** Blocks along the axes of the grid. */
  readonly blocks: readonly [x: number, y: number, z: number];
  /** Threads of a block. */
  readonly threads: number;
  /** Bytes of dynamic shared memory. */
  readonly shared: number;
  /** Arguments, in order. */
  readonly parameters: readonly Parameter[];
  /** Global memory for sums that blocks leave one another, and how many tiles count them: split-K. */
  readonly workspace?: { readonly bytes: number; readonly tickets: number };
}

/** The same with what the struct says, but for what all structs say. */
export interface KernelParts extends Omit<Printed, 'text'> {
  readonly lines: readonly string[];
}

/** An argument: a view of one of the step's, several of them as operands, or what blocks that share tiles need. */
export type Parameter =
  | {
      readonly kind: 'view';
      readonly view: 'In' | 'Operand' | 'Out';
      readonly type: 'Real' | 'float';
      readonly of: string;
    }
  | { readonly kind: 'operands'; readonly of: readonly string[] }
  | { readonly kind: 'partials' | 'tickets' };

/** Threads that each do one thing, so many to a block. */
export const eachThreads = 256;

/** Blocks for so many. */
export const eachBlocks = (total: number): Printed['blocks'] => [Math.ceil(total / eachThreads), 1, 1];
