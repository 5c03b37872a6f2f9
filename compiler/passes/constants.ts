/** How rules write arithmetic of the constant region: nodes, never numbers, so that one package serves any weights. */

import { makeNode, type Node } from '../ir/graph.ts';
import * as elementwise from '../ops/elementwise.ts';
import { constant } from '../ops/leaf.ts';
import { reshape } from '../ops/movement.ts';
import { type Shape, sameShape } from '../shape.ts';

/** A scalar literal. */
export const literal = (value: number, path: string): Node =>
  makeNode(constant, { shape: [], values: [value] }, [], path);

/** Arithmetic on behalf of the module at `path`. */
export function arithmetic(path: string) {
  return {
    add: (a: Node, b: Node): Node => makeNode(elementwise.add, {}, [a, b], path),
    sub: (a: Node, b: Node): Node => makeNode(elementwise.sub, {}, [a, b], path),
    mul: (a: Node, b: Node): Node => makeNode(elementwise.mul, {}, [a, b], path),
    div: (a: Node, b: Node): Node => makeNode(elementwise.div, {}, [a, b], path),
    sqrt: (a: Node): Node => makeNode(elementwise.sqrt, {}, [a], path),
    literal: (value: number): Node => literal(value, path),
    reshape: (a: Node, shape: Shape): Node =>
      sameShape(a.type.shape, shape) ? a : makeNode(reshape, { shape }, [a], path),
  };
}
