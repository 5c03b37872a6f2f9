/**
 * Every golden of an operator as networks of that operator. Weights are parameters. Of several activations, each in
 * turn is the input while the others are parameters, and once all of them are computed from the input.
 */

import { makeGraph, makeNode, type Node, type Op, unnamed } from '../../../compiler/ir/graph.ts';
import { linear } from '../../../compiler/ops/convolution.ts';
import { ops } from '../../../compiler/ops/index.ts';
import { input, parameter } from '../../../compiler/ops/leaf.ts';
import { reshape } from '../../../compiler/ops/movement.ts';
import { elementCount } from '../../../compiler/shape.ts';
import { type GoldenTensor, type OperatorGolden, readOperatorGoldens } from '../../golden/operators/read.ts';
import type { Case } from './case.ts';

/** Operators whose inputs after the first come from a checkpoint. */
const weighted: ReadonlySet<string> = new Set(['conv2d', 'linear', 'batchNorm']);

/** Numbers above which the matrix that picks an operand out of the input is too large for a test. */
const mostPicked = 1000;

/** The rows made from the goldens. */
export function operatorCases(): readonly Case[] {
  return readOperatorGoldens().flatMap(golden => {
    const op = ops.get(golden.op);
    if (!op) throw new Error(`no operator ${golden.op}`);
    const { name, inputs } = golden;
    if (inputs.length === 1 || weighted.has(op.name)) return [withInput(golden, op, 0, name)];
    const total = inputs.reduce((sum, { data }) => sum + data.length, 0);
    return [
      ...inputs.map((_, i) => withInput(golden, op, i, `${name}-of-input-${i}`)),
      ...(total <= mostPicked ? [allFromInput(golden, op, `${name}-all-computed`)] : []),
    ];
  });
}

/** Operand `which` is the network's input, the others are parameters. */
function withInput(
  { attributes, inputs, expected }: OperatorGolden,
  op: Op,
  which: number,
  name: string,
): Case {
  const parameters = new Map<string, Float32Array>();
  const x = makeNode(input, { shape: inputs[which]?.shape ?? [] }, [], 'input');
  const operands = inputs.map((tensor, i) => (i === which ? x : given(tensor, `p${i}`, parameters)));
  return {
    name,
    graph: makeGraph(name, unnamed([makeNode(op, attributes, operands, op.name)]), [x]),
    input: inputs[which]?.data ?? new Float32Array(),
    parameters,
    expected: async () => expected.data,
  };
}

/** The network's input is all operands one after another; a linear layer picks each of them out, exactly. */
function allFromInput({ attributes, inputs, expected }: OperatorGolden, op: Op, name: string): Case {
  const parameters = new Map<string, Float32Array>();
  const all = Float32Array.from(inputs.flatMap(({ data }) => [...data]));
  const x = makeNode(input, { shape: [1, all.length] }, [], 'input');
  let start = 0;
  const operands = inputs.map(({ shape }, i) => {
    const count = elementCount(shape);
    const matrix = new Float32Array(count * all.length);
    for (let k = 0; k < count; k++) matrix[k * all.length + start + k] = 1;
    start += count;
    const pick = given({ shape: [count, all.length], data: matrix }, `p${i}`, parameters);
    return makeNode(reshape, { shape }, [makeNode(linear, {}, [x, pick], `pick${i}`)], `operand${i}`);
  });
  return {
    name,
    graph: makeGraph(name, unnamed([makeNode(op, attributes, operands, op.name)]), [x]),
    input: all,
    parameters,
    expected: async () => expected.data,
  };
}

function given({ shape, data }: GoldenTensor, name: string, parameters: Map<string, Float32Array>): Node {
  parameters.set(name, data);
  return makeNode(parameter, { shape, trained: true }, [], name);
}
