/** `kernels.wasm` or `kernels-relaxed.wasm`, from wherever it is, to kernels over a memory. */

import { printed } from './arguments.ts';
import type { Signal } from './globals.ts';
import { bytesOf, fileInNode, readFile, reason } from './source.ts';
import { unlessAborted } from './together.ts';
import type { KernelsSource } from './options.ts';
import type { Code } from './program.ts';
import { hasRelaxedSimd, seemsRelaxed } from './relaxed.ts';
import { shareMemory } from './shared-memory.ts';

/**
 * A kernel: addresses in bytes of what it reads and writes, of the room it works in, and the units of its work to do,
 * `from` up to, not including, `to`.
 */
export type Kernel = (...numbers: readonly number[]) => void;

/** Kernels by name. */
export type Kernels = Readonly<Record<string, Kernel>>;

/** A function that makes a vector: valid where there are fixed-width SIMD instructions. */
const vectors = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
);

/** @throws Error where this engine cannot run any kernel */
export function checkEngine(name: string): void {
  const fix = `compile the network for the target typescript, which runs everywhere`;
  if (typeof WebAssembly !== 'object') throw new Error(`${name}: WebAssembly is switched off here; ${fix}`);
  if (WebAssembly.validate(vectors)) return;
  throw new Error(
    `${name}: this engine has no WebAssembly SIMD, which came with Chrome 91, Firefox 89, Safari 16.4 and Node 16.4; ${fix}`,
  );
}

/** How kernels are to be compiled. */
export interface Compilation {
  /** Whether they work on memory that threads share. */
  readonly shared: boolean;
  /** Whether the package's own may be those for relaxed SIMD, where this engine has it. They may unless said. */
  readonly relaxed?: boolean | undefined;
  readonly signal?: Signal | undefined;
}

/**
 * Compiles kernels.
 *
 * @param source - the package's own file unless given
 * @throws Error that says what was expected, what was got and how to mend it
 */
export async function compileKernels(
  name: string,
  { address }: Code,
  source: KernelsSource | undefined,
  { shared, relaxed = true, signal }: Compilation,
): Promise<WebAssembly.Module> {
  const given = source ?? address[relaxed && hasRelaxedSimd() ? 'relaxed' : 'portable']();
  if (given instanceof WebAssembly.Module) {
    if (!shared) return given;
    throw new Error(
      `${name}: kernels that are compiled already cannot work on memory that threads share; give load the URL or the bytes of kernels.wasm`,
    );
  }
  const bytes = await read(name, given, signal);
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== '\0asm') {
    throw new Error(`${name}: the kernels are no WebAssembly but ${whatIs(bytes)}; ${elsewhere}`);
  }
  if (shared && !shareMemory(bytes)) {
    throw new Error(`${anothers(name)}: their memory cannot be shared`);
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new Error(`${name}: the kernels do not compile: ${reason(cause)}${hint(cause, bytes)}`, { cause });
  }
}

/** Kernels of their own over a memory: every thread has its. @throws Error where they are another package's */
export async function instantiateKernels(
  name: string,
  { units }: Code,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } }).catch((cause: unknown) => {
    throw new Error(`${anothers(name)}: ${reason(cause)}`, { cause });
  });
  const missing = Object.keys(units).find(kernel => typeof exports[kernel] !== 'function');
  if (missing !== undefined) throw new Error(`${anothers(name)}: they lack ${missing}`);
  return exports as unknown as Kernels;
}

const anothers = (name: string): string =>
  `${name}: the kernels are another package's; give load those that came with this one, and clear what may be cached`;

const elsewhere =
  'kernels.wasm and kernels-relaxed.wasm must lie beside the scripts, or tell load where one is: load({ weights, kernels: url })';

async function read(
  name: string,
  source: KernelsSource,
  signal: Signal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = bytesOf(source);
  if (buffer) return Uint8Array.from(buffer);
  try {
    if (typeof source === 'string' || source instanceof URL) {
      const file = fileInNode(source);
      if (file !== undefined) return await collect(readFile(file, signal));
      return await bodyOf(await fetch(source, signal ? { signal } : {}));
    }
    const response: unknown = await unlessAborted(signal, Promise.resolve(source));
    if (!(response instanceof Response)) {
      throw new TypeError(
        `expected a URL, a path (in Node), a Response, bytes or a module, got ${printed(response)}`,
      );
    }
    return await unlessAborted(signal, bodyOf(response));
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error(`${name}: cannot read the kernels: ${reason(cause)}; ${elsewhere}`, { cause });
  }
}

async function bodyOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.ok) throw new Error(`${response.url} answered HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const all: BlobPart[] = [];
  for await (const chunk of chunks) all.push(chunk as Uint8Array<ArrayBuffer>);
  return new Uint8Array(await new Blob(all).arrayBuffer());
}

const whatIs = (bytes: Uint8Array): string =>
  String.fromCharCode(...bytes.subarray(0, 64))
    .trimStart()
    .startsWith('<')
    ? 'an HTML page'
    : `${bytes.length} bytes of something else`;

/** How to mend what does not compile: a policy that forbids WebAssembly, or the other build's kernels. */
function hint(cause: unknown, module: Uint8Array): string {
  if (/Content Security Policy|unsafe-eval/i.test(reason(cause))) {
    return "; allow it in the page's Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'";
  }
  return seemsRelaxed(module) && !hasRelaxedSimd()
    ? '; they are kernels-relaxed.wasm, and this engine has no relaxed SIMD: give load kernels.wasm, which runs everywhere'
    : '';
}
