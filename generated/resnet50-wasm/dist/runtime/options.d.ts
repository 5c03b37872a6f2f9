/** What `load` of a WebAssembly package takes. */
import type { Address, FetchResponse } from './globals.js';
import type { LoadOptions as Common } from './interface.js';
import type { ThreadOptions } from './threads.js';
/** A `WebAssembly.Module`, where the project has types of WebAssembly: those of Node alone have none. */
export type CompiledKernels = typeof globalThis extends {
    WebAssembly: {
        Module: {
            prototype: infer Module;
        };
    };
} ? Module : object;
/**
 * Where `kernels.wasm` is: a URL, a `Response` or the promise that `fetch` gives, its bytes, or the compiled module.
 */
export type KernelsSource = string | Address | FetchResponse | PromiseLike<FetchResponse> | ArrayBufferLike | ArrayBufferView | CompiledKernels;
/** Options of `load`. */
export interface LoadOptions extends Common, ThreadOptions {
    /**
     * `kernels.wasm` of this package, or `kernels-relaxed.wasm`, where they do not lie beside the package's scripts: in
     * some bundles.
     */
    readonly kernels?: KernelsSource | undefined;
    /**
     * Whether `kernels-relaxed.wasm` is fetched where the engine has relaxed SIMD; true unless said. It is faster, and
     * CPUs round its sums each in their own way. `false` where results must be the same to the bit on every machine.
     */
    readonly relaxed?: boolean | undefined;
}
