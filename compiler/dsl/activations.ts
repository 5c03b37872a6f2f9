/** Layers that keep the shape, under PyTorch's names. */

import type { Node, Op } from '../ir/graph.ts';
import * as elementwise from '../ops/elementwise.ts';
import { dropout } from '../ops/movement.ts';
import { softmax } from '../ops/normalization.ts';
import type { Shape } from '../shape.ts';
import { Module } from './module.ts';
import type { Tensor } from './tensor.ts';

type Unary<A> = Op<A, readonly [x: Node]>;

/** A layer that applies one operator to each element. */
class Activation<A> extends Module {
  readonly #op: Unary<A>;
  readonly #attributes: A;

  constructor(op: Unary<A>, attributes: A) {
    super();
    this.#op = op;
    this.#attributes = attributes;
  }

  forward<S extends Shape>({ node, trace }: Tensor<S>): Tensor<S> {
    return trace.apply(this.#op, this.#attributes, [node]);
  }
}

/** A layer class for an operator without attributes. */
function activation(op: Unary<Record<string, never>>) {
  return class extends Activation<Record<string, never>> {
    constructor() {
      super(op, {});
    }
  };
}

/** `max(x, 0)`. */
export class ReLU extends activation(elementwise.relu) {}
/** `min(max(x, 0), 6)`. */
export class ReLU6 extends activation(elementwise.relu6) {}
/** `1 / (1 + exp(-x))`. */
export class Sigmoid extends activation(elementwise.sigmoid) {}
/** `x / (1 + exp(-x))`. */
export class SiLU extends activation(elementwise.silu) {}
/** Hyperbolic tangent. */
export class Tanh extends activation(elementwise.tanh) {}
/** `relu6(x + 3) / 6`. */
export class Hardsigmoid extends activation(elementwise.hardSigmoid) {}
/** `x * relu6(x + 3) / 6`. */
export class Hardswish extends activation(elementwise.hardSwish) {}

/** `x` where positive, `slope * x` elsewhere. */
export class LeakyReLU extends Activation<{ slope: number }> {
  constructor(slope = 0.01) {
    super(elementwise.leakyRelu, { slope });
  }
}

/** `x * Phi(x)`, exact or by its tanh approximation. */
export class GELU extends Activation<{ approximate: 'none' | 'tanh' }> {
  constructor(approximate: 'none' | 'tanh' = 'none') {
    super(elementwise.gelu, { approximate });
  }
}

/** Probabilities along an axis; the last one unless said. */
export class Softmax extends Module {
  readonly axis: number;

  constructor(axis = -1) {
    super();
    this.axis = axis;
  }

  forward<S extends Shape>({ node, shape, trace }: Tensor<S>): Tensor<S> {
    return trace.apply(softmax, { axis: this.axis < 0 ? shape.length + this.axis : this.axis }, [node]);
  }
}

/** The identity: packages only infer. */
export class Dropout extends Module {
  readonly probability: number;

  constructor(probability = 0.5) {
    super();
    this.probability = probability;
  }

  forward<S extends Shape>({ node, trace }: Tensor<S>): Tensor<S> {
    return trace.apply(dropout, { probability: this.probability }, [node]);
  }
}
