/** Counts the arrays of numbers that code makes, whichever way: constructors, `slice`, `subarray`, `from`. */

/** Typed arrays and buffers. */
const counted = [
  'ArrayBuffer',
  'Float32Array',
  'Float64Array',
  'Int32Array',
  'Uint32Array',
  'Uint8Array',
] as const;

/**
 * Runs `body` while every array that is made is written down, as `Float32Array(1000)`. Code must be loaded inside
 * `body`: what it makes from arrays that were there before is not seen.
 */
export async function countingArrays(body: (made: string[]) => Promise<void>): Promise<void> {
  const made: string[] = [];
  const originals = counted.map(name => [name, globalThis[name]] as const);
  try {
    for (const [name, original] of originals) {
      // Arrays make others of their own kind (`Symbol.species`), so these are counted too.
      const Counting = class extends (original as typeof Float32Array) {
        constructor(...given: ConstructorParameters<typeof Float32Array>) {
          super(...given);
          made.push(`${name}(${this.length ?? this.byteLength})`);
        }
      };
      Object.defineProperty(Counting, 'name', { value: name });
      Object.assign(globalThis, { [name]: Counting });
    }
    await body(made);
  } finally {
    for (const [name, original] of originals) Object.assign(globalThis, { [name]: original });
  }
}
