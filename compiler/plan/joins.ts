/**
 * Convolutions that are only added to the result of another become part of its sum, for targets that want it so:
 *
 *     f(conv(x, w) + conv(v, u), r...) = conv([x, v], [w, u]) |> f(it, r...)
 *
 * the terms of the second following those of the first. So the projection of a residual block needs no kernel and its
 * result no memory.
 */

import {
  computationOf,
  type Epilogue,
  type Graph,
  type Node,
  operandsOf,
  outputNodes,
  usesOf,
  type Window2d,
} from '../ir/graph.ts';
import { operand, type Scalar } from '../ir/scalar.ts';
import { type Shape, sameShape } from '../shape.ts';

/** What a target is asked about: a convolution's input, window and groups. */
export interface Joinable {
  readonly x: Shape;
  readonly window: Window2d;
  readonly groups: number;
}

/** A convolution that another takes in. */
export interface Join {
  readonly other: Node;
  readonly window: Window2d;
  /** What is left of the epilogue. */
  readonly epilogue?: Epilogue;
}

/** What is left out of the steps, and why. */
export interface Joins {
  /** By the convolution that takes another in. */
  readonly taken: ReadonlyMap<Node, Join>;
  /** Those that are taken in, with the input that stands for each. */
  readonly absorbed: ReadonlyMap<Node, Node>;
}

/**
 * Looks through a graph after all passes, where sums are epilogues.
 *
 * @param isWanted - whether a target wants the second in the sum of the first
 */
export function joinConvolutions(
  graph: Graph,
  isConstant: (node: Node) => boolean,
  isWanted: (first: Joinable, second: Joinable) => boolean,
): Joins {
  const uses = usesOf(graph);
  const outputs = new Set(outputNodes(graph));
  const taken = new Map<Node, Join>();
  const absorbed = new Map<Node, Node>();
  const isTakable = (node: Node, reader: Node): boolean =>
    node.epilogue === undefined &&
    uses.get(node)?.length === 1 &&
    operandsOf(reader).filter(each => each === node).length === 1 &&
    !outputs.has(node) &&
    sameShape(node.type.shape, reader.type.shape) &&
    node.inputs.slice(1).every(isConstant);
  for (const node of graph.nodes) {
    const first = joinableOf(node);
    if (!first || !node.epilogue) continue;
    const { operands, expression } = node.epilogue;
    for (const [i, other] of operands.entries()) {
      const second = joinableOf(other);
      const [input] = other.inputs;
      if (!second || !input || !isTakable(other, node) || !isWanted(first, second)) continue;
      const rest = withoutTerm(expression, i + 1);
      if (!rest) continue;
      const left = operands.filter(each => each !== other);
      const isPlain = rest.kind === 'operand' && rest.index === 0;
      taken.set(node, {
        other,
        window: second.window,
        ...(!isPlain && { epilogue: { expression: rest, operands: left } }),
      });
      absorbed.set(other, input);
      break;
    }
  }
  return { taken, absorbed };
}

function joinableOf(node: Node): Joinable | undefined {
  const computation = computationOf(node);
  const [x] = node.inputs;
  if (computation.form !== 'convolution' || !x) return undefined;
  return { x: x.type.shape, window: computation.window, groups: computation.groups };
}

/**
 * The expression over `it = operand 0 + operand at`, where these two are read in that sum alone; operands behind it
 * move up.
 */
function withoutTerm(expression: Scalar, at: number): Scalar | undefined {
  const done = new Map<Scalar, Scalar>();
  let isPossible = true;
  const isOperand = (scalar: Scalar | undefined, index: number): boolean =>
    scalar?.kind === 'operand' && scalar.index === index;
  const visit = (scalar: Scalar): Scalar => {
    const known = done.get(scalar);
    if (known) return known;
    let result = scalar;
    if (scalar.kind === 'operand') {
      if (scalar.index === 0 || scalar.index === at) isPossible = false;
      result = operand(scalar.index > at ? scalar.index - 1 : scalar.index);
    } else if (scalar.kind === 'apply') {
      const [a, b] = scalar.args;
      const isSum =
        scalar.fn === 'add' &&
        ((isOperand(a, 0) && isOperand(b, at)) || (isOperand(a, at) && isOperand(b, 0)));
      result = isSum ? operand(0) : { ...scalar, args: scalar.args.map(visit) };
    }
    done.set(scalar, result);
    return result;
  };
  const rest = visit(expression);
  return isPossible ? rest : undefined;
}
