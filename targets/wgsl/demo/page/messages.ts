/** What the page and its worker tell each other. */

import type { Classification } from '../../../javascript/runtime/classify.ts';
import type { WeightsOrigin } from '../../../javascript/runtime/header.ts';
import type { LayerTime } from '../../../javascript/runtime/interface.ts';
import type { Pixels } from '../../../javascript/runtime/preprocess.ts';

/** What can be asked of the worker. */
export interface Requests {
  /** Addresses are whole: the worker has none that others could be relative to. */
  readonly load: { readonly code: string; readonly weights: string };
  readonly classify: Pixels;
  readonly profile: undefined;
}

/** What it answers. */
export interface Replies {
  readonly load: WeightsOrigin;
  readonly classify: readonly Classification[];
  readonly profile: readonly LayerTime[];
}

export type Name = keyof Requests;

/** One question. */
export interface Question<N extends Name = Name> {
  readonly id: number;
  readonly name: N;
  readonly request: Requests[N];
}

/** One message from the worker. */
export type Message =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Replies[Name] }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'progress'; readonly loaded: number; readonly total: number };
