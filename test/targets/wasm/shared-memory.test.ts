/** Kernels on memory that threads share: the same module but for a byte, and the same numbers. */

import { beforeAll, describe, expect, test } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { elementCount } from '../../../compiler/shape.ts';
import { headerBytes } from '../../../targets/javascript/runtime/header.ts';
import { assemble } from '../../../targets/wasm/assemble.ts';
import { memoryMapOf } from '../../../targets/wasm/memory-map.ts';
import { printNetwork } from '../../../targets/wasm/network.ts';
import { instantiate } from '../../../targets/wasm/runtime/instance.ts';
import { compileKernels, instantiateKernels } from '../../../targets/wasm/runtime/kernels.ts';
import type { KernelsSource } from '../../../targets/wasm/runtime/options.ts';
import { shareMemory } from '../../../targets/wasm/runtime/shared-memory.ts';
import { wasm } from '../../../targets/wasm/target.ts';
import { relax } from '../../../targets/wasm/wat/relaxed.ts';
import { theInput, theOutput } from '../../support/borders.ts';
import { packSynthetic } from '../specs.ts';
import { tinySpec } from '../wgsl/tiny.ts';
import { codeOf, programOf } from './runner.ts';

const { signal } = new AbortController();

let plan: Plan;
let weights: Uint8Array;
let bytes: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  ({ plan } = compile(tinySpec.configure({}), wasm));
  weights = await packSynthetic(plan);
  bytes = await assemble(printNetwork(plan, memoryMapOf(plan)).text);
});

const compiled = (source: KernelsSource, shared: boolean): Promise<WebAssembly.Module> =>
  compileKernels(plan.name, codeOf(plan), source, { shared, signal });

const memoryOf = (shared: boolean): WebAssembly.Memory => {
  const { pages } = memoryMapOf(plan);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
};

/** The network's result. */
async function run(shared: boolean): Promise<Float32Array> {
  const memory = memoryOf(shared);
  const code = codeOf(plan);
  const setup = { module: await compiled(bytes, shared), memory };
  const { prepare, steps } = await instantiate(programOf(plan), code, setup);
  const { weights: start, arena } = code.memory;
  new Uint8Array(memory.buffer).set(weights.subarray(headerBytes), start);
  const numbers = new Float32Array(memory.buffer);
  numbers.set(syntheticInput(theInput(plan).shape), arena / 4 + theInput(plan).offset);
  for (const { units, run } of [...prepare, ...steps]) run(0, units);
  const at = arena / 4 + theOutput(plan).offset;
  return numbers.slice(at, at + elementCount(theOutput(plan).shape));
}

test('kernels give the same numbers on memory that is shared', async () => {
  const alone = await run(false);
  expect(alone.some(value => value !== 0)).toBe(true);
  expect(await run(true)).toEqual(alone);
});

test('kernels link with the memory they are compiled for, and with no other', async () => {
  const link = async (module: boolean, memory: boolean): Promise<unknown> =>
    await instantiateKernels(plan.name, codeOf(plan), await compiled(bytes, module), memoryOf(memory));
  await expect(link(true, true)).resolves.toBeDefined();
  await expect(link(false, false)).resolves.toBeDefined();
  await expect(link(true, false)).rejects.toThrow('shared');
  await expect(link(false, true)).rejects.toThrow('shared');
});

test('kernels for relaxed SIMD can share memory too', async () => {
  const text = relax(printNetwork(plan, memoryMapOf(plan)).text);
  expect(shareMemory(await assemble(text))).toBe(true);
});

test('what is given stays as it is', async () => {
  const given = bytes.slice();
  await compiled(given, true);
  expect(given).toEqual(bytes);
});

describe('a module', () => {
  test('is another in one byte', () => {
    const changed = bytes.slice();
    expect(shareMemory(changed)).toBe(true);
    expect([...changed.entries()].filter(([i, byte]) => byte !== bytes[i])).toHaveLength(1);
    expect(shareMemory(changed), 'of a module that has shared memory').toBe(false);
  });

  const others: readonly (readonly [string, string])[] = [
    ['nothing', '(module)'],
    ['memory without a maximum', '(module (import "env" "memory" (memory 1)))'],
    ['a function', '(module (import "env" "memory" (func)))'],
    ['no memory but its own', '(module (memory 1 2) (func (export "f")))'],
  ];

  test.each(others)('that imports %s is refused, and left as it is', async (_, text) => {
    const other = await assemble(text);
    const before = other.slice();
    expect(shareMemory(other)).toBe(false);
    expect(other).toEqual(before);
    await expect(compiled(other, true)).rejects.toThrow(/^tiny: the kernels are another package's; /);
  });

  test('is read past any section before its imports', () => {
    // A custom section of 302 bytes: its name is 'n'.
    const section = Uint8Array.of(0, 0xae, 0x02, 1, 'n'.charCodeAt(0), ...new Uint8Array(300).fill(2));
    const longer = Uint8Array.of(...bytes.subarray(0, 8), ...section, ...bytes.subarray(8));
    expect(WebAssembly.validate(longer)).toBe(true);
    expect(shareMemory(longer)).toBe(true);
    const changed = bytes.slice();
    shareMemory(changed);
    expect(longer.subarray(8 + section.length)).toEqual(changed.subarray(8));
  });

  test('that ends before its imports is refused', () => {
    for (let length = 0; length < 30; length++) expect(shareMemory(bytes.slice(0, length))).toBe(false);
  });

  test('that is compiled already is used as it is, or refused', async () => {
    const module = new WebAssembly.Module(bytes);
    expect(await compiled(module, false)).toBe(module);
    await expect(compiled(module, true)).rejects.toThrow(
      /^tiny: .*compiled already.*give load the URL or the bytes of kernels\.wasm$/,
    );
  });
});
