/**
 * The same network as an ONNX model: float32, NCHW, batch norms folded, weights inside the file. Written from
 * `network.json` and `network.bin`, so that it holds the very numbers that the other peers are given.
 */

import { writeFile } from 'node:fs/promises';
import onnxProto from 'onnx-proto';
import { filesOf } from './folder.mjs';
import { inputName, outputName } from './names.mjs';
import { readNetwork } from './read.mjs';

/** @import { Network, Step, Tensor } from '../types.ts' */
/** @import { onnx as Onnx } from 'onnx-proto' */

const { onnx } = onnxProto;
const { AttributeProto, ModelProto, TensorProto } = onnx;
const types = AttributeProto.AttributeType;

/** Opset 17 came with this version of the format; every operator used here is older. */
const [opset, version] = [17, onnx.Version.IR_VERSION];

/** @param {string} work */
export async function writeOnnx(work) {
  await writeFile(filesOf(work).onnx, await encode(await readNetwork(work)));
}

/**
 * @param {Network} network
 * @returns {Promise<Uint8Array>}
 */
async function encode({ name, input, steps, tensor }) {
  /** @type {Onnx.ITensorProto[]} */
  const initializer = [];
  const nodes = steps.flatMap((step, i) => nodesOf(step, i, steps.length));
  for (const step of steps) {
    if (step.op !== 'conv2d' && step.op !== 'linear') continue;
    for (const index of [step.weight, step.bias]) initializer.push(tensorOf(index, await tensor(index)));
  }
  return ModelProto.encode({
    irVersion: version,
    producerName: 'netwright-bench',
    opsetImport: [{ domain: '', version: opset }],
    graph: {
      name,
      node: nodes,
      initializer,
      input: [described(inputName, input)],
      output: [described(outputName, steps.at(-1)?.shape ?? [])],
    },
  }).finish();
}

/**
 * A step's ReLU is a node of its own: fusing is the runtime's business.
 *
 * @param {Step} step
 * @param {number} i
 * @param {number} count
 * @returns {Onnx.INodeProto[]}
 */
function nodesOf(step, i, count) {
  const output = nameOf(i + 1, count);
  const from = nameOf(step.from, count);
  const isRelu = 'relu' in step && step.relu;
  const result = isRelu ? `${output}.sum` : output;
  const node = { name: step.layer, output: [result], ...formOf(step, from, count) };
  if (!isRelu) return [node];
  return [node, { name: `${step.layer}.relu`, opType: 'Relu', input: [result], output: [output] }];
}

/**
 * @param {Step} step
 * @param {string} from
 * @param {number} count
 * @returns {Onnx.INodeProto}
 */
function formOf(step, from, count) {
  switch (step.op) {
    case 'conv2d':
      return {
        opType: 'Conv',
        input: [from, weightName(step.weight), weightName(step.bias)],
        attribute: [...windowOf(step), integer('group', step.groups)],
      };
    case 'linear':
      return {
        opType: 'Gemm',
        input: [from, weightName(step.weight), weightName(step.bias)],
        attribute: [integer('transB', 1)],
      };
    case 'add':
      return { opType: 'Add', input: [from, nameOf(step.other, count)] };
    case 'relu':
      return { opType: 'Relu', input: [from] };
    case 'maxPool':
      return {
        opType: 'MaxPool',
        input: [from],
        attribute: [...windowOf(step), integers('kernel_shape', step.kernel)],
      };
    case 'globalAveragePool':
      return { opType: 'GlobalAveragePool', input: [from] };
    case 'flatten':
      return { opType: 'Flatten', input: [from], attribute: [integer('axis', 1)] };
  }
}

/** @param {Extract<Step, { padding: unknown }>} step */
const windowOf = ({ stride, padding: [[top, bottom], [left, right]], dilation }) => [
  integers('strides', stride),
  integers('pads', [top, left, bottom, right]),
  integers('dilations', dilation),
];

/** @param {string} name @param {number} i @returns {Onnx.IAttributeProto} */
const integer = (name, i) => ({ name, type: types.INT, i });

/** @param {string} name @param {readonly number[]} ints @returns {Onnx.IAttributeProto} */
const integers = (name, ints) => ({ name, type: types.INTS, ints: [...ints] });

/** @param {number} value @param {number} count */
const nameOf = (value, count) => (value === 0 ? inputName : value === count ? outputName : `value${value}`);

/** @param {number} index */
const weightName = index => `tensor${index}`;

/** @param {number} index @param {Tensor} tensor @returns {Onnx.ITensorProto} */
const tensorOf = (index, { shape, data }) => ({
  name: weightName(index),
  dims: [...shape],
  dataType: TensorProto.DataType.FLOAT,
  // Little-endian, as the format asks, and as every machine that runs Node writes them.
  rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
});

/** @param {string} name @param {readonly number[]} shape @returns {Onnx.IValueInfoProto} */
const described = (name, shape) => ({
  name,
  type: {
    tensorType: {
      elemType: TensorProto.DataType.FLOAT,
      shape: { dim: shape.map(dimValue => ({ dimValue })) },
    },
  },
});
