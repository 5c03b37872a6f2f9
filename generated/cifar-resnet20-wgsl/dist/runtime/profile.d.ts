/** Times of layers: by the GPU's clock where it has one, else by that of the CPU. */
import { type LayerTime as Common } from './interface.js';
import type { Arrival, Session } from './session.js';
/** Time of one layer, and what measured it. */
export interface LayerTime extends Common {
    readonly clock: 'gpu' | 'submit';
}
/** Medians over some runs; one before them is not counted. @param bring - called before each run */
export declare function profile(session: Session, bring: () => Arrival, runs: number): Promise<LayerTime[]>;
