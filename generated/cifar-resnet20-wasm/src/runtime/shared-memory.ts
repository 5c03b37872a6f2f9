/** Kernels over memory that threads share: of their module one byte is different. */

/** What the binary format says (https://webassembly.github.io/spec/core/binary/). */
const importSection = 2;
const memoryImport = 2;
const limits = { withMaximum: 1, withMaximumShared: 3 } as const;

/** A module's name for its magic number, and version. */
const headerBytes = 8;

/**
 * Has a module import shared memory, where it imports memory of its own with a maximum as its first import. Changes the
 * bytes it is given.
 *
 * @returns whether the module is such a one; if not, nothing is changed
 */
export function shareMemory(module: Uint8Array): boolean {
  const flag = memoryFlagOf(module);
  if (flag === undefined || module[flag] !== limits.withMaximum) return false;
  module[flag] = limits.withMaximumShared;
  return true;
}

/** Where the limits of the memory begin that is imported first. */
function memoryFlagOf(module: Uint8Array): number | undefined {
  let at = headerBytes;
  /** An unsigned number, seven bits a byte, the lowest first. */
  const number = (): number => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = module[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const skip = (bytes: number): void => {
    at += bytes;
  };
  // Sections: a number that says which, how many bytes follow, and these.
  while (at < module.length) {
    const section = module[at++];
    const bytes = number();
    if (section !== importSection) {
      skip(bytes);
      continue;
    }
    if (number() === 0) return undefined;
    // An import: the names of a module and of what it has, and what kind that is.
    skip(number());
    skip(number());
    return module[at++] === memoryImport ? at : undefined;
  }
  return undefined;
}
