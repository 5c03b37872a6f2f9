/** Layers that keep the shape, under PyTorch's names. */

import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../errors.ts';
import type { Node, Op } from '../ir/graph.ts';
import { describeIssues } from '../issues.ts';
import * as elementwise from '../ops/elementwise.ts';
import { dropout } from '../ops/movement.ts';
import { softmax } from '../ops/normalization.ts';
import { float, repr, type Value } from '../python.ts';
import type { Shape } from '../shape.ts';
import { activationNames } from './activation-names.ts';
import { axisOf } from './axes.ts';
import { printGiven } from './given.ts';
import { axis, finite, flag, oneOf, probability } from './kinds.ts';
import { Layer } from './layer.ts';
import { placeOfCall } from './place.ts';
import type { Keeps } from './rule.ts';
import { optional, read, type Signature, signature } from './signature.ts';
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

const inplaceParameter = { inplace: optional(flag, 'inplace', false) } as const;

/** What every layer here does with shapes. */
abstract class Keeping extends Layer {
  declare readonly rule: Keeps;
}

/** Any elementwise operator as a layer: `new Activation('silu', {})`. Those below are this one by PyTorch's names. */
export class Activation<K extends keyof Activations> extends Keeping {
  readonly #op: Unary<AttributesOf<K>>;
  readonly #attributes: AttributesOf<K>;

  /**
   * @param name - the operator's, as in a listing of the graph
   * @param attributes - the operator's own, such as a slope
   */
  constructor(name: K, attributes: AttributesOf<K>) {
    super();
    this.#op = operatorOf(name);
    this.#attributes = checkAttributes(this.#op, attributes);
  }

  forward<S extends Shape>({ node, trace }: Tensor<S>): Tensor<S> {
    return trace.apply(this.#op, this.#attributes, [node]);
  }

  override extraRepr(): string {
    const attributes: readonly [key: string, value: Value][] = Object.entries(this.#attributes ?? {});
    return [repr(this.#op.name), ...attributes.map(([key, value]) => `${key}=${repr(value)}`)].join(', ');
  }
}

function operatorOf<K extends keyof Activations>(name: K): Unary<AttributesOf<K>> {
  if (activationNames.includes(name)) return activations[name] as unknown as Unary<AttributesOf<K>>;
  const given: unknown = name;
  throw new UserError(
    'bad-arguments',
    typeof given === 'string'
      ? `there is no activation ${printGiven(given)}${didYouMean(given, activationNames)}`
      : `an activation is named by a string, got ${printGiven(given)}`,
    { at: placeOf(name), fix: `there are ${activationNames.join(', ')}` },
  );
}

function placeOf(name: unknown): string {
  const place = placeOfCall();
  return `Activation(${printGiven(name)}, …)${place === undefined ? '' : ` at ${place}`}`;
}

function checkAttributes<A>(op: Unary<A>, given: A): A {
  const parsed = op.attributes.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  throw new UserError('bad-arguments', describeIssues(parsed.error, 'attributes'), {
    at: placeOf(op.name),
    fix: `give the attributes of the operator ${op.name}, which specs/README.md lists`,
  });
}

/** A layer class of an operator without attributes. */
interface LayerClass<K extends keyof Activations, Options extends readonly unknown[]> {
  new (...options: Options): Activation<K>;
  readonly signature: Signature;
}

/** That of a layer without options. */
function activation<K extends keyof Activations>(layer: string, name: K): LayerClass<K, []> {
  const taken = signature(layer, {});
  return class extends Activation<K> {
    static readonly signature: Signature = taken;

    constructor();
    constructor(...args: readonly unknown[]) {
      read(taken, args);
      super(name, {} as AttributesOf<K>);
    }

    override extraRepr(): string {
      return '';
    }
  };
}

/** The same, where PyTorch's layer has `inplace`, and mostly prints it. */
function inplaceActivation<K extends keyof Activations>(
  layer: string,
  name: K,
  isPrinted = true,
): LayerClass<K, [options?: InplaceOptions | boolean]> {
  const taken = signature(layer, inplaceParameter);
  return class extends Activation<K> {
    static readonly signature: Signature = taken;
    readonly #inplace: boolean;

    constructor(options?: InplaceOptions | boolean);
    constructor(...args: readonly unknown[]) {
      const { inplace } = read(taken, args);
      super(name, {} as AttributesOf<K>);
      this.#inplace = inplace;
    }

    override extraRepr(): string {
      return this.#inplace && isPrinted ? 'inplace=True' : '';
    }
  };
}

/** `max(x, 0)`. */
export class ReLU extends inplaceActivation('ReLU', 'relu') {}
/** `min(max(x, 0), 6)`. */
export class ReLU6 extends inplaceActivation('ReLU6', 'relu6') {}
/** `1 / (1 + exp(-x))`. */
export class Sigmoid extends activation('Sigmoid', 'sigmoid') {}
/** `x / (1 + exp(-x))`. */
export class SiLU extends inplaceActivation('SiLU', 'silu') {}
/** Hyperbolic tangent. */
export class Tanh extends activation('Tanh', 'tanh') {}
/** `relu6(x + 3) / 6`. */
export class Hardsigmoid extends inplaceActivation('Hardsigmoid', 'hardSigmoid', false) {}
/** `x * relu6(x + 3) / 6`. */
export class Hardswish extends inplaceActivation('Hardswish', 'hardSwish', false) {}

const leakyReLUSignature = signature('LeakyReLU', {
  slope: optional(finite, 'negative_slope', 0.01),
  ...inplaceParameter,
});

/** `x` where positive, `slope * x` elsewhere. */
export class LeakyReLU extends Activation<'leakyRelu'> {
  static readonly signature: Signature = leakyReLUSignature;
  readonly #text: string;

  constructor(slope?: number, options?: InplaceOptions | boolean);
  constructor(options: InplaceOptions & { readonly slope?: number });
  constructor(...args: readonly unknown[]) {
    const { slope, inplace } = read(leakyReLUSignature, args);
    super('leakyRelu', { slope });
    this.#text = `negative_slope=${float(slope)}${inplace ? ', inplace=True' : ''}`;
  }

  override extraRepr(): string {
    return this.#text;
  }
}

const geluSignature = signature('GELU', {
  approximate: optional(oneOf('none', 'tanh'), 'approximate', 'none'),
});

/** `x * Phi(x)`, exact or by its tanh approximation. */
export class GELU extends Activation<'gelu'> {
  static readonly signature: Signature = geluSignature;
  readonly #text: string;

  constructor(approximate?: 'none' | 'tanh' | { readonly approximate?: 'none' | 'tanh' });
  constructor(...args: readonly unknown[]) {
    const { approximate } = read(geluSignature, args);
    super('gelu', { approximate });
    this.#text = `approximate=${repr(approximate)}`;
  }

  override extraRepr(): string {
    return this.#text;
  }
}

const softmaxSignature = signature('Softmax', { axis: optional(axis, 'dim', -1) });

/** Probabilities along an axis; the last one unless said. */
export class Softmax extends Keeping {
  static readonly signature = softmaxSignature;
  readonly axis: number;

  constructor(axis?: number | { readonly axis?: number });
  constructor(...args: readonly unknown[]) {
    super();
    this.axis = read(softmaxSignature, args).axis;
  }

  forward<S extends Shape>({ node, shape, trace }: Tensor<S>): Tensor<S> {
    return trace.apply(softmax, { axis: axisOf(this.axis, shape, 'softmax along', trace.path) }, [node]);
  }

  override extraRepr(): string {
    return `dim=${this.axis}`;
  }
}

const identitySignature = signature('Identity', {});

/** Its input, unchanged. https://pytorch.org/docs/stable/generated/torch.nn.Identity.html */
export class Identity extends Keeping {
  static readonly signature: Signature = identitySignature;

  constructor();
  constructor(...args: readonly unknown[]) {
    super();
    read(identitySignature, args);
  }

  forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return x;
  }
}

const dropoutSignature = signature('Dropout', {
  probability: optional(probability, 'p', 0.5),
  ...inplaceParameter,
});

/** The identity: packages only infer. */
export class Dropout extends Keeping {
  static readonly signature = dropoutSignature;
  readonly probability: number;
  readonly inplace: boolean;

  constructor(probability?: number, options?: InplaceOptions | boolean);
  constructor(options: InplaceOptions & { readonly probability?: number });
  constructor(...args: readonly unknown[]) {
    super();
    const { probability, inplace } = read(dropoutSignature, args);
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
