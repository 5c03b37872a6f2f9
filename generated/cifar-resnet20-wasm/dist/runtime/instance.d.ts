/** A WebAssembly program as one thread has it: kernels over a memory, which may be shared. */
import type { Program } from './interface.js';
import type { Instance } from './task.js';
import type { Code } from './program.js';
/** What threads make their instances of: they can be sent it. */
export interface Setup {
    readonly module: WebAssembly.Module;
    /** Of all threads; where there is none, a thread makes its own. */
    readonly memory?: WebAssembly.Memory;
}
/** What an instance is of. */
type Sized = Pick<Program, 'name' | 'bytes'>;
/**
 * Memory for a program.
 *
 * @param threads - several share it; one has it alone
 * @throws Error where there is no such memory to be had
 */
export declare function allocate({ name, bytes }: Sized, code: Code, threads: number): WebAssembly.Memory;
/** The bytes of a memory that weights stream into. */
export declare const weightsIn: ({ buffer }: WebAssembly.Memory, { bytes }: Sized, { memory }: Code) => Uint8Array;
/**
 * Makes an instance.
 *
 * @param thread - works in a room of its own
 * @throws Error where kernels are another package's, or there is no memory
 */
export declare function instantiate(program: Sized, code: Code, { module, memory }: Setup, thread?: number): Promise<Instance>;
export {};
