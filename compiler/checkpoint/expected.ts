/** What a network expects of a checkpoint. */

import type { ModuleRecord } from '../ir/graph.ts';

/** A parameter or buffer of a network. */
export interface ExpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A network, as a checkpoint is matched to it. */
export interface ExpectedNetwork {
  readonly tensors: readonly ExpectedTensor[];
  /** Names that parameters have beside their own, of modules that stand at several places: other name to name. */
  readonly aliases?: ReadonlyMap<string, string>;
  readonly modules?: readonly ModuleRecord[];
}
