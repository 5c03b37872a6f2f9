/** What every checkpoint format is read into: named tensors whose values are read one tensor at a time. */

import type { ElementType } from './element-types.ts';

/** One tensor of an open checkpoint. */
export interface CheckpointTensor {
  /** The name in the file, such as `layer1.0.conv1.weight` (or `module.layer1…`, as the file has it). */
  readonly name: string;
  /** How the file stores the elements. */
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /**
   * Reads this tensor's bytes, and no others, and converts them exactly to float64, in row-major order.
   *
   * @throws UserError if the file cannot be read, or a 64-bit integer has no exact float64
   */
  read(): Promise<Float64Array>;
}

/** An open checkpoint file. Close it when the last tensor has been read. */
export interface Checkpoint {
  readonly file: string;
  readonly format: 'safetensors' | 'pytorch';
  /** By name in the file, in the file's order. */
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
  close(): Promise<void>;
}
