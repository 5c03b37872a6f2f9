/** What cifar-resnet20 is and costs: known before any weights are fetched. */
import type { Program } from './runtime/program.js';
/** Shape of the input, row-major. */
export type InputShape = readonly [1, 3, 32, 32];
/** Shape of the output, row-major. */
export type OutputShape = readonly [1, 10];
/** 272,474 parameters, 40.8 MMACs a run. */
export declare const program: Program;
