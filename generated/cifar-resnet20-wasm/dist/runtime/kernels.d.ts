/** `kernels.wasm` or `kernels-relaxed.wasm`, from wherever it is, to kernels over a memory. */
import type { Signal } from './globals.js';
import type { KernelsSource } from './options.js';
import type { Code } from './program.js';
/**
 * A kernel: addresses in bytes of what it reads and writes, of the room it works in, and the units of its work to do,
 * `from` up to, not including, `to`.
 */
export type Kernel = (...numbers: readonly number[]) => void;
/** Kernels by name. */
export type Kernels = Readonly<Record<string, Kernel>>;
/** @throws Error where this engine cannot run any kernel */
export declare function checkEngine(name: string): void;
/** How kernels are to be compiled. */
export interface Compilation {
    /** Whether they work on memory that threads share. */
    readonly shared: boolean;
    /** Whether the package's own may be those for relaxed SIMD, where this engine has it. They may unless said. */
    readonly relaxed?: boolean | undefined;
    readonly signal?: Signal | undefined;
}
/**
 * Compiles kernels.
 *
 * @param source - the package's own file unless given
 * @throws Error that says what was expected, what was got and how to mend it
 */
export declare function compileKernels(name: string, { address }: Code, source: KernelsSource | undefined, { shared, relaxed, signal }: Compilation): Promise<WebAssembly.Module>;
/** Kernels of their own over a memory: every thread has its. @throws Error where they are another package's */
export declare function instantiateKernels(name: string, { units }: Code, module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels>;
