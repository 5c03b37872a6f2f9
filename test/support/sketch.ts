/** Small graphs written by hand: one function a layer, parameters named as PyTorch names them. */

import { type Graph, makeGraph, makeNode, type Node, unnamed } from '../../compiler/ir/graph.ts';
import { conv2d, linear } from '../../compiler/ops/convolution.ts';
import * as elementwise from '../../compiler/ops/elementwise.ts';
import { constant, input, parameter } from '../../compiler/ops/leaf.ts';
import { batchNorm } from '../../compiler/ops/normalization.ts';
import { adaptiveAveragePool, averagePool, maxPool } from '../../compiler/ops/pooling.ts';
import type { Shape } from '../../compiler/shape.ts';

/** What a convolution may be given; 1x1 without a bias unless said. */
export interface ConvOptions {
  readonly kernel?: number;
  readonly groups?: number;
  readonly stride?: number;
  readonly bias?: boolean;
  /** In place of a parameter of its own. */
  readonly weight?: Node;
}

const window = (stride: number, padding: number) => ({
  stride: [stride, stride] as [number, number],
  padding: [
    [padding, padding],
    [padding, padding],
  ] as [[number, number], [number, number]],
});

export const image = (shape: Shape = [1, 4, 6, 5], name = 'input'): Node =>
  makeNode(input, { shape }, [], name);

export const weights = (name: string, shape: Shape, trained = true): Node =>
  makeNode(parameter, { shape, trained }, [], name);

export const literal = (value: number, shape: Shape = []): Node =>
  makeNode(
    constant,
    { shape, values: new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(value) },
    [],
    'literal',
  );

/** A convolution that keeps height and width at stride 1. */
export function conv(path: string, x: Node, out: number, options: ConvOptions = {}): Node {
  const { kernel = 1, groups = 1, stride = 1, bias = false } = options;
  const [, channels = 1] = x.type.shape;
  const weight = options.weight ?? weights(`${path}.weight`, [out, channels / groups, kernel, kernel]);
  const attributes = { ...window(stride, (kernel - 1) / 2), dilation: [1, 1] as [number, number], groups };
  return makeNode(conv2d, attributes, bias ? [x, weight, weights(`${path}.bias`, [out])] : [x, weight], path);
}

export function fullyConnected(path: string, x: Node, out: number, bias = true): Node {
  const weight = weights(`${path}.weight`, [out, x.type.shape.at(-1) ?? 1]);
  return makeNode(linear, {}, bias ? [x, weight, weights(`${path}.bias`, [out])] : [x, weight], path);
}

export function norm(path: string, x: Node, gamma?: Node): Node {
  const channels = [x.type.shape[1] ?? 1];
  return makeNode(
    batchNorm,
    { epsilon: 1e-5 },
    [
      x,
      gamma ?? weights(`${path}.weight`, channels),
      weights(`${path}.bias`, channels),
      weights(`${path}.running_mean`, channels, false),
      weights(`${path}.running_var`, channels, false),
    ],
    path,
  );
}

export const relu = (x: Node, path = 'relu'): Node => makeNode(elementwise.relu, {}, [x], path);
export const silu = (x: Node, path = 'silu'): Node => makeNode(elementwise.silu, {}, [x], path);
export const hardSwish = (x: Node, path = 'hardSwish'): Node =>
  makeNode(elementwise.hardSwish, {}, [x], path);
export const add = (a: Node, b: Node, path = 'add'): Node => makeNode(elementwise.add, {}, [a, b], path);
export const mul = (a: Node, b: Node, path = 'mul'): Node => makeNode(elementwise.mul, {}, [a, b], path);
export const div = (a: Node, b: Node, path = 'div'): Node => makeNode(elementwise.div, {}, [a, b], path);
export const globalPool = (x: Node, path = 'avgpool'): Node =>
  makeNode(adaptiveAveragePool, { size: [1, 1] }, [x], path);
export const largest = (x: Node, path = 'maxpool'): Node =>
  makeNode(maxPool, { kernel: [3, 3], ...window(1, 1), dilation: [1, 1], ceilMode: false }, [x], path);
export const mean = (x: Node, path = 'avgpool'): Node =>
  makeNode(
    averagePool,
    { kernel: [3, 3], ...window(1, 1), ceilMode: false, countIncludePad: true },
    [x],
    path,
  );

/** The graph of these outputs, in the order in which they were written where `order` says so. */
export const graphOf = (outputs: Node | readonly Node[], order: readonly Node[] = []): Graph =>
  makeGraph('sketch', unnamed('op' in outputs ? [outputs] : outputs), order);
