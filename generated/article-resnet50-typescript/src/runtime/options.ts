/** What `load` of a package in plain TypeScript takes. */

import type { LoadOptions as Common } from './interface.ts';
import type { ThreadOptions } from './threads.ts';

/** Options of `load`. */
export interface LoadOptions extends Common, ThreadOptions {}
