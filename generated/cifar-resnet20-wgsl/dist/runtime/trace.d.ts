/** A run step by step, with all activations after each. */
import type { Step } from './interface.js';
import type { Arrival, Session } from './session.js';
/** Runs an input and shows the activations after each step. @returns the outputs */
export declare function trace(session: Session, bring: () => Arrival, visit: (step: Step, index: number, arena: Float32Array) => void): Promise<readonly Float32Array[]>;
