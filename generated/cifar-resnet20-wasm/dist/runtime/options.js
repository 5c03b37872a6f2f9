/** What `load` of a WebAssembly package takes. */
export {};
