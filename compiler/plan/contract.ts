/** Convolutions and linear layers as steps: an algorithm chosen by the target, weights packed to suit. */

import { invariant, UserError } from '../errors.ts';
import { macsOf, makeNode, type Node } from '../ir/graph.ts';
import { add } from '../ops/elementwise.ts';
import { concat, reshape } from '../ops/movement.ts';
import { type PackAttributes, packWeight } from '../ops/packing.ts';
import { elementCount, type Shape } from '../shape.ts';
import type { Builder, Place } from './builder.ts';
import type { Joinable } from './joins.ts';
import type { Access, Algorithm, ContractKernel, WinogradSize } from './kernel.ts';
import type { MemoryRules } from './memory.ts';
import { type Context, placeEpilogue, placesOf, valueFor } from './operands.ts';

/** What a target is asked about a convolution or linear layer. */
export type Contraction = Pick<
  ContractKernel,
  'form' | 'x' | 'y' | 'window' | 'groups' | 'epilogue' | 'mean' | 'joined'
>;

/** What lowering asks of a target. */
export interface Choices {
  /** How a contraction is computed. `layer` is for who decides layer by layer: a target goes by the contraction alone. */
  algorithm(contraction: Contraction, layer?: string): Algorithm;
  /** Numbers that its kernel needs to work in. */
  scratch(contraction: Contraction, algorithm: Algorithm): number;
  readonly memory: MemoryRules;
  /** Whether the mean over images of this shape becomes part of the linear layer that alone reads it. */
  meansIntoLinear(images: Shape): boolean;
  /** Whether a convolution that is only added to the result of another becomes part of its sum. */
  joins(first: Joinable, second: Joinable): boolean;
}

/** What differs between convolutions and linear layers. */
export interface ContractForm extends Pick<ContractKernel, 'form' | 'window' | 'groups' | 'mean'> {
  /** The weight as `[out, in, kh, kw]`. */
  readonly weight: Node;
  /** How sizes or strides of a value are seen as those of an image; `fill` is for axes it lacks. */
  readonly asImage: (list: readonly number[], fill: number) => readonly number[];
}

/** Adds the steps of a node `(x, weight, bias?)`. */
export function lowerContraction(node: Node, given: ContractForm, context: Context, choices: Choices): void {
  const { builder } = context;
  const { form, window, groups, asImage, mean } = given;
  const [x, ...constants] = node.inputs;
  const join = context.joins.taken.get(node);
  const bias = biasOf(node, join?.other);
  if (!x || !constants.every(context.isConstant)) {
    throw new UserError('no-kernel', `${node.op.name} needs weights that come from the checkpoint`, {
      at: node.path,
    });
  }
  const layout = builder.layoutOf(node);
  const input = valueFor(x, context);
  const joined = join && valueFor(inputOf(join.other), context);
  const { epilogue, readings } = placeEpilogue(join ? join.epilogue : node.epilogue, layout, context);
  const imageOf = ({ shape, strides }: Access): Access => ({
    shape: asImage(shape, 1),
    strides: asImage(strides, 0),
  });
  const contraction: Contraction = {
    form,
    x: mean ? input.access : imageOf(input.access),
    y: imageOf(layout),
    window,
    groups,
    ...(mean && { mean }),
    ...(join && joined && { joined: { x: joined.access, window: join.window } }),
    ...(epilogue && {
      epilogue: {
        expression: epilogue.expression,
        operands: epilogue.operands.map(strides => asImage(strides, 0)),
      },
    }),
  };
  const algorithm = choices.algorithm(contraction, node.path);
  const scratch = choices.scratch(contraction, algorithm);
  const weightPlace = join
    ? joinedWeight(node, join.other, algorithm, builder)
    : packedWeight(node, given, algorithm, builder);
  const biasPlace = bias && builder.weight(bias, `${node.path} bias`);
  const inputs = [input, ...(joined ? [joined] : [])];
  const result = builder.result(node, layout, [...inputs.map(value => ({ value })), ...readings]);
  builder.step(
    {
      kind: 'contract',
      ...contraction,
      bias: bias !== undefined,
      algorithm,
      macs: macsOf(node) + (join ? macsOf(join.other) : 0),
      scratch,
    },
    node,
    [
      ...inputs.map(({ at }) => at),
      weightPlace,
      ...(biasPlace ? [biasPlace] : []),
      ...placesOf(readings),
      result.at,
    ],
  );
}

/** What a convolution or linear layer reads beside its constants. */
function inputOf(node: Node): Node {
  const [input] = node.inputs;
  invariant(input, `${node.path} has no input`);
  return input;
}

/** The bias of a node, with that of another that is joined to it. */
function biasOf({ inputs: [, , bias], path }: Node, other: Node | undefined): Node | undefined {
  const second = other?.inputs[2];
  return bias && second ? makeNode(add, {}, [bias, second], path) : (bias ?? second);
}

/** How an algorithm reads the weights of a convolution in some groups. */
function weightOrder(algorithm: Algorithm, groups: number): PackAttributes {
  const { columns } = algorithm.tile;
  switch (algorithm.name) {
    case 'matrix':
    case 'gather':
    case 'simt':
    case 'mma':
      return { order: 'out, tap, in' };
    case 'winograd':
      return { order: 'tap, out, in' };
    // Output channels side by side, in fours.
    case 'tiled':
    case 'patch':
    case 'grouped':
    case 'vector':
    case 'depthwise':
      return { order: 'tap, in, out', multiple: 4 };
    // Panels of output channels; none has channels of two groups.
    case 'panel':
    case 'band':
      return { order: 'panel, tap, in, lane', multiple: columns, ...(groups > 1 && { groups }) };
    case 'winograd-band':
      return { order: 'tap, panel, in, lane', multiple: columns };
  }
}

/** Weights as the kernel reads them. */
function packedWeight(
  node: Node,
  { weight, groups }: Pick<ContractForm, 'weight' | 'groups'>,
  algorithm: Algorithm,
  builder: Builder,
): Place {
  const attributes = weightOrder(algorithm, groups);
  const size = 'output' in algorithm ? algorithm.output : undefined;
  // A layer that runs twice has its weights once.
  const form = [attributes.order, attributes.multiple, size && `F(${size})`].join();
  return builder.once(node.inputs[1] ?? weight, form, () => {
    const packed = makeNode(packWeight, attributes, [weight], node.path);
    const range = builder.weight(packed, `${node.path} weight`);
    return size ? expanded(range, algorithm, size, node, builder) : range;
  });
}

/** The weights of two convolutions that are one sum: of each output channel, the terms of one, then of the other. */
function joinedWeight(node: Node, other: Node, algorithm: Algorithm, builder: Builder): Place {
  const attributes = weightOrder(algorithm, 1);
  invariant(attributes.order.startsWith('out'), `${node.path}: ${algorithm.name} joins no convolutions`);
  const rows = [node, other].map(each => {
    const [, weight] = each.inputs;
    invariant(weight, `${each.path} has no weight`);
    const packed = makeNode(packWeight, attributes, [weight], each.path);
    const [channels = 1] = packed.type.shape;
    const terms = elementCount(packed.type.shape) / channels;
    return makeNode(reshape, { shape: [channels, terms] }, [packed], each.path);
  });
  const joined = makeNode(concat, { axis: 1 }, rows, node.path);
  return builder.weight(joined, `${node.path} weight`);
}

/** The transformed weights of a Winograd convolution, prepared at load: they are 16/9 or 36/9 times as many. */
function expanded(
  weight: Place,
  { name }: Algorithm,
  output: WinogradSize,
  node: Node,
  builder: Builder,
): Place {
  const windows = weight.elements / 9;
  // Planes a power of two apart would share few lines of the cache: vectors are fast enough to feel it.
  const gap = name === 'winograd-band' ? 16 : 0;
  const range = builder.prepared((windows + gap) * (output + 2) ** 2);
  builder.prepare({ kind: 'expand', output, windows, ...(gap > 0 && { gap }) }, node.path, [weight, range]);
  return range;
}
