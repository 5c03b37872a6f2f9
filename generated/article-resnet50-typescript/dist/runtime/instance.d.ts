/** A program in plain TypeScript as one thread has it: kernels of its own, bound to arrays that may be shared. */
import type { Program } from './interface.js';
import type { Instance } from './task.js';
import type { Link, Memory } from './program.js';
/** What threads make their instances of: they can be sent it. */
export interface Setup {
    /** Of all threads; where there is none, a thread makes its own. */
    readonly memory?: Memory;
}
/** What memory is for. */
type Sized = Pick<Program, 'bytes'>;
/** Arrays for all but the weights. @param Buffer - what lies under them: `SharedArrayBuffer` where threads share them */
export declare const workspace: ({ bytes }: Sized, Buffer?: BufferMaker) => Omit<Memory, "weights">;
/** Arrays. @param Buffer - as for `workspace` */
export declare const allocate: (program: Sized, Buffer?: BufferMaker) => Memory;
type BufferMaker = new (bytes: number) => ArrayBufferLike;
/** The bytes of a program's weights. */
export declare const bytesOfWeights: ({ weights }: Memory) => Uint8Array;
/** Makes an instance. */
export declare function instantiate(program: Sized, link: Link, { memory }: Setup): Promise<Instance>;
export {};
