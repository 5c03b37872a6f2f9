/** A program in plain TypeScript as one thread has it: kernels of its own, bound to arrays that may be shared. */

import type { Program } from './interface.ts';
import type { Instance } from './task.ts';
import type { Link, Memory } from './program.ts';

/** What threads make their instances of: they can be sent it. */
export interface Setup {
  /** Of all threads; where there is none, a thread makes its own. */
  readonly memory?: Memory;
}

/** What memory is for. */
type Sized = Pick<Program, 'bytes'>;

/** Arrays for all but the weights. @param Buffer - what lies under them: `SharedArrayBuffer` where threads share them */
export const workspace = ({ bytes }: Sized, Buffer: BufferMaker = ArrayBuffer): Omit<Memory, 'weights'> => ({
  prepared: new Float32Array(new Buffer(bytes.prepared)),
  arena: new Float32Array(new Buffer(bytes.activations)),
});

/** Arrays. @param Buffer - as for `workspace` */
export const allocate = (program: Sized, Buffer: BufferMaker = ArrayBuffer): Memory => ({
  weights: new Float32Array(new Buffer(program.bytes.weights)),
  ...workspace(program, Buffer),
});

type BufferMaker = new (bytes: number) => ArrayBufferLike;

/** The bytes of a program's weights. */
export const bytesOfWeights = ({ weights }: Memory): Uint8Array =>
  new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);

/** Makes an instance. */
export async function instantiate(
  program: Sized,
  link: Link,
  { memory = allocate(program) }: Setup,
): Promise<Instance> {
  return { weights: bytesOfWeights(memory), arena: memory.arena, ...link(memory) };
}
