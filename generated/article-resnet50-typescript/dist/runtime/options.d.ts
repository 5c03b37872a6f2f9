/** What `load` of a package in plain TypeScript takes. */
import type { LoadOptions as Common } from './interface.js';
import type { ThreadOptions } from './threads.js';
/** Options of `load`. */
export interface LoadOptions extends Common, ThreadOptions {
}
