/** Convolutions and linear layers as steps: a schedule chosen by the target, weights packed to suit. */

import { invariant, UserError } from '../errors.ts';
import { macsOf, makeNode, type Node } from '../ir/graph.ts';
import { add } from '../ops/elementwise.ts';
import { concat, reshape } from '../ops/movement.ts';
import { type PackedLayout, packedElements, packWeight } from '../ops/packing.ts';
import { elementCount, type Shape } from '../shape.ts';
import type { Builder, Place } from './builder.ts';
import {
  type Contraction,
  canonical,
  type Implementation,
  implementationOf,
  type Schedule,
} from './implementation.ts';
import type { Joinable } from './joins.ts';
import type { Access, ContractKernel } from './kernel.ts';
import type { MemoryRules } from './memory.ts';
import { type Context, placeEpilogue, placesOf, valueFor } from './operands.ts';

/** What lowering asks of a target. */
export interface Choices {
  /** What it can compute contractions by. */
  readonly implementations: readonly Implementation[];
  /** How a contraction is computed. `layer` is for who decides layer by layer: a target goes by the contraction alone. */
  schedule(contraction: Contraction, layer?: string): Schedule;
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
  const schedule = choices.schedule(contraction, node.path);
  const implementation = implementationOf(choices.implementations, schedule);
  const weights = implementation.weights(contraction, schedule);
  const weightPlace = join
    ? joinedWeight(node, join.other, weights, builder)
    : packedWeight(node, given.weight, weights, builder);
  const biasPlace = bias && builder.weight(bias, `${node.path} bias`);
  const inputs = [input, ...(joined ? [joined] : [])];
  const result = builder.result(node, layout, [...inputs.map(value => ({ value })), ...readings]);
  builder.step(
    {
      kind: 'contract',
      ...contraction,
      bias: bias !== undefined,
      schedule,
      weights,
      macs: macsOf(node) + (join ? macsOf(join.other) : 0),
      scratch: implementation.scratch(contraction, schedule),
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

/** Weights as the kernel reads them. */
function packedWeight(node: Node, weight: Node, layout: PackedLayout, builder: Builder): Place {
  const { transform, ...attributes } = layout;
  // A layer that runs twice has its weights once.
  return builder.once(node.inputs[1] ?? weight, canonical(layout), () => {
    const packed = makeNode(packWeight, attributes, [weight], node.path);
    const range = builder.weight(packed, `${node.path} weight`);
    if (!transform) return range;
    // Prepared at load: they are 16/9 or 36/9 times as many.
    const prepared = builder.prepared(packedElements(layout, weight.type.shape));
    const { kind: _, ...how } = transform;
    builder.prepare({ kind: 'expand', ...how, windows: range.elements / 9 }, node.path, [range, prepared]);
    return prepared;
  });
}

/** The weights of two convolutions that are one sum: of each output channel, the terms of one, then of the other. */
function joinedWeight(node: Node, other: Node, layout: PackedLayout, builder: Builder): Place {
  invariant(joins(layout), `${node.path}: its implementation joins no convolutions`);
  const rows = [node, other].map(each => {
    const [, weight] = each.inputs;
    invariant(weight, `${each.path} has no weight`);
    const packed = makeNode(packWeight, layout, [weight], each.path);
    const [channels = 1] = packed.type.shape;
    const terms = elementCount(packed.type.shape) / channels;
    return makeNode(reshape, { shape: [channels, terms] }, [packed], each.path);
  });
  const joined = makeNode(concat, { axis: 1 }, rows, node.path);
  return builder.weight(joined, `${node.path} weight`);
}

/** Whether the terms of each output channel lie together, so that those of another convolution can follow. */
const joins = ({ order, transform }: PackedLayout): boolean => order.startsWith('out') && !transform;
