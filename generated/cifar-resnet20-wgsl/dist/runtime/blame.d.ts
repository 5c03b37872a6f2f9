/** What was wrong with a run: its stages again, one at a time, so that the first that fails can be named. */
import { type Complaint } from './errors.js';
import type { GpuCommandEncoder } from './gpu.js';
import type { Arrival, Session } from './session.js';
/**
 * Brings an input, hands in commands, and waits until the device has looked at them.
 *
 * @throws Error that names what it complains of
 */
export declare function attempt(session: Session, label: string, bring: () => Arrival, encode: (encoder: GpuCommandEncoder, arrival: Arrival) => void): Promise<void>;
/** The input where it is there already. @param layer - what is to run on it */
export declare const arrived: (layer: string) => Arrival;
/**
 * The error for a complaint about a run.
 *
 * @param arrival - what was made for it may be at fault, and is let go of
 */
export declare function explain(session: Session, complaint: Complaint, arrival: Arrival): Promise<Error>;
