/** What a program demands of a GPU: limits and features, read from its plan and from the text of its shaders. */

import { InvariantError, invariant } from '../../compiler/errors.ts';
import { align } from '../../compiler/plan/memory.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { Printed } from './kernels/printed.ts';

/** WebGPU's limits by name, and the features that shaders enable. Sizes are those of float32. */
export interface Demands {
  readonly limits: Readonly<Record<string, number>>;
  readonly features: readonly string[];
}

/** The demands of a plan's kernels, and of the other shaders of its package. */
export function demandsOf(plan: Plan, shaders: readonly Printed[]): Demands {
  const sizes = shaders.map(({ text }) => workgroupSize(text));
  const most = (values: readonly number[]): number => Math.max(1, ...values);
  // What is bound ends with four numbers, of float16 too, for which half of this is demanded.
  const bindings = plan.steps.flatMap(({ arguments: ranges }) =>
    ranges.map(({ elements }) => align(4 * elements, 32)),
  );
  const slots = [...plan.recipe.slots, ...plan.arena.slots].map(({ elements }) => 4 * elements);
  return {
    limits: {
      maxBufferSize: most(slots),
      maxComputeInvocationsPerWorkgroup: most(sizes.map(([x, y, z]) => x * y * z)),
      maxComputeWorkgroupSizeX: most(sizes.map(([x]) => x)),
      maxComputeWorkgroupSizeY: most(sizes.map(([, y]) => y)),
      maxComputeWorkgroupSizeZ: most(sizes.map(([, , z]) => z)),
      maxComputeWorkgroupStorageSize: most(shaders.map(({ text }) => workgroupBytes(text))),
      maxComputeWorkgroupsPerDimension: most(shaders.flatMap(({ workgroups }) => workgroups)),
      maxStorageBufferBindingSize: most(bindings),
      maxStorageBuffersPerShaderStage: most(
        shaders.map(({ text }) => text.match(/var<storage\b/g)?.length ?? 0),
      ),
    },
    features: shaders.some(({ text }) => /^enable .*\bsubgroups\b/m.test(text)) ? ['subgroups'] : [],
  };
}

/** Threads of a workgroup along x, y and z. */
export function workgroupSize(text: string): readonly [number, number, number] {
  const [, sizes] = /@workgroup_size\(([\d, ]+)\)/.exec(text) ?? [];
  invariant(sizes !== undefined, 'a shader says no workgroup size in numbers');
  const [x = 1, y = 1, z = 1] = sizes.split(',').map(Number);
  return [x, y, z];
}

/**
 * Bytes of workgroup memory that WebGPU counts: each variable's, rounded up to 16
 * (https://www.w3.org/TR/webgpu/#dom-supported-limits-maxcomputeworkgroupstoragesize).
 */
export function workgroupBytes(text: string): number {
  const variables = [...text.matchAll(/^ *var<workgroup> \w+: ([^;=]+);/gm)].map(([, type = '']) => type);
  return variables.reduce((sum, type) => sum + align(sizeOf(type.replaceAll(' ', '')), 16), 0);
}

/** Bytes of a value, https://www.w3.org/TR/WGSL/#alignment-and-size. `real` is float32. */
function sizeOf(type: string): number {
  const [, vector] = /^vec([234])(?:[fiu]|<(?:f32|i32|u32|real)>)$/.exec(type) ?? [];
  if (vector !== undefined) return 4 * Number(vector);
  const [, element = '', count] = /^array<(.+),(\d+)u?>$/.exec(type) ?? [];
  // An element of three numbers takes the place of four.
  if (count !== undefined) return Number(count) * (element.startsWith('vec3') ? 16 : sizeOf(element));
  if (/^(?:f32|i32|u32|real|bool|atomic<[iu]32>)$/.test(type)) return 4;
  throw new InvariantError(`the size of ${type} in workgroup memory is not known`);
}
