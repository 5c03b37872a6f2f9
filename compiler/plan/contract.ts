/** Convolutions and linear layers as steps: an algorithm chosen by the target, weights packed to suit. */

import { UserError } from '../errors.ts';
import { macsOf, makeNode, type Node } from '../ir/graph.ts';
import { packWeight } from '../ops/packing.ts';
import type { Builder, Place } from './builder.ts';
import type { Access, Algorithm, ContractKernel, WinogradSize } from './kernel.ts';
import { type Context, placeEpilogue, placesOf, valueFor } from './operands.ts';

/** What a target is asked about a convolution or linear layer. */
export type Contraction = Pick<ContractKernel, 'x' | 'y' | 'window' | 'groups' | 'epilogue'>;

/** What lowering asks of a target. */
export interface Choices {
  /** How a contraction is computed. */
  algorithm(contraction: Contraction): Algorithm;
  /** Float64 numbers that its kernel needs to work in. */
  scratch(contraction: Contraction, algorithm: Algorithm): number;
}

/** What differs between the two. */
export interface ContractForm extends Pick<ContractKernel, 'form' | 'window' | 'groups'> {
  /** The weight as `[out, in, kh, kw]`. */
  readonly weight: Node;
  /** How sizes or strides of a value are seen as those of an image; `fill` is for axes it lacks. */
  readonly asImage: (list: readonly number[], fill: number) => readonly number[];
}

/** Adds the steps of a node `(x, weight, bias?)`. */
export function lowerContraction(node: Node, given: ContractForm, context: Context, choices: Choices): void {
  const { builder } = context;
  const { weight, window, groups, asImage } = given;
  const [x, ...constants] = node.inputs;
  const [, bias] = constants;
  if (!x || !constants.every(context.isConstant)) {
    throw new UserError('no-kernel', `${node.op.name} needs weights that come from the checkpoint`, {
      at: node.path,
    });
  }
  const layout = builder.layoutOf(node);
  const input = valueFor(x, context);
  const { epilogue, readings } = placeEpilogue(node, layout, context);
  const imageOf = ({ shape, strides }: Access): Access => ({
    shape: asImage(shape, 1),
    strides: asImage(strides, 0),
  });
  const contraction: Contraction = {
    x: imageOf(input.access),
    y: imageOf(layout),
    window,
    groups,
    ...(epilogue && {
      epilogue: {
        expression: epilogue.expression,
        operands: epilogue.operands.map(strides => asImage(strides, 0)),
      },
    }),
  };
  const algorithm = choices.algorithm(contraction);
  const scratch = choices.scratch(contraction, algorithm);
  const weightPlace = packedWeight(node, weight, algorithm, builder);
  const biasPlace = bias && builder.weight(bias, `${node.path} bias`);
  const result = builder.result(node, layout, [{ value: input }, ...readings]);
  builder.step(
    {
      kind: 'contract',
      form: given.form,
      ...contraction,
      bias: bias !== undefined,
      algorithm,
      macs: macsOf(node),
      scratch,
    },
    node,
    [input.at, weightPlace, ...(biasPlace ? [biasPlace] : []), ...placesOf(readings), result.at],
  );
}

/** Weights as the kernel reads them: a row of numbers for each output channel, or for Winograd one for each tap. */
function packedWeight(node: Node, weight: Node, algorithm: Algorithm, builder: Builder): Place {
  const isWinograd = algorithm.name === 'winograd';
  const order = isWinograd ? 'tap, out, in' : 'out, tap, in';
  // A layer that runs twice has its weights once.
  const form = isWinograd ? `${order} F(${algorithm.output})` : order;
  return builder.once(node.inputs[1] ?? weight, form, () => {
    const packed = makeNode(packWeight, { order }, [weight], node.path);
    const range = builder.weight(packed, `${node.path} weight`);
    return isWinograd ? expanded(range, algorithm.output, node, builder) : range;
  });
}

/** The transformed weights of a Winograd convolution, prepared at load: they are 16/9 or 36/9 times as many. */
function expanded(weight: Place, output: WinogradSize, node: Node, builder: Builder): Place {
  const windows = weight.elements / 9;
  const range = builder.prepared(windows * (output + 2) ** 2);
  builder.prepare({ kind: 'expand', output, windows }, node.path, [weight, range]);
  return range;
}
