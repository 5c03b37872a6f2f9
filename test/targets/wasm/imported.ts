/** What `import` of a WebAssembly package gives. */

import type { Model } from '../../../targets/javascript/runtime/interface.ts';
import type { LoadOptions } from '../../../targets/wasm/runtime/options.ts';

export interface Imported {
  load(options: LoadOptions): Promise<Model<readonly number[], readonly number[]>>;
}
