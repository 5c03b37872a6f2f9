/** What kernels that run on the CPU are, once they are bound to memory: work that threads can share. */
export {};
