/**
 * A script: `export.mjs <folder> <spec> <settings as JSON>`. Writes a network for the peers, batch norms folded; a
 * checkpoint of the same synthetic weights for Netwright; and an input. A process of its own, so that what it takes
 * is nobody's memory.
 */

import { writeFileSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { writeSafetensors } from '../../../dist/compiler/checkpoint/index.js';
import { synthesize, syntheticInput } from '../../../dist/compiler/checkpoint/synthetic.js';
import { loadSpec } from '../../../dist/compiler/driver/cli/specs.js';
import { constantRegion, isOp, macsOf, makeGraph, unnamed } from '../../../dist/compiler/ir/graph.js';
import { interpret } from '../../../dist/compiler/ir/interpret.js';
import { parameter } from '../../../dist/compiler/ops/leaf.js';
import { foldBatchNorm } from '../../../dist/compiler/passes/fold-batch-norm.js';
import { pipeline, runPipeline } from '../../../dist/compiler/passes/pipeline.js';
import { elementCount } from '../../../dist/compiler/shape.js';
import { reason } from '../errors.mjs';
import { filesOf } from './folder.mjs';
import { stepsOf } from './steps.mjs';

/** @import { Node } from '../../../dist/compiler/ir/graph.js' */
/** @import { NetworkFile } from '../types.ts' */

try {
  const [work = '', spec = '', settings = '{}'] = process.argv.slice(2);
  await exportNetwork(work, spec, JSON.parse(settings));
} catch (error) {
  process.stderr.write(reason(error));
  process.exitCode = 2;
}

/**
 * @param {string} work
 * @param {string} spec
 * @param {Readonly<Record<string, string>>} settings
 */
async function exportNetwork(work, spec, settings) {
  const files = filesOf(work);
  const { graph: source } = (await loadSpec(spec)).configure(settings);
  const folded = runPipeline(source, pipeline.slice(0, pipeline.indexOf(foldBatchNorm) + 1)).at(-1)?.graph;
  if (!folded) throw new Error('the pipeline has no pass that folds batch norms');
  const { steps, tensors } = stepsOf(folded, constantRegion(folded));
  const parameters = source.nodes.filter(node => isOp(node, parameter));
  await writeSafetensors(
    files.checkpoint,
    parameters.map(({ path, type: { shape } }) => ({
      name: path,
      shape,
      data: () => synthesize(path, shape),
    })),
  );
  const input = source.nodes.find(node => node.op.name === 'input')?.type.shape ?? [];
  writeFileSync(files.input, syntheticInput(input));
  const places = await writeTensors(files.numbers, tensors);
  /** @type {NetworkFile} */
  const description = {
    name: source.name,
    input,
    steps,
    parameters: parameters
      .filter(({ attributes }) => /** @type {{ trained: boolean }} */ (attributes).trained)
      .reduce((sum, { type }) => sum + elementCount(type.shape), 0),
    macs: source.nodes.reduce((sum, node) => sum + macsOf(node), 0),
    tensors: places,
  };
  await writeFile(files.description, JSON.stringify(description));
}

/**
 * Evaluates folded weights in float64, one tensor at a time, and rounds them once, as `pack` does.
 *
 * @param {string} path
 * @param {readonly Node[]} tensors
 */
async function writeTensors(path, tensors) {
  const file = await open(path, 'w');
  const places = [];
  let offset = 0;
  for (const node of tensors) {
    const [value] = await interpret(makeGraph('tensor', unnamed([node])), ({ path: name, type }) =>
      Float64Array.from(synthesize(name, type.shape)),
    );
    const data = Float32Array.from(value?.data ?? []);
    await file.write(new Uint8Array(data.buffer));
    places.push({ shape: node.type.shape, offset });
    offset += data.length;
  }
  await file.close();
  return places;
}
