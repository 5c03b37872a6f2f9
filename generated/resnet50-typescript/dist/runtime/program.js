/** What a package of plain TypeScript is made of, as its generated files say it: kernels bound to ranges of arrays. */
/**
 * A step that calls a kernel. Its last range is what is written.
 *
 * @param units - of the kernel's work
 */
export function step(layer, kernel, units, ...memory) {
    return { layer, units, run: (from, to) => kernel(...memory, from, to) };
}
