/** Single kernels of the target `wasm`: threads that share their work, and numbers that are none. */

import { describe, expect, test } from 'vitest';
import { uniform } from '../../../compiler/checkpoint/synthetic.ts';
import { add, exp, operand } from '../../../compiler/ir/scalar.ts';
import { type Kernel, parametersOf } from '../../../compiler/plan/kernel.ts';
import { channelsLast, rowMajor } from '../../../compiler/plan/layout.ts';
import type { Shape } from '../../../compiler/shape.ts';
import type { PrintedKernel } from '../../../targets/units.ts';
import { assemble } from '../../../targets/wasm/assemble.ts';
import { printMap } from '../../../targets/wasm/kernels/map.ts';
import { printAdaptivePool, printPool } from '../../../targets/wasm/kernels/pool.ts';
import { printSoftmax } from '../../../targets/wasm/kernels/softmax.ts';
import { printModule } from '../../../targets/wasm/wat/module.ts';

/** Numbers of each argument's part of memory. */
const part = 2 ** 16;

/** A kernel at work: gives it numbers, and calls it for units of its work, share by share. */
async function loaded(kernel: Kernel, { text, units }: PrintedKernel) {
  const parameters = parametersOf(kernel);
  const memory = new WebAssembly.Memory({ initial: 4 * parameters.length });
  const module = printModule({ head: [], memory: '(memory 1)', functions: [text] });
  const { instance } = await WebAssembly.instantiate(await assemble(module), { env: { memory } });
  const call = instance.exports[kernel.name] as (...numbers: readonly number[]) => void;
  const numbers = new Float32Array(memory.buffer);
  return {
    units,
    run(input: Float32Array, threads: number): Float32Array {
      // What no thread writes stays like this.
      numbers.fill(Number.NaN);
      for (let i = 0; i < parameters.length - 1; i++) numbers.set(input, i * part);
      const addresses = parameters.map((_, i) => 4 * i * part);
      // The last first: no share may need what another leaves.
      for (let thread = threads - 1; thread >= 0; thread--) {
        const [from, to] = [thread, thread + 1].map(each => Math.floor((units * each) / threads));
        call(...addresses, 0, from ?? 0, to ?? 0);
      }
      return numbers.slice((parameters.length - 1) * part);
    },
  };
}

const axis = { kernel: 3, stride: 2, padding: [1, 1], dilation: 1 } as const;
const image: Shape = [2, 21, 9, 11];

const kernels: readonly (readonly [string, Kernel, PrintedKernel])[] = [
  ...[channelsLast, rowMajor].flatMap(lay => {
    const pool = {
      kind: 'pool',
      name: 'pool',
      x: lay(image),
      y: channelsLast([2, 21, 5, 6]),
      window: [axis, axis],
      countPadding: false,
    } as const;
    const max = { ...pool, reducer: 'max' } as const;
    const mean = { ...pool, reducer: 'mean' } as const;
    const adaptive = { kind: 'adaptive-pool', name: 'pool', x: lay(image), y: lay([2, 21, 1, 1]) } as const;
    const soft = { kind: 'softmax', name: 'softmax', x: lay(image), y: lay(image), axis: 3 } as const;
    const along = { ...soft, axis: 1 } as const;
    const copy = {
      kind: 'map',
      name: 'copy',
      expression: exp(operand(0)),
      operands: [lay(image).strides],
      y: channelsLast(image),
    } as const;
    return [
      [`max pool, ${lay.name}`, max, printPool(max)],
      [`mean pool, ${lay.name}`, mean, printPool(mean)],
      [`mean of images, ${lay.name}`, adaptive, printAdaptivePool(adaptive)],
      [`softmax of rows, ${lay.name}`, soft, printSoftmax(soft)],
      [`softmax of channels, ${lay.name}`, along, printSoftmax(along)],
      [`map, ${lay.name}`, copy, printMap(copy)],
    ] as const;
  }),
  ...[1, 3, 64, 65, 1000, 4099].map(length => {
    const line = { kind: 'map', name: 'line', operands: [[1], [0]], y: rowMajor([length]) } as const;
    const sum = { ...line, expression: add(operand(0), operand(1)) };
    return [`map of ${length} in a row`, sum, printMap(sum)] as const;
  }),
];

describe('any number of threads gives the same bits', () => {
  test.each(kernels)('%s', async (_, kernel, printed) => {
    const { run, units } = await loaded(kernel, printed);
    const input = uniform('input', image, -2, 2);
    const alone = new Uint8Array(run(input, 1).buffer);
    const written = run(input, 1).findLastIndex(value => !Number.isNaN(value));
    const { shape } = kernel.kind === 'expand' ? { shape: [0] } : kernel.y;
    expect(written + 1, 'all is written, and nothing beyond').toBe(shape.reduce((a, b) => a * b, 1));
    for (const threads of [2, 3, 5, 8, units]) {
      expect(Buffer.compare(new Uint8Array(run(input, threads).buffer), alone), `${threads} threads`).toBe(0);
    }
  });
});

describe('a NaN stays one', () => {
  const plain = { kernel: 2, stride: 2, padding: [0, 0], dilation: 1 } as const;
  const shape = [1, 16, 2, 2];
  const max = {
    kind: 'pool',
    name: 'pool',
    x: channelsLast(shape),
    y: channelsLast([1, 16, 1, 1]),
    reducer: 'max',
    window: [plain, plain],
    countPadding: false,
  } as const;

  test.each([0, 1, 2, 3])('in tap %d of a max pool', async tap => {
    const { run } = await loaded(max, printPool(max));
    const input = uniform('input', shape, -2, 2);
    input[16 * tap + 5] = Number.NaN;
    const result = run(input, 1).subarray(0, 16);
    expect(result.map(value => (Number.isNaN(value) ? 1 : 0))).toEqual(
      new Float32Array(16).map((_, i) => (i === 5 ? 1 : 0)),
    );
  });

  test('in a softmax', async () => {
    const soft = {
      kind: 'softmax',
      name: 'softmax',
      x: rowMajor([2, 7]),
      y: rowMajor([2, 7]),
      axis: 1,
    } as const;
    const { run } = await loaded(soft, printSoftmax(soft));
    const input = uniform('input', [2, 7], -2, 2);
    input[6] = Number.NaN;
    const result = run(input, 1);
    expect([...result.subarray(0, 7)].every(Number.isNaN)).toBe(true);
    expect([...result.subarray(7, 14)].every(Number.isFinite)).toBe(true);
  });
});
