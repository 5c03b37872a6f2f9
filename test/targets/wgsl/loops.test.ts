/** What Tint adds to kernels, as it compiles them: nothing to loops that multiply and add. */

import { expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import type { Kernel } from '../../../compiler/plan/kernel.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { printHelper } from '../../../targets/wgsl/helpers.ts';
import { printKernel } from '../../../targets/wgsl/kernels/index.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { clampsIn, compileByTint, loopsIn } from '../../support/tint.ts';
import { describeOnGpu } from '../../support/webgpu.ts';
import { importSpec } from '../specs.ts';
import { configuredFrom } from '../table/case.ts';
import { meanCases } from '../table/means.ts';
import { operatorCases } from '../table/operators.ts';

/** Kernels with their texts; of those that are written alike, one. */
async function kernels(): Promise<ReadonlyMap<string, Kernel | undefined>> {
  const shaders = new Map<string, Kernel | undefined>();
  /** What of a text is written anew for each kernel: its numbers. */
  const seen = new Set<string>();
  const add = (plan: Plan): void => {
    for (const kernel of plan.kernels) {
      const { text } = printKernel(kernel, plan);
      const form = text.replaceAll(/\/\/.*/g, '').replaceAll(/\d+/g, '0');
      if (!seen.has(form)) shaders.set(text, kernel);
      seen.add(form);
    }
  };
  const network = compile((await importSpec('resnet18')).configure({}), wgsl).plan;
  add(network);
  shaders.set(printHelper('convert', network), undefined);
  // Tiles are in the network above; software adapters take seconds to compile each.
  for (const row of [...operatorCases().filter(({ name }) => isOther.test(name)), ...meanCases()]) {
    add(compile(configuredFrom(row), wgsl).plan);
  }
  return shaders;
}

/** Names of rows that have one kernel, of every other kind. */
const isOther = /^(?:max-pool|average-pool|adaptive|softmax|linear|conv2d-3x3-(?:depthwise|groups|32))/;

const isTiled = (kernel: Kernel | undefined): boolean =>
  kernel?.kind === 'contract' && kernel.schedule.name === 'tiled';

describeOnGpu('loops', () => {
  test('end by what their texts say, and tiles are reached without bounds', async () => {
    const shaders = await kernels();
    const compiled = await compileByTint([...shaders.keys()]);
    let [all, hot] = [0, 0];
    for (const [i, [text, kernel]] of [...shaders].entries()) {
      const loops = loopsIn(compiled[i] ?? '');
      all += loops.length;
      expect(loops.length, text).toBe(text.match(/\bfor \(/g)?.length ?? 0);
      expect(loops.filter(({ isGuarded }) => isGuarded).length, text).toBe(0);
      if (!isTiled(kernel)) continue;
      // Loops over the terms in a tile: they multiply most.
      const products = loops.filter(
        ({ lines }) => lines.filter(line => /OpFMul|OpVectorTimesScalar/.test(line)).length >= 64,
      );
      const inner = products.toSorted((a, b) => a.lines.length - b.lines.length)[0];
      if (!inner) continue;
      hot++;
      expect(clampsIn(inner.lines), text).toEqual([]);
    }
    expect(all).toBeGreaterThan(100);
    expect(hot).toBeGreaterThan(5);
  }, 600_000);
});
