/** What `load` of a package in plain TypeScript takes. */

import type { LoadOptions as Common } from '../../javascript/runtime/interface.ts';
import type { ThreadOptions } from '../../javascript/runtime/threads.ts';

/** Options of `load`. */
export interface LoadOptions extends Common, ThreadOptions {}
