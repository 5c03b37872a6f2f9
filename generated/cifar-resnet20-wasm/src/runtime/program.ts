/** What a WebAssembly package is made of, as its generated files say it: data that any thread can be given. */

/** One call of a kernel, by its name: bytes where its arguments lie, the last what it writes. */
export interface WasmStep<Name extends string = string> {
  readonly layer: string;
  readonly kernel: Name;
  readonly addresses: readonly number[];
}

/** The kernels and steps of a package. */
export interface Code<Name extends string = string> {
  /** Where `kernels.wasm` and `kernels-relaxed.wasm` lie, unless `load` is told. */
  readonly address: { readonly portable: () => URL; readonly relaxed: () => URL };
  /** The one memory, in bytes: weights, prepared weights, activations, room for a thread. */
  readonly memory: {
    readonly weights: number;
    readonly arena: number;
    readonly room: number;
  };
  /** Units of work that each kernel has: threads share them. */
  readonly units: Readonly<Record<Name, number>>;
  /** Run once, when weights are there. */
  readonly prepare: readonly WasmStep<Name>[];
  /** Run for each inference. */
  readonly steps: readonly WasmStep<Name>[];
}

/** A step. */
export const step = <Name extends string>(
  layer: string,
  kernel: Name,
  ...addresses: readonly number[]
): WasmStep<Name> => ({ layer, kernel, addresses });

/** Addresses in a region that begins at a byte: of numbers by their place; how many there are is for the reader. */
export const region =
  (start: number) =>
  (offset: number, _elements: number): number =>
    start + 4 * offset;
