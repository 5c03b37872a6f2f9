/** A network that is loaded, wherever it runs. */

import type { Classification } from '../../runtime/classify.ts';
import type { WeightsOrigin } from '../../runtime/header.ts';

/** Time of one layer, and what measured it: as WebGPU packages say it, or the clock of the thread. */
export interface LayerTime {
  readonly layer: string;
  readonly milliseconds: number;
  readonly clock?: 'gpu' | 'submit';
}

/** See above. */
export interface Engine {
  /** Where it runs: `GPU, float32`. */
  readonly place: string;
  readonly origin: WeightsOrigin;
  /** Resolved with the reason once it is of no more use; never, if it is disposed of before. */
  readonly lost: Promise<Error>;
  classify(image: ImageBitmap): Promise<readonly Classification[]>;
  profile(image: ImageBitmap | undefined): Promise<readonly LayerTime[]>;
  dispose(): void;
}

/** How loading is followed and ended. */
export interface Loading {
  readonly onProgress: (loaded: number, total: number) => void;
  readonly signal: AbortSignal;
}
