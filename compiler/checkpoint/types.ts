/** What every checkpoint format is read into: named tensors whose values are read one tensor at a time. */

import type { ElementType } from './element-types.ts';

/** One tensor of an open checkpoint. */
export interface CheckpointTensor {
  /** The name in the file, such as `layer1.0.conv1.weight` (or `module.layer1…`, as the file has it). */
  readonly name: string;
  /** How the file stores the elements. */
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** Two tensors of a file that have the same one are the same numbers. Absent where no tensors share theirs. */
  readonly stored?: string;
  /**
   * Reads this tensor's bytes, and no others, and converts them exactly to float64, in row-major order.
   *
   * @throws UserError if the file cannot be read, or a 64-bit integer has no exact float64
   */
  read(): Promise<Float64Array>;
}

/** A dict of tensors, which may be the state_dict of the network or of something else. */
export interface StateDict {
  /** Where it is in the file: keys joined by dots, `state_dict`; empty for what the file holds itself. */
  readonly key: string;
  /** Whether training scripts give the state_dict these keys. */
  readonly isUsual: boolean;
  /** By name in the dict, in the file's order. */
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
  /** Entries whose numbers cannot be read, by name, and why: `a sparse tensor`. Not all of them are tensors. */
  readonly unreadable: ReadonlyMap<string, Unreadable>;
  /** Names that the file says are those of tensors it has under another: other name to name. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** An entry of a state_dict whose numbers cannot be read. */
export interface Unreadable {
  /** As part of a sentence: `an object of argparse.Namespace`. */
  readonly what: string;
  /** Whether it is a tensor at all. */
  readonly isTensor: boolean;
}

/** An open checkpoint file. Close it when the last tensor has been read. */
export interface Checkpoint {
  readonly file: string;
  readonly format: 'safetensors' | 'pytorch';
  /** At least one; those under usual keys first, each kind in the file's order. */
  readonly stateDicts: readonly StateDict[];
  close(): Promise<void>;
}
