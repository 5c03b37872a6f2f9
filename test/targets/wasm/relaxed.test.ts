/** The build for relaxed SIMD: the portable text but for how products are added, and the same numbers, nearly. */

import { describe, expect, test } from 'vitest';
import { assemble } from '../../../targets/wasm/assemble.ts';
import { memoryMapOf } from '../../../targets/wasm/memory-map.ts';
import { printNetwork } from '../../../targets/wasm/network.ts';
import { relax } from '../../../targets/wasm/wat/relaxed.ts';
import { enableRelaxedSimd } from '../../support/relaxed-simd.ts';
import { describeAlgorithms, describeConformance } from '../conformance.ts';
import { operatorCases } from '../table/operators.ts';
import { algorithmCases } from './algorithm-cases.ts';
import { kernelRunner, kernelsAlone } from './runner.ts';

enableRelaxedSimd();

describe('a product that is added', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => `(local.get $${name})`);
  test.each([
    ['alone', `(f32x4.add (f32x4.mul ${a} ${b}) ${c})`, `(f32x4.relaxed_madd ${a} ${b} ${c})`],
    ['on lines of its own', `(f32x4.add\n  (f32x4.mul\n${a})\n${c})`, `(f32x4.relaxed_madd\n${a}\n${c})`],
    [
      'to one that is',
      `(f32x4.add (f32x4.mul ${a} ${b}) (f32x4.add (f32x4.mul ${c} ${d}) ${a}))`,
      `(f32x4.relaxed_madd ${a} ${b} (f32x4.relaxed_madd ${c} ${d} ${a}))`,
    ],
    [
      'times another',
      `(f32x4.add (f32x4.mul (f32x4.add (f32x4.mul ${a} ${b}) ${c}) ${d}) ${a})`,
      `(f32x4.relaxed_madd (f32x4.relaxed_madd ${a} ${b} ${c}) ${d} ${a})`,
    ],
    [
      'below a comment with half a parenthesis',
      `;; a) or (b\n(f32x4.add (f32x4.mul ${a} ${b}) ${c})`,
      `;; a) or (b\n(f32x4.relaxed_madd ${a} ${b} ${c})`,
    ],
  ])('%s becomes one instruction', (_, text, relaxed) => {
    expect(relax(text)).toBe(relaxed);
  });

  test.each([
    ['a comment', `;; (f32x4.add (f32x4.mul a b) c)\n`],
    ['a product second', `(f32x4.add ${c} (f32x4.mul ${a} ${b}))`],
    ['a difference', `(f32x4.sub (f32x4.mul ${a} ${b}) ${c})`],
    ['float64', `(f64x2.add (f64x2.mul ${a} ${b}) ${c})`],
  ])('%s stays', (_, text) => {
    expect(relax(text)).toBe(text);
  });

  test('is rounded once where the CPU can, else twice', async () => {
    const text = `(module (func (export "f") (param f32 f32 f32) (result f32)
      (f32x4.extract_lane 0
        (f32x4.add
          (f32x4.mul (f32x4.splat (local.get 0)) (f32x4.splat (local.get 1)))
          (f32x4.splat (local.get 2))))))`;
    const { instance } = await WebAssembly.instantiate(await assemble(relax(text)));
    const f = instance.exports.f as (a: number, b: number, c: number) => number;
    // (1 + e)^2 - (1 + 2e) is e^2, which is lost where the product is rounded.
    const e = 2 ** -20;
    expect([e * e, 0]).toContain(f(1 + e, 1 + e, -1 - 2 * e));
    expect(f(2, 3, 4)).toBe(10);
  });
});

/** The target, whose packages are these kernels alone. */
const relaxedAlone: typeof kernelsAlone = {
  ...kernelsAlone,
  async files(plan) {
    const text = relax(printNetwork(plan, memoryMapOf(plan)).text);
    return [{ path: 'dist/kernels.wasm', bytes: await assemble(text) }];
  },
};

describeConformance('operators', relaxedAlone, operatorCases(), kernelRunner);
describeAlgorithms('algorithms', relaxedAlone, algorithmCases, kernelRunner);
