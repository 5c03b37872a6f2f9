/** Relaxed SIMD: whether an engine has it, and whether kernels ask for it. */
/** Whether this engine has relaxed SIMD. */
export declare const hasRelaxedSimd: () => boolean;
/** Whether a module that does not compile looks as if it needed relaxed SIMD. */
export declare const seemsRelaxed: (module: Uint8Array) => boolean;
