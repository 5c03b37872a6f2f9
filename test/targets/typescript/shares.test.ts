/**
 * Tasks done in shares, as threads will do them: each share by kernels of its own, the last first, on memory full of NaN.
 * Networks give the same bits however many share.
 */

import { theInput, theOutput } from '../../support/borders.ts';
import '../memo.ts';
import { afterAll, expect, test } from 'vitest';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import { packToBytes } from '../../../compiler/driver/package/pack.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { elementCount } from '../../../compiler/shape.ts';
import { count } from '../../../targets/indices.ts';
import { headerBytes } from '../../../targets/javascript/runtime/header.ts';
import type { Task } from '../../../targets/javascript/runtime/task.ts';
import type { Linked, Memory } from '../../../targets/typescript/runtime/program.ts';
import { typescript } from '../../../targets/typescript/target.ts';
import { PackageFolder } from '../packages.ts';
import { importSpec, packSynthetic } from '../specs.ts';
import { choosing } from '../table/algorithms.ts';
import { type Case, configuredFrom, parameterIn } from '../table/case.ts';
import { Network } from '../table/network.ts';
import { algorithmCases } from './algorithm-cases.ts';

/** Runs a plan's input, each task in so many shares, or in one a unit where it has fewer. */
type Shared = (input: Float32Array, shares: number, how?: Sharing) => Uint8Array;

/** Does one task in shares. Threads, each of which has the task with kernels of its own, take turns. */
type Sharing = (tasks: readonly Task[], shares: number, memory: Float32Array) => void;

/** What a package's `steps.js` exports. */
interface Steps {
  readonly link: (memory: Memory) => Linked;
}

const threads = count(5);

const folder = new PackageFolder();
afterAll(() => folder.remove());

/** @param name - unlike that of any other package: modules are imported once */
async function shared(name: string, plan: Plan, weights: Uint8Array): Promise<Shared> {
  const files = await typescript.files(plan);
  const scripts = files.filter(({ path }) => path === 'package.json' || path.endsWith('.js'));
  const numbers = new Float32Array(plan.prepared + plan.arena.elements);
  const arena = numbers.subarray(plan.prepared);
  const memory: Memory = {
    weights: new Float32Array(weights.slice(headerBytes).buffer),
    prepared: numbers.subarray(0, plan.prepared),
    arena,
  };
  const linked = await Promise.all(
    threads.map(async thread => {
      const { link } = await folder.importAs<Steps>(`${name}-${thread}`, scripts, 'steps.js');
      const { prepare, steps } = link(memory);
      return [...prepare, ...steps];
    }),
  );
  const [first = []] = linked;
  return (input, most, how = inTurn) => {
    numbers.fill(Number.NaN);
    arena.set(input, theInput(plan).offset);
    for (const [i, { units }] of first.entries()) {
      expect(units).toBeGreaterThan(0);
      const own = linked.flatMap(tasks => tasks[i] ?? []);
      how(own, Math.min(most, units), numbers);
    }
    const { offset, shape } = theOutput(plan);
    const result = arena.slice(offset, offset + elementCount(shape));
    expect(result.findIndex(Number.isNaN), 'a result is no number').toBe(-1);
    return new Uint8Array(result.buffer);
  };
}

/** Each share after another, the last first. */
const inTurn: Sharing = (tasks, shares) => {
  for (let share = shares - 1; share >= 0; share--) {
    const { units = 0, run } = tasks[share % tasks.length] ?? {};
    const [from = 0, to = 0] = [share, share + 1].map(each => Math.floor((units * each) / shares));
    run?.(from, to);
  }
};

/** Each share as if no other were done. All they have written is put together, and none has written what another has. */
const apart: Sharing = (tasks, shares, memory) => {
  const bits = new Uint32Array(memory.buffer);
  const before = bits.slice();
  const after = bits.slice();
  const writers = new Uint8Array(bits.length);
  inTurn(
    tasks.map(({ run, ...step }) => ({
      ...step,
      run(from, to) {
        bits.set(before);
        run(from, to);
        for (let i = 0; i < bits.length; i++) {
          if (bits[i] === before[i]) continue;
          after[i] = bits[i] ?? 0;
          writers[i] = (writers[i] ?? 0) + 1;
        }
      },
    })),
    shares,
    memory,
  );
  bits.set(after);
  const twice = writers.findIndex(times => times > 1);
  expect(twice, `${tasks[0]?.layer}: a number that two shares write`).toBe(-1);
};

function expectSame(run: Shared, input: Float32Array): void {
  const alone = run(input, 1);
  const same = (result: Uint8Array, how: string): void => {
    expect(Buffer.compare(result, alone), how).toBe(0);
  };
  for (const shares of [2, 3, 5]) same(run(input, shares), `${shares} shares`);
  same(run(input, Number.POSITIVE_INFINITY), 'each unit by itself');
  same(run(input, 3, apart), '3 shares apart');
}

/** Kernels that are loops over their results: few turns of the outer ones, many of the only one, and all between. */
const loops = (
  [
    [1, 3, 5, 4],
    [2, 300, 3, 5],
    [30, 2, 3, 3],
    [1, 37, 40, 9],
  ] as const
).map((shape): Case => {
  const network = new Network(`loops-${shape.join('x')}`, shape);
  const [, channels] = shape;
  const x = network.sigmoid(network.input);
  const values = [
    network.maxPool(x, { kernel: 3, padding: 1 }),
    network.averagePool(x, { kernel: 2, padding: 1, stride: 2 }),
    network.adaptivePool(x),
    network.adaptivePool(x, [2, 3]),
    ...[1, 2, 3].map(axis => network.softmax(x, axis)),
    network.mul(network.softmax(x, 1), network.parameter([channels, 1, 1])),
  ];
  return network.case(network.softmax(network.concat(1, ...values.map(each => network.flatten(each))), 1));
});

const cases = [
  ...algorithmCases.map(row => ({ ...row, target: choosing(typescript, row.algorithms) })),
  ...loops.map(row => ({ ...row, target: typescript })),
];

test.each(cases)('$name', async row => {
  const { plan } = compile(configuredFrom(row), row.target);
  const weights = await packToBytes(plan, { origin: 'synthetic', read: name => parameterIn(row, name) });
  expectSame(await shared(row.name, plan, weights), row.input);
});

test('a whole network', async () => {
  const configured = (await importSpec('resnet18')).configure({ height: 33, width: 47 });
  const { plan } = compile(configured, typescript);
  expectSame(await shared('resnet18', plan, await packSynthetic(plan)), syntheticInput(theInput(plan).shape));
});

test('there are units for several threads', async () => {
  const { plan } = compile((await importSpec('resnet50')).configure({}), typescript);
  const { link } = await folder.importAs<Steps>('resnet50', await typescript.files(plan), 'steps.js');
  const nothing = new Float32Array();
  const { prepare, steps } = link({ weights: nothing, prepared: nothing, arena: nothing });
  for (const { layer, units } of [...prepare, ...steps]) expect(units, layer).toBeGreaterThanOrEqual(14);
});
