/** WebAssembly text to bytes, by WABT. */

import { InvariantError } from '../../compiler/errors.ts';

/** What modules may use: vectors of 128 bits, sums of products that round as the CPU does, memory that threads share. */
const features = { simd: true, relaxed_simd: true, threads: true };

/** Assembles a module. The same text gives the same bytes. */
export async function assemble(text: string, name = 'kernels.wat'): Promise<Uint8Array<ArrayBuffer>> {
  // Imported when it is needed, for it is large.
  const { default: wabt } = await import('wabt');
  const { parseWat } = await wabt();
  // Of a string, WABT takes as many bytes as it has characters: one of two bytes cuts the text short.
  const bytes = new TextEncoder().encode(text);
  const module = attempt(text, () => parseWat(name, bytes, features));
  try {
    attempt(text, () => module.validate());
    // Names of functions stay, for profiles and traces.
    const { buffer } = module.toBinary({ write_debug_names: true });
    return Uint8Array.from(buffer);
  } finally {
    module.destroy();
  }
}

/** What WABT finds wrong is ours to mend: its place is said by the kernel it lies in. */
function attempt<Result>(text: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/:(\d+):\d+: error/.exec(message)?.[1] ?? 0);
    throw new InvariantError(`${kernelAt(text, line)} is no WebAssembly: ${message}`);
  }
}

/** The function that a line lies in. */
function kernelAt(text: string, line: number): string {
  const before = text.split('\n').slice(0, line).join('\n');
  return [...before.matchAll(/^\s*\(func \$([^\s)]+)/gm)].at(-1)?.[1] ?? 'a module';
}
