/** Builds the graphs of cases: operators with defaults, parameters with numbers. */

import { uniform } from '../../../compiler/checkpoint/synthetic.ts';
import { makeGraph, makeNode, type Node, type Op, unnamed } from '../../../compiler/ir/graph.ts';
import { conv2d, linear } from '../../../compiler/ops/convolution.ts';
import * as elementwise from '../../../compiler/ops/elementwise.ts';
import { constant, input, parameter } from '../../../compiler/ops/leaf.ts';
import { concat, dropout, flatten, reshape } from '../../../compiler/ops/movement.ts';
import { batchNorm, softmax } from '../../../compiler/ops/normalization.ts';
import { adaptiveAveragePool, averagePool, maxPool } from '../../../compiler/ops/pooling.ts';
import { elementCount, type Shape } from '../../../compiler/shape.ts';
import { type Case, interpreted } from './case.ts';
import type { Situation } from './situations.ts';

/** One number for both axes, or one for each. */
type Both = number | readonly [number, number];
/** One number for all sides, or `[[top, bottom], [left, right]]`. */
type Sides = number | readonly [readonly [number, number], readonly [number, number]];

/** Options of a convolution or a pool, as in PyTorch. */
export interface WindowOptions {
  readonly kernel?: Both;
  readonly stride?: Both;
  readonly padding?: Sides;
  readonly dilation?: Both;
}

/** Options of a convolution. */
export interface ConvolutionOptions extends WindowOptions {
  readonly groups?: number;
  readonly bias?: boolean;
}

const both = (value: Both): [number, number] => (typeof value === 'number' ? [value, value] : [...value]);
const sides = (value: Sides): [[number, number], [number, number]] => {
  const [vertical, horizontal] = typeof value === 'number' ? [both(value), both(value)] : value;
  return [both(vertical), both(horizontal)];
};

/** A network in the making. Parameters are named `p0`, `p1`, … in the order they are made. */
export class Network {
  readonly name: string;
  readonly input: Node;
  readonly parameters = new Map<string, Float32Array>();

  constructor(name: string, shape: Shape) {
    this.name = name;
    this.input = makeNode(input, { shape }, [], 'input');
  }

  /** A parameter with these numbers, or some of its own. */
  parameter(shape: Shape, data?: Float32Array): Node {
    const name = `p${this.parameters.size}`;
    this.parameters.set(name, data ?? uniform(`${this.name}/${name}`, shape, -0.9, 1.1));
    return makeNode(parameter, { shape, trained: true }, [], name);
  }

  /** A parameter whose numbers are all positive: a variance, a divisor. */
  positive(shape: Shape): Node {
    return this.parameter(shape, uniform(`${this.name}/${this.parameters.size}`, shape, 0.5, 1.5));
  }

  /** Numbers that the compiler knows. */
  constant(shape: Shape, values: readonly number[]): Node {
    return makeNode(constant, { shape, values }, [], 'constant');
  }

  conv(x: Node, channels: number, options: ConvolutionOptions = {}): Node {
    const { kernel = 1, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true } = options;
    const [, inputs = 1] = x.type.shape;
    const weight = this.#weight([channels, inputs / groups, ...both(kernel)]);
    const attributes = {
      stride: both(stride),
      padding: sides(padding),
      dilation: both(dilation),
      groups,
    };
    const operands = bias ? ([x, weight, this.parameter([channels])] as const) : ([x, weight] as const);
    return makeNode(conv2d, attributes, operands, 'conv');
  }

  linear(x: Node, features: number, bias = true): Node {
    const weight = this.#weight([features, x.type.shape.at(-1) ?? 1]);
    const operands = bias ? ([x, weight, this.parameter([features])] as const) : ([x, weight] as const);
    return makeNode(linear, {}, operands, 'linear');
  }

  /** Weights that keep values about their size. */
  #weight(shape: Shape): Node {
    const bound = Math.sqrt(3 / elementCount(shape.slice(1)));
    return this.parameter(
      shape,
      uniform(`${this.name}/${this.parameters.size}`, shape, -0.9 * bound, 1.1 * bound),
    );
  }

  batchNorm(x: Node): Node {
    const channels: Shape = [x.type.shape[1] ?? 1];
    const [gamma, beta, mean] = [
      this.parameter(channels),
      this.parameter(channels),
      this.parameter(channels),
    ] as const;
    return makeNode(batchNorm, { epsilon: 1e-5 }, [x, gamma, beta, mean, this.positive(channels)], 'norm');
  }

  maxPool(x: Node, { kernel = 2, stride = 1, padding = 0, dilation = 1 }: WindowOptions = {}): Node {
    const window = { stride: both(stride), padding: sides(padding), dilation: both(dilation) };
    return makeNode(maxPool, { kernel: both(kernel), ...window, ceilMode: false }, [x], 'pool');
  }

  averagePool(x: Node, { kernel = 2, stride = 1, padding = 0 }: WindowOptions = {}): Node {
    const window = { kernel: both(kernel), stride: both(stride), padding: sides(padding) };
    return makeNode(averagePool, { ...window, ceilMode: false, countIncludePad: true }, [x], 'pool');
  }

  adaptivePool(x: Node, size: Both = 1): Node {
    return makeNode(adaptiveAveragePool, { size: both(size) }, [x], 'pool');
  }

  softmax = (x: Node, axis: number): Node => makeNode(softmax, { axis }, [x], 'softmax');
  flatten = (x: Node, start = 1): Node => makeNode(flatten, { start }, [x], 'flatten');
  reshape = (x: Node, shape: Shape): Node => makeNode(reshape, { shape }, [x], 'reshape');
  concat = (axis: number, ...values: readonly Node[]): Node => makeNode(concat, { axis }, values, 'concat');
  dropout = (x: Node): Node => makeNode(dropout, { probability: 0.5 }, [x], 'dropout');
  relu = (x: Node): Node => makeNode(elementwise.relu, {}, [x], 'relu');
  sigmoid = (x: Node): Node => makeNode(elementwise.sigmoid, {}, [x], 'sigmoid');
  add = (a: Node, b: Node): Node => makeNode(elementwise.add, {}, [a, b], 'add');
  sub = (a: Node, b: Node): Node => makeNode(elementwise.sub, {}, [a, b], 'sub');
  mul = (a: Node, b: Node): Node => makeNode(elementwise.mul, {}, [a, b], 'mul');
  div = (a: Node, b: Node): Node => makeNode(elementwise.div, {}, [a, b], 'div');

  /** Any operator of one input. */
  apply(op: Op, attributes: unknown, x: Node): Node {
    return makeNode(op, attributes, [x], op.name);
  }

  /** The finished case, checked against the interpreter. */
  case(output: Node, situation?: Situation): Case {
    const given = {
      graph: makeGraph(this.name, unnamed([output]), [this.input]),
      input: uniform(`${this.name}/input`, this.input.type.shape, -2, 2),
      parameters: this.parameters,
    };
    return {
      name: this.name,
      ...given,
      expected: () => interpreted(given),
      ...(situation && { situation }),
    };
  }
}
