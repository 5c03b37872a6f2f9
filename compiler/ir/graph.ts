/**
 * The graph: immutable nodes, each the application of an operator to other nodes. A node is its own value, since
 * every operator has one result. `Graph.nodes` is a topological order, and the order in which steps will run.
 *
 * The constant region is the part that depends on parameters and constants alone (`constantRegion`). Passes
 * rewrite it like the rest; `pack` evaluates it once.
 */

import type { z } from 'zod';
import { invariant, UserError } from '../errors.ts';
import { describeIssues } from '../issues.ts';
import { elementCount, type Shape, type WindowAxis } from '../shape.ts';
import { operand, type Scalar, substitute } from './scalar.ts';

/** The types an element may have. Operators compute in `float32` alone as yet. */
export const dtypes = ['float32', 'float16', 'int8', 'uint8', 'int32'] as const;

export type DType = (typeof dtypes)[number];

/** Bytes of an element. */
const elementBytes: Readonly<Record<DType, number>> = { float32: 4, float16: 2, int8: 1, uint8: 1, int32: 4 };

/** What is known of a value before it is computed. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** A value of the interpreter: row-major, in float64. */
export interface Dense {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** What an operator does, as lowering sees it. Each form becomes one kind of kernel. */
export type Computation =
  /** A value given from outside: an input, a parameter, a literal. */
  | { readonly form: 'leaf' }
  /** One scalar expression over broadcast operands. */
  | { readonly form: 'pointwise'; readonly body: Scalar }
  /** Sums of products under a sliding window; inputs `x, weight, bias?`, weight `[out, in / groups, kh, kw]`. */
  | { readonly form: 'convolution'; readonly window: Window2d; readonly groups: number }
  /** Sums of products over the last axis; inputs `x, weight, bias?`, weight `[out, in]`. */
  | { readonly form: 'linear' }
  /** Largest or mean value under a sliding window. */
  | {
      readonly form: 'pool';
      readonly reducer: 'max' | 'mean';
      readonly window: Window2d;
      readonly countPadding: boolean;
    }
  /** Means over windows that divide the input as evenly as can be. */
  | { readonly form: 'adaptive-pool'; readonly size: readonly [height: number, width: number] }
  /** `exp(x) / sum(exp(x))` along an axis. */
  | { readonly form: 'softmax'; readonly axis: number }
  /** Inputs laid one after another along an axis. */
  | { readonly form: 'concat'; readonly axis: number }
  /** The same elements in the same order under another shape. */
  | { readonly form: 'reshape' }
  /** Weights laid out for a kernel; of the constant region only. */
  | { readonly form: 'pack' }
  /** Has no kernel: a pass rewrites it into operators that have. */
  | { readonly form: 'composite' };

/** A window over height and width. */
export type Window2d = readonly [height: WindowAxis, width: WindowAxis];

/** An operator: everything the compiler knows of it, in one record. */
export interface Op<A = unknown, I extends readonly (Node | undefined)[] = readonly (Node | undefined)[]> {
  readonly name: string;
  /** Checks attributes that come from outside, and fills in defaults. */
  readonly attributes: z.ZodType<A>;
  /** Names of the inputs: `bias?` may be left out, `...values` takes one or more. */
  readonly inputs: readonly string[];
  /**
   * The result's shape, from the inputs' shapes.
   * @throws UserError where they do not fit; `makeNode` adds the place
   */
  infer(inputs: readonly Shape[], attributes: A): Shape;
  computation(attributes: A, inputs: readonly Shape[]): Computation;
  /** The plain meaning, in float64, written for clearness and independent of every kernel. */
  reference(inputs: readonly Dense[], attributes: A, shape: Shape): Float64Array;
  /** Multiply-accumulates, where the operator is counted in them. */
  macs?(inputs: readonly Shape[], attributes: A, shape: Shape): number;
  /** Never read: it carries the type of the inputs. */
  readonly inputTypes?: I;
}

/** What a fused node does to each element of its operator's result before it is stored. */
export interface Epilogue {
  /** Operand 0 is the operator's result, operand `i + 1` is `operands[i]`, broadcast. */
  readonly expression: Scalar;
  readonly operands: readonly Node[];
}

/** An operator applied to values. */
export interface Node {
  readonly op: Op;
  readonly attributes: unknown;
  readonly inputs: readonly Node[];
  readonly type: TensorType;
  /** The module it comes from, such as `layer1.0.conv1`; for a parameter or an input its name. */
  readonly path: string;
  readonly epilogue?: Epilogue;
}

/** A node of which the operator is known, and so the types of its attributes and inputs. */
export type Applied<A, I extends readonly (Node | undefined)[]> = Node & {
  readonly attributes: A;
  readonly inputs: I;
};

/** A value that a network gives, by the name its users know it by. Two may be of one node. */
export interface Output {
  readonly name: string;
  readonly node: Node;
}

/** A whole network at one stage. Its inputs are the nodes of the operator `input`, whose paths are their names. */
export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  /** At least one. Each name stands once. */
  readonly outputs: readonly Output[];
  /** What a spec says of its modules, for listings. Nothing is computed from it, and passes do not keep it. */
  readonly modules?: readonly ModuleRecord[];
  /**
   * Names that parameters have beside their own, of modules that stand at several places of a spec: other name to name.
   * A checkpoint may have either. Passes do not keep it.
   */
  readonly aliases?: ReadonlyMap<string, string>;
}

/** A module of a spec. Records stand in the order of the tree, a module before its members; the network is the first. */
export interface ModuleRecord {
  /** Its place, such as `layer1.0.conv1`; empty for the network. */
  readonly path: string;
  /** Its class, such as `Bottleneck`. */
  readonly type: string;
  /** What PyTorch prints in its brackets, such as `64, eps=1e-05`; empty where it has no options. */
  readonly text: string;
  /** Whether the result needs nothing of it: it is declared, and not run. Absent where it is in use. */
  readonly idle?: true;
}

/** Whether a node applies this operator; narrows its attributes and inputs. */
export function isOp<A, I extends readonly (Node | undefined)[]>(
  node: Node | undefined,
  op: Op<A, I>,
): node is Applied<A, I> {
  return node !== undefined && node.op === (op as unknown);
}

/** All values a node reads: its operator's inputs, then its epilogue's operands. */
export function operandsOf(node: Node): readonly Node[] {
  return node.epilogue ? [...node.inputs, ...node.epilogue.operands] : node.inputs;
}

/** How a node does its work. */
export function computationOf(node: Node): Computation {
  return node.op.computation(
    node.attributes,
    node.inputs.map(input => input.type.shape),
  );
}

/** Which computations can end in an epilogue. */
const endsInEpilogue: Readonly<Record<Computation['form'], boolean>> = {
  leaf: false,
  pointwise: true,
  convolution: true,
  linear: true,
  pool: true,
  'adaptive-pool': true,
  softmax: false,
  concat: false,
  reshape: false,
  pack: false,
  composite: false,
};

/** Whether a node can have an epilogue: its kernel computes one element after another. */
export function takesEpilogue(node: Node): boolean {
  return endsInEpilogue[computationOf(node).form];
}

/** Multiply-accumulates of a node; 0 where its operator is not counted in them. */
export function macsOf(node: Node): number {
  const shapes = node.inputs.map(input => input.type.shape);
  return node.op.macs?.(shapes, node.attributes, node.type.shape) ?? 0;
}

/** Bytes of a value of this type. */
export function bytesOf({ dtype, shape }: TensorType): number {
  return elementBytes[dtype] * elementCount(shape);
}

/**
 * Applies an operator.
 *
 * @param attributes - checked by the operator's schema
 * @param path - the module, for errors and listings
 * @throws UserError naming `path` where the attributes or the shapes do not fit
 */
export function makeNode<A, I extends readonly (Node | undefined)[]>(
  op: Op<A, I>,
  attributes: A,
  given: I,
  path: string,
): Node {
  const inputs = given.filter(input => input !== undefined);
  checkArity(op, inputs.length, path);
  const parsed = op.attributes.safeParse(attributes);
  if (!parsed.success) {
    const issues = describeIssues(parsed.error, 'attributes');
    throw new UserError('bad-attributes', `${op.name} has bad attributes: ${issues}`, {
      at: path,
      fix: 'correct the options of this module',
    });
  }
  return applied(op as unknown as Op, parsed.data, inputs, path);
}

/**
 * The type of an operator's result: elements are of its first input's type, and float32 where it has no input.
 *
 * @throws UserError where the inputs do not fit
 */
export function inferType(op: Op, inputs: readonly Node[], attributes: unknown): TensorType {
  const types = inputs.map(({ type }) => type);
  const shape = op.infer(
    types.map(type => type.shape),
    attributes,
  );
  return { dtype: types[0]?.dtype ?? 'float32', shape };
}

/** A node of checked attributes. */
function applied(op: Op, attributes: unknown, inputs: readonly Node[], path: string): Node {
  try {
    return { op, attributes, inputs, type: inferType(op, inputs, attributes), path };
  } catch (error) {
    if (!(error instanceof UserError) || error.at !== undefined) throw error;
    const fix = error.fix === undefined ? {} : { fix: error.fix };
    throw new UserError(error.code, error.problem, { at: path, ...fix, cause: error });
  }
}

function checkArity(op: Pick<Op, 'name' | 'inputs'>, count: number, path: string): void {
  const rest = op.inputs.some(name => name.startsWith('...'));
  const least = op.inputs.filter(name => !name.endsWith('?')).length;
  const most = rest ? Number.POSITIVE_INFINITY : op.inputs.length;
  if (count >= least && count <= most) return;
  throw new UserError('bad-arity', `${op.name} takes (${op.inputs.join(', ')}), got ${count} inputs`, {
    at: path,
  });
}

/** The same node reading other values. */
export function withOperands(node: Node, operands: readonly Node[]): Node {
  const before = operandsOf(node);
  invariant(operands.length === before.length, `${node.op.name} at ${node.path} lost operands`);
  if (operands.every((operand, i) => operand === before[i])) return node;
  const inputs = operands.slice(0, node.inputs.length);
  const rebuilt = applied(node.op, node.attributes, inputs, node.path);
  if (!node.epilogue) return rebuilt;
  return { ...rebuilt, epilogue: { ...node.epilogue, operands: operands.slice(node.inputs.length) } };
}

/** Outputs that nobody has named: `output`, or `output0` and so on. */
export const unnamed = (nodes: readonly Node[]): readonly Output[] =>
  nodes.map((node, i) => ({ name: nodes.length === 1 ? 'output' : `output${i}`, node }));

/** The nodes of a graph's outputs, in order. */
export const outputNodes = ({ outputs }: Graph): readonly Node[] => outputs.map(({ node }) => node);

/** A graph's inputs, in order. */
export const inputsOf = ({ nodes }: Graph): readonly Node[] => nodes.filter(isInput);

/** Whether a node is given from outside at each run. */
export const isInput = (node: Node): boolean => node.op.name === 'input';

/**
 * A graph of everything the outputs need, inputs always included. Nodes named in `order` keep that order as far
 * as what they read allows; others come right before their first reader.
 *
 * @param more - nodes that the graph is to hold too, with all that they need, behind the others
 */
export function makeGraph(
  name: string,
  outputs: readonly Output[],
  order: readonly Node[] = [],
  more: readonly Node[] = [],
): Graph {
  const roots = [...outputs.map(({ node }) => node), ...more];
  const needed = reachable(roots);
  const nodes: Node[] = [];
  const placed = new Set<Node>();
  const place = (root: Node): void => {
    // An explicit stack: networks are deeper than the engine's own.
    const stack: { node: Node; next: number }[] = [{ node: root, next: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const operand = operandsOf(top.node)[top.next++];
      if (operand === undefined) {
        stack.pop();
        if (!placed.has(top.node)) nodes.push(top.node);
        placed.add(top.node);
      } else if (!placed.has(operand)) {
        stack.push({ node: operand, next: 0 });
      }
    }
  };
  for (const node of order) if (needed.has(node) || isInput(node)) if (!placed.has(node)) place(node);
  for (const node of roots) if (!placed.has(node)) place(node);
  return { name, nodes, outputs };
}

/** The same graph of other nodes: after a pass, or of copies. What is not computed from is left out. */
export const withNodes = (graph: Graph, image: (node: Node) => Node, order: readonly Node[]): Graph =>
  makeGraph(
    graph.name,
    graph.outputs.map(({ name, node }) => ({ name, node: image(node) })),
    order,
  );

function reachable(roots: readonly Node[]): Set<Node> {
  const seen = new Set<Node>(roots);
  const pending = [...roots];
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const operand of operandsOf(node)) {
      if (seen.has(operand)) continue;
      seen.add(operand);
      pending.push(operand);
    }
  }
  return seen;
}

/** Who reads each node. */
export function usesOf(graph: Graph): ReadonlyMap<Node, readonly Node[]> {
  const uses = new Map<Node, Node[]>(graph.nodes.map(node => [node, []]));
  for (const node of graph.nodes) {
    for (const operand of new Set(operandsOf(node))) uses.get(operand)?.push(node);
  }
  return uses;
}

/** The nodes that depend on parameters and constants alone; those that depend on nothing included. */
export function constantRegion(graph: Graph): ReadonlySet<Node> {
  const region = new Set<Node>();
  for (const node of graph.nodes) {
    if (!isInput(node) && operandsOf(node).every(operand => region.has(operand))) region.add(node);
  }
  return region;
}

/** The whole expression of an elementwise node, its epilogue included, over `operandsOf` it. */
export function pointwiseExpression(node: Node, body: Scalar): Scalar {
  if (!node.epilogue) return body;
  const inputs = node.inputs.length;
  return substitute(node.epilogue.expression, index => (index === 0 ? body : operand(inputs + index - 1)));
}
