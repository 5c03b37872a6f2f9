/** What a WebAssembly package is made of, as its generated files say it: data that any thread can be given. */
/** A step. */
export const step = (layer, kernel, ...addresses) => ({ layer, kernel, addresses });
/** Addresses in a region that begins at a byte: of numbers by their place; how many there are is for the reader. */
export const region = (start) => (offset, _elements) => start + 4 * offset;
