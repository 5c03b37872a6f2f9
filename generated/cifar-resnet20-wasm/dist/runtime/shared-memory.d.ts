/** Kernels over memory that threads share: of their module one byte is different. */
/**
 * Has a module import shared memory, where it imports memory of its own with a maximum as its first import. Changes the
 * bytes it is given.
 *
 * @returns whether the module is such a one; if not, nothing is changed
 */
export declare function shareMemory(module: Uint8Array): boolean;
