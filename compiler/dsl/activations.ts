/** Layers that keep the shape, under PyTorch's names. */

import type { Node, Op } from '../ir/graph.ts';
import * as elementwise from '../ops/elementwise.ts';
import { dropout } from '../ops/movement.ts';
import { softmax } from '../ops/normalization.ts';
import { float, repr, type Value } from '../python.ts';
import type { Shape } from '../shape.ts';
import { Module } from './module.ts';
import type { Keeps } from './rule.ts';
import type { Tensor } from './tensor.ts';

type Unary<A> = Op<A, readonly [x: Node]>;

/** Elementwise operators of one operand, by name. */
type Activations = {
  [K in keyof typeof elementwise as (typeof elementwise)[K] extends Unary<infer _>
    ? K
    : never]: (typeof elementwise)[K];
};
const activations: Activations = elementwise;
type AttributesOf<K extends keyof Activations> = Activations[K] extends Unary<infer A> ? A : never;

/** An option of PyTorch's layers that change a tensor where it lies. */
export interface InplaceOptions {
  /** Has no effect here, where values never change: listings print it as PyTorch does. */
  readonly inplace?: boolean;
}

/** Any elementwise operator as a layer: `new Activation('silu', {})`. Those below are this one by PyTorch's names. */
export class Activation<K extends keyof Activations> extends Module {
  declare readonly rule: Keeps;
  readonly #op: Unary<AttributesOf<K>>;
  readonly #attributes: AttributesOf<K>;

  /**
   * @param name - the operator's, as in a listing of the graph
   * @param attributes - the operator's own, such as a slope
   */
  constructor(name: K, attributes: AttributesOf<K>) {
    super();
    this.#op = activations[name] as unknown as Unary<AttributesOf<K>>;
    this.#attributes = attributes;
  }

  forward<S extends Shape>({ node, trace }: Tensor<S>): Tensor<S> {
    return trace.apply(this.#op, this.#attributes, [node]);
  }

  override extraRepr(): string {
    const attributes: readonly [key: string, value: Value][] = Object.entries(this.#attributes ?? {});
    return [repr(this.#op.name), ...attributes.map(([key, value]) => `${key}=${repr(value)}`)].join(', ');
  }
}

/** The layer class of an operator without attributes. */
function activation<K extends keyof Activations>(name: K): new () => Activation<K> {
  return class extends Activation<K> {
    constructor() {
      super(name, {} as AttributesOf<K>);
    }

    override extraRepr(): string {
      return '';
    }
  };
}

type InplaceLayer<K extends keyof Activations> = new (options?: InplaceOptions) => Activation<K>;

/** The same, where PyTorch's layer has `inplace`. */
function inplaceActivation<K extends keyof Activations>(name: K): InplaceLayer<K> {
  return class extends activation(name) {
    readonly #inplace: boolean;

    constructor({ inplace = false }: InplaceOptions = {}) {
      super();
      this.#inplace = inplace;
    }

    override extraRepr(): string {
      return this.#inplace ? 'inplace=True' : '';
    }
  };
}

/** The same, where PyTorch's layer has it and does not print it. */
function silentInplaceActivation<K extends keyof Activations>(name: K): InplaceLayer<K> {
  return activation(name);
}

/** `max(x, 0)`. */
export class ReLU extends inplaceActivation('relu') {}
/** `min(max(x, 0), 6)`. */
export class ReLU6 extends inplaceActivation('relu6') {}
/** `1 / (1 + exp(-x))`. */
export class Sigmoid extends activation('sigmoid') {}
/** `x / (1 + exp(-x))`. */
export class SiLU extends inplaceActivation('silu') {}
/** Hyperbolic tangent. */
export class Tanh extends activation('tanh') {}
/** `relu6(x + 3) / 6`. */
export class Hardsigmoid extends silentInplaceActivation('hardSigmoid') {}
/** `x * relu6(x + 3) / 6`. */
export class Hardswish extends silentInplaceActivation('hardSwish') {}

/** `x` where positive, `slope * x` elsewhere. */
export class LeakyReLU extends Activation<'leakyRelu'> {
  readonly #text: string;

  constructor(slope = 0.01, { inplace = false }: InplaceOptions = {}) {
    super('leakyRelu', { slope });
    this.#text = `negative_slope=${float(slope)}${inplace ? ', inplace=True' : ''}`;
  }

  override extraRepr(): string {
    return this.#text;
  }
}

/** `x * Phi(x)`, exact or by its tanh approximation. */
export class GELU extends Activation<'gelu'> {
  readonly #text: string;

  constructor(approximate: 'none' | 'tanh' = 'none') {
    super('gelu', { approximate });
    this.#text = `approximate=${repr(approximate)}`;
  }

  override extraRepr(): string {
    return this.#text;
  }
}

/** Probabilities along an axis; the last one unless said. */
export class Softmax extends Module {
  declare readonly rule: Keeps;
  readonly axis: number;

  constructor(axis = -1) {
    super();
    this.axis = axis;
  }

  forward<S extends Shape>({ node, shape, trace }: Tensor<S>): Tensor<S> {
    return trace.apply(softmax, { axis: this.axis < 0 ? shape.length + this.axis : this.axis }, [node]);
  }

  override extraRepr(): string {
    return `dim=${this.axis}`;
  }
}

/** Its input, unchanged. https://pytorch.org/docs/stable/generated/torch.nn.Identity.html */
export class Identity extends Module {
  declare readonly rule: Keeps;

  forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return x;
  }
}

/** The identity: packages only infer. */
export class Dropout extends Module {
  declare readonly rule: Keeps;
  readonly probability: number;
  readonly inplace: boolean;

  constructor(probability = 0.5, { inplace = false }: InplaceOptions = {}) {
    super();
    this.probability = probability;
    this.inplace = inplace;
  }

  forward<S extends Shape>({ node, trace }: Tensor<S>): Tensor<S> {
    return trace.apply(dropout, { probability: this.probability }, [node]);
  }

  override extraRepr(): string {
    return `p=${float(this.probability)}, inplace=${repr(this.inplace)}`;
  }
}
