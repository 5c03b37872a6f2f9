/** What `load` and `check` of a WebGPU package take. */
export {};
