/** What resnet50 is and costs: known before any weights are fetched. */
import type { Program } from './runtime/interface.js';
/** Shape of the input, row-major. */
export type InputShape = readonly [1, 3, 224, 224];
/** Shape of the output, row-major. */
export type OutputShape = readonly [1, 1000];
/** 25,557,032 parameters, 4.09 GMACs a run. */
export declare const program: Program;
