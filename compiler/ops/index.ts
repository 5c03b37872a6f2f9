/** Every operator, in one list. Reading a graph from JSON looks names up here. */

import type { Op } from '../ir/graph.ts';
import { conv2d, linear } from './convolution.ts';
import * as elementwise from './elementwise.ts';
import { constant, input, parameter } from './leaf.ts';
import { concat, dropout, flatten, reshape } from './movement.ts';
import { batchNorm, batchNormByBatch, softmax } from './normalization.ts';
import { packWeight } from './packing.ts';
import { adaptiveAveragePool, averagePool, maxPool } from './pooling.ts';

const list: readonly Op[] = [
  input,
  parameter,
  constant,
  conv2d,
  linear,
  batchNorm,
  batchNormByBatch,
  softmax,
  maxPool,
  averagePool,
  adaptiveAveragePool,
  flatten,
  reshape,
  concat,
  dropout,
  packWeight,
  ...Object.values(elementwise),
];

/** Operators by name. */
export const ops: ReadonlyMap<string, Op> = new Map(list.map(op => [op.name, op]));
