/** Packs a checkpoint for a plan: evaluates the constant region, tensor by tensor, and writes `weights.bin`. */

import { open, rm } from 'node:fs/promises';
import { headerBytes, type WeightsOrigin } from '../../../targets/javascript/runtime/header.ts';
import { weightsBytes } from '../../../targets/javascript/size.ts';
import type { ExpectedNetwork } from '../../checkpoint/expected.ts';
import { invariant } from '../../errors.ts';
import { type Graph, isOp, makeGraph, type Node, unnamed } from '../../ir/graph.ts';
import { interpret } from '../../ir/interpret.ts';
import { parameter } from '../../ops/leaf.ts';
import { fingerprint } from '../../plan/fingerprint.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Shape } from '../../shape.ts';
import { WeightsCheck } from './not-finite.ts';
import { encodeHeader, PieceHash } from './weights-file.ts';

/** Where parameters come from. */
export interface ParameterSource {
  readonly origin: WeightsOrigin;
  /** The numbers of a parameter, row-major. */
  read(name: string, shape: Shape): Promise<Float64Array> | Float64Array;
}

/** What a network expects of a checkpoint; `source` is its graph before any pass. */
export function expectedBy(source: Graph): ExpectedNetwork {
  const { nodes, aliases, modules } = source;
  const tensors = nodes
    .filter(node => isOp(node, parameter))
    .map(node => ({ name: node.path, shape: node.type.shape }));
  return { tensors, ...(aliases && { aliases }), ...(modules && { modules }) };
}

/** A tensor of `weights.bin`: where it lies, in elements, and its numbers, rounded once to float32. */
interface Packed {
  readonly offset: number;
  readonly data: Float32Array;
}

/**
 * Evaluates the recipe, one tensor at a time, so that little is in memory at once.
 *
 * @param check - looks at everything that is read and made
 */
export async function* packTensors(
  plan: Plan,
  source: ParameterSource,
  check: WeightsCheck = new WeightsCheck(),
): AsyncGenerator<Packed> {
  const given = async ({ path, type }: Node): Promise<Float64Array> => {
    const data = await source.read(path, type.shape);
    check.parameter(path, data);
    return data;
  };
  for (const tensor of plan.recipe.tensors) {
    const node = plan.graph.nodes[tensor.node];
    invariant(node, `${tensor.name} is no node of the graph`);
    const [value] = await interpret(makeGraph(plan.name, unnamed([node])), given);
    invariant(value, `${tensor.name} has a value`);
    const data = Float32Array.from(value.data);
    check.tensor(tensor, value.data, data);
    yield { offset: tensor.offset, data };
  }
}

/** A whole `weights.bin` in memory, for tests. */
export async function packToBytes(plan: Plan, source: ParameterSource): Promise<Uint8Array> {
  const bytes = new Uint8Array(weightsBytes(plan));
  const numbers = new Float32Array(bytes.buffer, headerBytes);
  for await (const { offset, data } of packTensors(plan, source)) numbers.set(data, offset);
  const hash = new PieceHash();
  hash.update(bytes.subarray(headerBytes));
  const sha256 = hash.digest();
  bytes.set(encodeHeader({ plan: fingerprint(plan), sha256, origin: source.origin }));
  return bytes;
}

/**
 * Writes `weights.bin` where there is nothing yet: `writePackage` and `writeWeights` move it to its place. A failure
 * leaves nothing.
 *
 * @param onProgress - called with the share that is done, 0 to 1
 * @param check - looks at everything that is read and made
 */
export async function packToFile(
  plan: Plan,
  source: ParameterSource,
  path: string,
  onProgress?: (done: number) => void,
  check?: WeightsCheck,
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.truncate(weightsBytes(plan));
    const hash = new PieceHash();
    let end = 0;
    for await (const { offset, data } of packTensors(plan, source, check)) {
      // What lies between tensors, to align them, is zero.
      hash.update(new Uint8Array(4 * (offset - end)));
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      hash.update(bytes);
      await file.write(bytes, 0, bytes.length, headerBytes + 4 * offset);
      end = offset + data.length;
      onProgress?.(end / plan.recipe.elements);
    }
    hash.update(new Uint8Array(4 * (plan.recipe.elements - end)));
    const sha256 = hash.digest();
    await file.write(
      encodeHeader({ plan: fingerprint(plan), sha256, origin: source.origin }),
      0,
      headerBytes,
      0,
    );
    await file.close();
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}
