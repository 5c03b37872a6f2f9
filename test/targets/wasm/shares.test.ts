/**
 * Steps done in shares, as threads will do them: each share with a room of its own, the last first, on memory full of
 * NaN. Whole networks give the same bits however many share.
 */

import { expect, test } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import { packToBytes } from '../../../compiler/driver/package/pack.ts';
import type { Configured } from '../../../compiler/dsl/spec.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { elementCount } from '../../../compiler/shape.ts';
import { headerBytes } from '../../../targets/javascript/runtime/header.ts';
import type { Task } from '../../../targets/javascript/runtime/task.ts';
import { assemble } from '../../../targets/wasm/assemble.ts';
import { memoryMapOf } from '../../../targets/wasm/memory-map.ts';
import { printNetwork } from '../../../targets/wasm/network.ts';
import { instantiate } from '../../../targets/wasm/runtime/instance.ts';
import { wasm } from '../../../targets/wasm/target.ts';
import { theInput, theOutput } from '../../support/borders.ts';
import { importSpec, packSynthetic } from '../specs.ts';
import { choosing } from '../table/algorithms.ts';
import { configuredFrom, parameterIn } from '../table/case.ts';
import { algorithmCases } from './algorithm-cases.ts';
import { codeOf, programOf } from './runner.ts';

/** Runs a plan's input, each step shared by so many. */
type Shared = (input: Float32Array, threads: number) => Uint8Array;

const pageBytes = 65_536;
const most = 5;
const nothing: Pick<Task, 'units' | 'run'> = { units: 0, run: () => {} };

async function shared(plan: Plan, weights: Uint8Array): Promise<Shared> {
  const map = memoryMapOf(plan);
  const code = codeOf(plan);
  const pages = Math.ceil((map.room + most * map.roomBytes) / pageBytes) + 1;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const bytes = await assemble(printNetwork(plan, map).text);
  const module = await WebAssembly.compile(bytes);
  const instances = await Promise.all(
    Array.from({ length: most }, async (_, thread) => {
      const { prepare, steps } = await instantiate(programOf(plan), code, { module, memory }, thread);
      return [...prepare, ...steps];
    }),
  );
  const [tasks = []] = instances;
  const numbers = new Float32Array(memory.buffer);
  return (input, threads) => {
    numbers.fill(Number.NaN);
    new Uint8Array(memory.buffer).set(weights.subarray(headerBytes), map.regions.weights);
    numbers.set(input, map.regions.arena / 4 + theInput(plan).offset);
    for (const task of tasks.keys()) {
      for (let thread = threads - 1; thread >= 0; thread--) {
        const { units, run } = instances[thread]?.[task] ?? nothing;
        const [from = 0, to = 0] = [thread, thread + 1].map(each => Math.floor((units * each) / threads));
        if (from < to) run(from, to);
      }
    }
    const at = map.regions.arena / 4 + theOutput(plan).offset;
    const result = numbers.slice(at, at + elementCount(theOutput(plan).shape));
    expect(result.findIndex(Number.isNaN), 'a result is no number').toBe(-1);
    return new Uint8Array(result.buffer);
  };
}

function expectSame(run: Shared, input: Float32Array): void {
  const alone = run(input, 1);
  for (const threads of [2, 3, most]) {
    expect(Buffer.compare(run(input, threads), alone), `${threads} threads`).toBe(0);
  }
}

test.each(algorithmCases)('$name', async row => {
  const { plan } = compile(configuredFrom(row), choosing(wasm, row.algorithms));
  const weights = await packToBytes(plan, { origin: 'synthetic', read: name => parameterIn(row, name) });
  expectSame(await shared(plan, weights), row.input);
});

test('a whole network', async () => {
  const configured: Configured = (await importSpec('resnet18')).configure({ height: 33, width: 47 });
  const { plan } = compile(configured, wasm);
  expectSame(await shared(plan, await packSynthetic(plan)), syntheticInput(theInput(plan).shape));
});
