/** `kernels.wasm` or `kernels-relaxed.wasm`, from wherever it is, to kernels over a memory. */
import { printed } from './arguments.js';
import { bytesOf, fileInNode, readFile, reason } from './source.js';
import { unlessAborted } from './together.js';
import { hasRelaxedSimd, seemsRelaxed } from './relaxed.js';
import { shareMemory } from './shared-memory.js';
/** A function that makes a vector: valid where there are fixed-width SIMD instructions. */
const vectors = Uint8Array.of(...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11]);
/** @throws Error where this engine cannot run any kernel */
export function checkEngine(name) {
    const fix = `compile the network for the target typescript, which runs everywhere`;
    if (typeof WebAssembly !== 'object')
        throw new Error(`${name}: WebAssembly is switched off here; ${fix}`);
    if (WebAssembly.validate(vectors))
        return;
    throw new Error(`${name}: this engine has no WebAssembly SIMD, which came with Chrome 91, Firefox 89, Safari 16.4 and Node 16.4; ${fix}`);
}
/**
 * Compiles kernels.
 *
 * @param source - the package's own file unless given
 * @throws Error that says what was expected, what was got and how to mend it
 */
export async function compileKernels(name, { address }, source, { shared, relaxed = true, signal }) {
    const given = source ?? address[relaxed && hasRelaxedSimd() ? 'relaxed' : 'portable']();
    if (given instanceof WebAssembly.Module) {
        if (!shared)
            return given;
        throw new Error(`${name}: kernels that are compiled already cannot work on memory that threads share; give load the URL or the bytes of kernels.wasm`);
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
    }
    catch (cause) {
        throw new Error(`${name}: the kernels do not compile: ${reason(cause)}${hint(cause, bytes)}`, { cause });
    }
}
/** Kernels of their own over a memory: every thread has its. @throws Error where they are another package's */
export async function instantiateKernels(name, { units }, module, memory) {
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } }).catch((cause) => {
        throw new Error(`${anothers(name)}: ${reason(cause)}`, { cause });
    });
    const missing = Object.keys(units).find(kernel => typeof exports[kernel] !== 'function');
    if (missing !== undefined)
        throw new Error(`${anothers(name)}: they lack ${missing}`);
    return exports;
}
const anothers = (name) => `${name}: the kernels are another package's; give load those that came with this one, and clear what may be cached`;
const elsewhere = 'kernels.wasm and kernels-relaxed.wasm must lie beside the scripts, or tell load where one is: load({ weights, kernels: url })';
async function read(name, source, signal) {
    const buffer = bytesOf(source);
    if (buffer)
        return Uint8Array.from(buffer);
    try {
        if (typeof source === 'string' || source instanceof URL) {
            const file = fileInNode(source);
            if (file !== undefined)
                return await collect(readFile(file, signal));
            return await bodyOf(await fetch(source, signal ? { signal } : {}));
        }
        const response = await unlessAborted(signal, Promise.resolve(source));
        if (!(response instanceof Response)) {
            throw new TypeError(`expected a URL, a path (in Node), a Response, bytes or a module, got ${printed(response)}`);
        }
        return await unlessAborted(signal, bodyOf(response));
    }
    catch (cause) {
        signal?.throwIfAborted();
        throw new Error(`${name}: cannot read the kernels: ${reason(cause)}; ${elsewhere}`, { cause });
    }
}
async function bodyOf(response) {
    if (!response.ok)
        throw new Error(`${response.url} answered HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
}
async function collect(chunks) {
    const all = [];
    for await (const chunk of chunks)
        all.push(chunk);
    return new Uint8Array(await new Blob(all).arrayBuffer());
}
const whatIs = (bytes) => String.fromCharCode(...bytes.subarray(0, 64))
    .trimStart()
    .startsWith('<')
    ? 'an HTML page'
    : `${bytes.length} bytes of something else`;
/** How to mend what does not compile: a policy that forbids WebAssembly, or the other build's kernels. */
function hint(cause, module) {
    if (/Content Security Policy|unsafe-eval/i.test(reason(cause))) {
        return "; allow it in the page's Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'";
    }
    return seemsRelaxed(module) && !hasRelaxedSimd()
        ? '; they are kernels-relaxed.wasm, and this engine has no relaxed SIMD: give load kernels.wasm, which runs everywhere'
        : '';
}
