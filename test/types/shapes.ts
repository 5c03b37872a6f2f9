/** Assertions that hold for the type of a tensor and for what was traced, at once. */

import { type Module, Tensor } from 'netwright';
import { expect } from 'vitest';
import { pathsOf } from '../../compiler/dsl/module.ts';
import { Trace } from '../../compiler/dsl/tensor.ts';
import { makeNode } from '../../compiler/ir/graph.ts';
import { input } from '../../compiler/ops/leaf.ts';
import type { Shape } from '../../compiler/shape.ts';
import type { Same } from './same.ts';

/** An input of this shape for a network. */
export function inputOf<const S extends Shape>(network: Module, shape: S): Tensor<[...S]> {
  return new Tensor(makeNode(input, { shape }, [], 'input'), new Trace(pathsOf(network)));
}

/** Asserts that a tensor has exactly this shape, in its type and in the graph. */
export function expectShape<S extends Shape, const E extends Shape>(
  tensor: Tensor<S>,
  expected: Same<readonly [...S], readonly [...E]> extends true ? E : never,
): void {
  expect(tensor.shape).toEqual(expected);
}
