/** How each form of computation becomes steps: one function a form. */

import { UserError } from '../errors.ts';
import {
  type Computation,
  computationOf,
  makeNode,
  type Node,
  operandsOf,
  pointwiseExpression,
} from '../ir/graph.ts';
import { operand } from '../ir/scalar.ts';
import { reshape } from '../ops/movement.ts';
import { type Choices, lowerContraction } from './contract.ts';
import { isRowMajor, rowMajor } from './layout.ts';
import { type Context, placeEpilogue, placeOperands, placesOf, valueFor } from './operands.ts';

type Form<F extends Computation['form']> = Extract<Computation, { form: F }>;

type Lowering<F extends Computation['form']> = (
  node: Node,
  computation: Form<F>,
  context: Context,
  choices: Choices,
) => void;

/** The table: exhaustive over the forms. */
const lowerings: { readonly [F in Computation['form']]: Lowering<F> } = {
  leaf(node, _, { builder }) {
    builder.allocate(node, builder.layoutOf(node), -1);
  },

  pointwise(node, { body }, context) {
    const { builder } = context;
    const y = builder.layoutOf(node);
    const whole = pointwiseExpression(node, body);
    const { expression, readings } = placeOperands(whole, operandsOf(node), 0, y, context);
    const result = builder.result(node, y, readings);
    const operands = readings.map(({ strides }) => strides);
    builder.step({ kind: 'map', expression, operands, y }, node, [...placesOf(readings), result.at]);
  },

  convolution(node, { form, window, groups }, context, choices) {
    const [, weight] = node.inputs;
    if (weight)
      lowerContraction(node, { form, weight, window, groups, asImage: list => list }, context, choices);
  },

  linear(node, { form }, context, choices) {
    const [, matrix] = node.inputs;
    if (!matrix) return;
    if (node.type.shape.length > 4) {
      throw new UserError('bad-rank', `a linear layer takes at most 4 axes, got ${node.type.shape.length}`, {
        at: node.path,
        fix: 'reshape its input to [rows, features]',
      });
    }
    const weight = makeNode(reshape, { shape: [...matrix.type.shape, 1, 1] }, [matrix], matrix.path);
    const point = { kernel: 1, stride: 1, padding: [0, 0], dilation: 1 } as const;
    const mean = context.means.images.has(node);
    lowerContraction(
      node,
      {
        form,
        weight,
        window: [point, point],
        groups: 1,
        asImage: featuresAsChannels,
        ...(mean && { mean }),
      },
      context,
      choices,
    );
  },

  pool(node, { form, reducer, window, countPadding }, context) {
    pooled(node, context, { kind: form, reducer, window, countPadding });
  },

  'adaptive-pool'(node, { form }, context) {
    pooled(node, context, { kind: form });
  },

  softmax(node, { axis }, context) {
    const { builder } = context;
    const [input] = node.inputs;
    if (!input) return;
    const x = valueFor(input, context);
    const y = builder.layoutOf(node);
    const result = builder.result(node, y, [{ value: x, strides: x.access.strides }]);
    builder.step({ kind: 'softmax', x: x.access, y, axis }, node, [x.at, result.at]);
  },

  concat(node, { axis }, context) {
    const { builder } = context;
    const y = builder.layoutOf(node);
    const values = node.inputs.map(input => valueFor(input, context));
    const { at } = builder.result(
      node,
      y,
      values.map(value => ({ value })),
    );
    let start = 0;
    for (const [i, { access, at: from }] of values.entries()) {
      const { shape } = access;
      const strides = y.strides.map((stride, a) => (shape[a] === 1 ? 0 : stride));
      const offset = start * (y.strides[axis] ?? 0);
      builder.step(
        {
          kind: 'map',
          expression: operand(0),
          operands: [access.strides],
          y: { shape, strides },
          ...(offset > 0 && { start: offset }),
        },
        node,
        [from, at],
        i === values.length - 1,
      );
      start += shape[axis] ?? 0;
    }
  },

  reshape(node, _, context) {
    const { builder } = context;
    const [input] = node.inputs;
    if (!input) return;
    const x = valueFor(input, context);
    const access = rowMajor(node.type.shape);
    if (isRowMajor(x.access) && !context.isConstant(input)) {
      builder.alias(node, { access, at: x.at });
      return;
    }
    // Copied place by place of the input: elements keep their row-major order, whatever the shape.
    const { at } = builder.result(node, access, [{ value: x }]);
    const y = rowMajor(input.type.shape);
    builder.step({ kind: 'map', expression: operand(0), operands: [x.access.strides], y }, node, [x.at, at]);
  },

  pack: refuse,
  composite: refuse,
};

function refuse(node: Node): never {
  throw new UserError('no-kernel', `${node.op.name} has no kernel`, {
    at: node.path,
    fix: 'run the whole pipeline of passes first',
  });
}

/** Adds the steps of a node to the plan. */
export function lowerNode(node: Node, context: Context, choices: Choices): void {
  const { builder, means, joins } = context;
  // What stands for it has to stay for the kernel that computes it.
  const image = means.absorbed.get(node) ?? joins.absorbed.get(node);
  if (image) {
    builder.alias(node, builder.valueOf(image));
    return;
  }
  const computation = computationOf(node);
  // The table ties each function to its form; looking it up loses the tie.
  const lowering = lowerings[computation.form] as Lowering<Computation['form']>;
  lowering(node, computation, context, choices);
}

type Pooling = { kind: 'adaptive-pool' } | ({ kind: 'pool' } & Omit<Form<'pool'>, 'form'>);

function pooled(node: Node, context: Context, pooling: Pooling): void {
  const { builder } = context;
  const [input] = node.inputs;
  if (!input) return;
  const x = valueFor(input, context);
  const y = builder.layoutOf(node);
  const { epilogue, readings } = placeEpilogue(node.epilogue, y, context);
  const result = builder.result(node, y, [{ value: x }, ...readings]);
  builder.step({ ...pooling, x: x.access, y, ...(epilogue && { epilogue }) }, node, [
    x.at,
    ...placesOf(readings),
    result.at,
  ]);
}

/** `[a, b, features]` to `[1, features, a, b]`. */
function featuresAsChannels(list: readonly number[], fill: number): readonly number[] {
  const leading = list.slice(0, -1);
  const [n = fill, h = fill, w = fill] = [...new Array<number>(3 - leading.length).fill(fill), ...leading];
  return [n, list.at(-1) ?? fill, h, w];
}
