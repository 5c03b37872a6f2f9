/**
 * Runs kernels in this process by the runtime's sources: what differs between packages is their kernels and steps, so the
 * many of the conformance suite are made of these alone. Whole packages are run by other tests.
 */

import { fingerprint } from '../../../compiler/plan/fingerprint.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { Target } from '../../../compiler/target.ts';
import type { Program } from '../../../targets/javascript/runtime/interface.ts';
import type { Workers } from '../../../targets/javascript/runtime/workers.ts';
import { weightsBytes } from '../../../targets/javascript/size.ts';
import { assemble } from '../../../targets/wasm/assemble.ts';
import { memoryMapOf } from '../../../targets/wasm/memory-map.ts';
import { printNetwork } from '../../../targets/wasm/network.ts';
import { loadModel } from '../../../targets/wasm/runtime/model.ts';
import type { Code, WasmStep } from '../../../targets/wasm/runtime/program.ts';
import { wasm } from '../../../targets/wasm/target.ts';
import type { Runner } from '../conformance.ts';

/** The target, whose packages are kernels alone. */
export const kernelsAlone: Target = {
  ...wasm,
  async files(plan) {
    const { text } = printNetwork(plan, memoryMapOf(plan));
    return [{ path: 'dist/kernels.wasm', bytes: await assemble(text) }];
  },
};

/** What `steps.ts` of a plan says. */
export function codeOf(plan: Plan): Code {
  const map = memoryMapOf(plan);
  const { regions, room } = map;
  const { units } = printNetwork(plan, map);
  const stepsOf = (steps: Plan['steps']): readonly WasmStep[] =>
    steps.map(({ layer, kernel, arguments: ranges }) => ({
      layer,
      kernel: plan.kernels[kernel]?.name ?? '',
      addresses: ranges.map(({ region, offset }) => regions[region] + 4 * offset),
    }));
  return {
    address: {
      portable: () => new URL('file:///none/kernels.wasm'),
      relaxed: () => new URL('file:///none/kernels-relaxed.wasm'),
    },
    memory: { weights: regions.weights, arena: regions.arena, room },
    units: Object.fromEntries(plan.kernels.map(({ name }, i) => [name, units[i] ?? 0])),
    prepare: stepsOf(plan.prepare),
    steps: stepsOf(plan.steps),
  };
}

/** What `program.ts` of a plan says, as far as runs need it. */
export const programOf = (plan: Plan): Program => ({
  name: plan.name,
  target: plan.target,
  inputs: plan.inputs,
  outputs: plan.outputs,
  parameters: plan.parameters,
  macs: plan.macs,
  bytes: {
    download: weightsBytes(plan),
    weights: 4 * plan.recipe.elements,
    prepared: 4 * plan.prepared,
    activations: 4 * plan.arena.elements,
    scratch: memoryMapOf(plan).roomBytes,
  },
  plan: fingerprint(plan),
});

/** Packages have them; here runs are done in this thread. */
export const noWorkers: Workers = {
  base: 'file:///none',
  start: () => {
    throw new Error('there are no workers here');
  },
};

/** Runs what `kernelsAlone` makes. */
export const kernelRunner: Runner = async ({ name, plan, files, weights, input }) => {
  const kernels = files.find(({ path }) => path === 'dist/kernels.wasm')?.bytes;
  if (!kernels) throw new Error(`${name} has no kernels.wasm`);
  const model = await loadModel<readonly number[], readonly number[]>(
    programOf(plan),
    codeOf(plan),
    noWorkers,
    {
      weights,
      kernels,
    },
  );
  const result = await model.run(input);
  model.dispose();
  return result;
};
