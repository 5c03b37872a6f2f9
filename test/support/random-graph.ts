/**
 * Small random graphs over every operator that does work at run time. A graph is grown from a list of moves, each an
 * operator with a few dice; a move that does not fit is left out. So fast-check shrinks a failing graph by dropping
 * moves and turning dice to 0, the plainest choice.
 */

import fc from 'fast-check';
import { UserError } from '../../compiler/errors.ts';
import { type Graph, makeGraph, makeNode, type Node, type Op, unnamed } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { conv2d, linear } from '../../compiler/ops/convolution.ts';
import * as elementwise from '../../compiler/ops/elementwise.ts';
import { constant, input, parameter } from '../../compiler/ops/leaf.ts';
import { concat, dropout, flatten, reshape } from '../../compiler/ops/movement.ts';
import { batchNorm, softmax } from '../../compiler/ops/normalization.ts';
import { adaptiveAveragePool, averagePool, maxPool } from '../../compiler/ops/pooling.ts';
import { elementCount, type Shape, sameShape } from '../../compiler/shape.ts';

/** Numbers that decide one move. */
class Dice {
  readonly #faces: readonly number[];
  #next = 0;

  constructor(faces: readonly number[]) {
    this.#faces = faces;
  }

  /** A number below `sides`. */
  roll(sides: number): number {
    return (this.#faces[this.#next++ % this.#faces.length] ?? 0) % sides;
  }

  /** One of a list; the first where all dice are 0. */
  among<T>(list: readonly T[]): T | undefined {
    return list[this.roll(Math.max(1, list.length))];
  }
}

/** A graph in the making. */
class Sketch {
  /** Values that depend on the input, the latest first. */
  readonly values: Node[] = [];
  readonly #parameters: Node[] = [];
  /** How often a value multiplies activations with each other: bounded, so that numbers stay near 1. */
  readonly #degrees = new Map<Node, number>();
  #modules = 0;
  path = '';

  enter(kind: string): void {
    this.path = `${kind}${this.#modules++}`;
  }

  apply<A, I extends readonly (Node | undefined)[]>(op: Op<A, I>, attributes: A, inputs: I): Node {
    const node = makeNode(op, attributes, inputs, this.path);
    const degrees = node.inputs.map(each => this.#degrees.get(each) ?? 0);
    const degree =
      (op as unknown) === elementwise.mul ? degrees.reduce((a, b) => a + b) : Math.max(0, ...degrees);
    if (degree > 3 || elementCount(node.type.shape) > 500) throw new UserError('too-large', 'is left out');
    this.#degrees.set(node, degree);
    return node;
  }

  start(shape: Shape): void {
    const x = makeNode(input, { shape }, [], 'input');
    this.#degrees.set(x, 1);
    this.values.push(x);
  }

  /** A parameter of the current module, or, where `share` says so, one of another module. */
  parameter(name: string, shape: Shape, share = false): Node {
    const known = this.#parameters.find(
      each => each.path.endsWith(`.${name}`) && sameShape(each.type.shape, shape),
    );
    if (share && known) return known;
    const attributes = { shape, trained: !name.startsWith('running') };
    const node = makeNode(parameter, attributes, [], `${this.path}.${name}`);
    this.#parameters.push(node);
    return node;
  }

  literal(value: number, shape: Shape = []): Node {
    const values = new Array<number>(elementCount(shape)).fill(value);
    return makeNode(constant, { shape, values }, [], this.path);
  }

  pick(dice: Dice, accepts: (node: Node) => boolean = () => true): Node | undefined {
    return dice.among(this.values.filter(accepts));
  }
}

const isImage = ({ type }: Node): boolean => type.shape.length === 4;

type Draw = (sketch: Sketch, dice: Dice) => Node | undefined;

function drawConvolution(sketch: Sketch, dice: Dice): Node | undefined {
  const x = sketch.pick(dice, isImage);
  if (!x) return undefined;
  const [, channels = 1] = x.type.shape;
  const groups = dice.among([1, channels, 2].filter(each => channels % each === 0)) ?? 1;
  const out = groups * (1 + dice.roll(3));
  const share = dice.roll(4) === 3;
  const shape = [out, channels / groups, 1 + dice.roll(3), 1 + dice.roll(3)];
  const plain = sketch.parameter('weight', shape, share);
  // Weights may be computed, as long as they come from parameters.
  const weight = dice.roll(6) === 5 ? sketch.apply(elementwise.mul, {}, [plain, sketch.literal(0.5)]) : plain;
  const side = (): number => dice.roll(3);
  const attributes = {
    groups,
    stride: [1 + dice.roll(2), 1 + dice.roll(2)] as [number, number],
    padding: [
      [side(), side()],
      [side(), side()],
    ] as [[number, number], [number, number]],
    dilation: [1 + dice.roll(2), 1 + dice.roll(2)] as [number, number],
  };
  const bias = dice.roll(2) === 1 ? sketch.parameter('bias', [out], share) : undefined;
  return sketch.apply(conv2d, attributes, bias ? [x, weight, bias] : [x, weight]);
}

function drawNorm(sketch: Sketch, dice: Dice): Node | undefined {
  const x = sketch.pick(dice, ({ type }) => type.shape.length >= 2);
  const [, channels = 1] = x?.type.shape ?? [];
  const share = dice.roll(4) === 3;
  const vector = (name: string): Node => sketch.parameter(name, [channels], share);
  return (
    x &&
    sketch.apply(batchNorm, { epsilon: 1e-3 }, [
      x,
      vector('weight'),
      vector('bias'),
      vector('running_mean'),
      vector('running_var'),
    ])
  );
}

const activations: readonly ((sketch: Sketch, x: Node) => Node)[] = [
  (s, x) => s.apply(elementwise.relu, {}, [x]),
  (s, x) => s.apply(elementwise.relu6, {}, [x]),
  (s, x) => s.apply(elementwise.leakyRelu, { slope: 0.1 }, [x]),
  (s, x) => s.apply(elementwise.sigmoid, {}, [x]),
  (s, x) => s.apply(elementwise.silu, {}, [x]),
  (s, x) => s.apply(elementwise.tanh, {}, [x]),
  (s, x) => s.apply(elementwise.hardSigmoid, {}, [x]),
  (s, x) => s.apply(elementwise.hardSwish, {}, [x]),
  (s, x) => s.apply(elementwise.gelu, { approximate: 'none' }, [x]),
  (s, x) => s.apply(elementwise.gelu, { approximate: 'tanh' }, [x]),
  // Roots of what is not near 0: elsewhere rounding errors would grow.
  (s, x) => s.apply(elementwise.sqrt, {}, [s.apply(elementwise.sigmoid, {}, [x])]),
];

/** Something to put beside `x`: an equal value, one a channel, a constant. */
function drawOperand(sketch: Sketch, dice: Dice, x: Node): Node | undefined {
  const { shape } = x.type;
  const [n, channels = 1, ...rest] = shape;
  const beside = [channels, ...rest.map(() => 1)];
  switch (dice.roll(7)) {
    case 0:
      return sketch.pick(dice, each => sameShape(each.type.shape, shape));
    case 1: {
      const isAlike = ({ type }: Node): boolean => type.shape[0] === n && type.shape[1] === channels;
      const source = sketch.pick(dice, each => isImage(each) && isAlike(each));
      return source && sketch.apply(adaptiveAveragePool, { size: [1, 1] }, [source]);
    }
    case 2:
      return sketch.literal(0.75);
    case 3:
      return shape.length > 1 ? sketch.parameter('scale', beside, dice.roll(2) === 1) : undefined;
    case 4:
      return sketch.parameter('table', shape);
    case 5: {
      const values = Array.from({ length: channels }, (_, i) => 0.5 + i / 4);
      return shape.length > 1
        ? makeNode(constant, { shape: beside, values }, [], sketch.path)
        : sketch.literal(1.5, shape);
    }
    default: {
      // Arithmetic of literals, for the passes to do.
      const half = sketch.apply(elementwise.div, {}, [sketch.literal(1), sketch.literal(2)]);
      return sketch.apply(elementwise.sqrt, {}, [half]);
    }
  }
}

function drawBinary(sketch: Sketch, dice: Dice, op: typeof elementwise.add): Node | undefined {
  const x = sketch.pick(dice);
  const y = x && drawOperand(sketch, dice, x);
  if (!x || !y) return undefined;
  return sketch.apply(op, {}, dice.roll(2) === 1 && op !== elementwise.div ? [y, x] : [x, y]);
}

function drawPool(sketch: Sketch, dice: Dice): Node | undefined {
  const x = sketch.pick(dice, isImage);
  if (!x) return undefined;
  const kernel: [number, number] = [1 + dice.roll(3), 1 + dice.roll(3)];
  const side = (size: number): number => Math.min(dice.roll(2), Math.floor(size / 2));
  const window = {
    kernel,
    stride: [1 + dice.roll(3), 1 + dice.roll(2)] as [number, number],
    padding: [
      [side(kernel[0]), side(kernel[0])],
      [side(kernel[1]), side(kernel[1])],
    ] as [[number, number], [number, number]],
    ceilMode: dice.roll(2) === 1,
  };
  if (dice.roll(2) === 0) {
    return sketch.apply(maxPool, { ...window, dilation: [1 + dice.roll(2), 1 + dice.roll(2)] }, [x]);
  }
  return sketch.apply(averagePool, { ...window, countIncludePad: dice.roll(2) === 1 }, [x]);
}

function drawConcat(sketch: Sketch, dice: Dice): Node | undefined {
  const x = sketch.pick(dice);
  if (!x) return undefined;
  const axis = [1, 0, 2, 3][dice.roll(4)] ?? 0;
  const others = (node: Node): Shape => node.type.shape.toSpliced(axis, 1);
  const fits = (node: Node): boolean =>
    axis < node.type.shape.length && sameShape(others(node), others(x)) && node.type.shape.length > axis;
  const more = Array.from({ length: 1 + dice.roll(2) }, () => sketch.pick(dice, fits));
  const tokens = dice.roll(4) === 3 ? [sketch.parameter('table', x.type.shape)] : [];
  const values = [x, ...more, ...tokens].filter(each => each !== undefined);
  return sketch.apply(concat, { axis }, values);
}

function drawReshape(sketch: Sketch, dice: Dice): Node | undefined {
  const x = sketch.pick(dice);
  if (!x) return undefined;
  const { shape } = x.type;
  const [n = 1, c = 1, h = 1, w = 1] = shape;
  const shapes = [[n, elementCount(shape) / n], shape, shape.toReversed(), [elementCount(shape)]];
  if (shape.length === 4) shapes.push([n, c, h * w], [n, c * h, w, 1], [n, h, w, c]);
  const chosen = dice.among(shapes);
  return chosen && sketch.apply(reshape, { shape: chosen }, [x]);
}

function drawLinear(sketch: Sketch, dice: Dice): Node | undefined {
  const x = sketch.pick(dice, ({ type }) => type.shape.length >= 2);
  if (!x) return undefined;
  const out = 1 + dice.roll(5);
  const share = dice.roll(4) === 3;
  const weight = sketch.parameter('weight', [out, x.type.shape.at(-1) ?? 1], share);
  const bias = dice.roll(2) === 1 ? sketch.parameter('bias', [out], share) : undefined;
  return sketch.apply(linear, {}, bias ? [x, weight, bias] : [x, weight]);
}

/** Does nothing, in one of the ways that passes remove. */
function drawIdentity(sketch: Sketch, dice: Dice): Node | undefined {
  const x = sketch.pick(dice);
  if (!x) return undefined;
  const { shape } = x.type;
  switch (dice.roll(4)) {
    case 0:
      return sketch.apply(dropout, { probability: 0.5 }, [x]);
    case 1:
      return sketch.apply(elementwise.add, {}, [x, sketch.literal(0)]);
    case 2:
      return sketch.apply(elementwise.mul, {}, [sketch.literal(1, shape), x]);
    default:
      return sketch.apply(reshape, { shape }, [x]);
  }
}

/** The same operator on the same values once more. */
function drawDuplicate(sketch: Sketch, dice: Dice): Node | undefined {
  const node = sketch.pick(dice, each => each.inputs.length > 0);
  return node && sketch.apply(node.op, node.attributes, node.inputs);
}

const draws = {
  conv: drawConvolution,
  norm: drawNorm,
  activation: (sketch, dice) => {
    const x = sketch.pick(dice);
    return x && dice.among(activations)?.(sketch, x);
  },
  add: (sketch, dice) => drawBinary(sketch, dice, elementwise.add),
  mul: (sketch, dice) => drawBinary(sketch, dice, elementwise.mul),
  sub: (sketch, dice) => drawBinary(sketch, dice, elementwise.sub),
  div: (sketch, dice) => {
    const x = sketch.pick(dice);
    const by = x && sketch.apply(elementwise.sigmoid, {}, [sketch.parameter('table', x.type.shape)]);
    return x && by && sketch.apply(elementwise.div, {}, [x, by]);
  },
  pool: drawPool,
  adaptive: (sketch, dice) => {
    const x = sketch.pick(dice, isImage);
    return x && sketch.apply(adaptiveAveragePool, { size: [1 + dice.roll(3), 1 + dice.roll(3)] }, [x]);
  },
  concat: drawConcat,
  flatten: (sketch, dice) => {
    const x = sketch.pick(dice);
    return x && sketch.apply(flatten, { start: [1, 0, 2][dice.roll(3)] ?? 1 }, [x]);
  },
  reshape: drawReshape,
  linear: drawLinear,
  softmax: (sketch, dice) => {
    const x = sketch.pick(dice);
    return x && sketch.apply(softmax, { axis: dice.roll(x.type.shape.length) }, [x]);
  },
  identity: drawIdentity,
  duplicate: drawDuplicate,
} as const satisfies Record<string, Draw>;

type Kind = keyof typeof draws;

/** One step of growing a graph. */
export interface Move {
  readonly kind: Kind;
  readonly dice: readonly number[];
}

/** What a random graph is grown from. */
export interface Recipe {
  readonly shape: Shape;
  readonly moves: readonly Move[];
  /** `last`: the last value; `all`: all values that nobody reads, joined in one; `many`: those, and every third. */
  readonly outputs: 'last' | 'all' | 'many';
}

/** Grows the graph of a recipe. */
export function growGraph({ shape, moves, outputs }: Recipe): Graph {
  const sketch = new Sketch();
  sketch.start(shape);
  for (const { kind, dice } of moves) {
    sketch.enter(kind);
    try {
      const node = draws[kind](sketch, new Dice(dice));
      if (node) sketch.values.unshift(node);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  const values = sketch.values.toReversed();
  const [x, ...rest] = values;
  const read = new Set(values.flatMap(node => node.inputs));
  const ends = rest.filter(node => !read.has(node));
  const order = x ? [x] : [];
  const [last] = sketch.values;
  switch (outputs) {
    case 'last':
      return makeGraph('random', unnamed(last ? [last] : []), order);
    case 'many':
      return makeGraph(
        'random',
        unnamed([...new Set([...ends, ...values.filter((_, i) => i % 3 === 0)])]),
        values,
      );
    case 'all': {
      sketch.path = 'join';
      const rows = (ends.length > 0 ? ends : order).map(node =>
        makeNode(reshape, { shape: [elementCount(node.type.shape)] }, [node], 'join'),
      );
      return makeGraph('random', unnamed([makeNode(concat, { axis: 0 }, rows, 'join')]), order);
    }
  }
}

const dice = fc.array(fc.nat(11), { minLength: 14, maxLength: 14 });
// What matters most is drawn most.
const weights: Readonly<Partial<Record<Kind, number>>> = { conv: 5, norm: 4, activation: 4, add: 4 };
const kinds = (Object.keys(draws) as Kind[]).flatMap(kind => new Array<Kind>(weights[kind] ?? 1).fill(kind));
const move: fc.Arbitrary<Move> = fc.record({ kind: fc.constantFrom(...kinds), dice });
const inputShape = fc.tuple(
  fc.integer({ min: 1, max: 2 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 6 }),
);

/** Random graphs of one output: what can be lowered to a plan. */
export const singleOutputGraphs: fc.Arbitrary<Graph> = graphsWith('last', 'all');
/** Random graphs of one output or more, values read inside the graph among them. */
export const randomGraphs: fc.Arbitrary<Graph> = graphsWith('last', 'all', 'many');

function graphsWith(...outputs: readonly Recipe['outputs'][]): fc.Arbitrary<Graph> {
  return fc
    .record({
      shape: inputShape,
      moves: fc.array(move, { minLength: 1, maxLength: 14, size: 'max' }),
      outputs: fc.constantFrom(...outputs),
    })
    .map(recipe => {
      const graph = growGraph(recipe);
      // How fast-check shows a counterexample.
      Object.defineProperty(graph, fc.toStringMethod, { value: () => `\n${printGraph(graph)}` });
      return graph;
    });
}
