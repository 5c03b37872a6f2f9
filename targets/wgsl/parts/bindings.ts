/** The arguments of a kernel as bindings of a shader. */

import { type Kernel, parametersOf } from '../../../compiler/plan/kernel.ts';
import type { Lanes } from './lanes.ts';

/** One argument: how many elements the shader may reach, and how many it takes at a time. */
export interface Binding {
  readonly lanes: Lanes;
  readonly elements: number;
}

/** Arguments that lie where the result lies are read through it. */
export const overOf = (kernel: Kernel): readonly number[] => ('over' in kernel && kernel.over) || [];

/** Names that a shader spells out: `w` is the column of a pixel there. */
const longNames: Readonly<Record<string, string>> = { w: 'weights', b: 'bias' };

/** What a shader calls an argument. */
export function nameIn(kernel: Kernel, name: string): string {
  const place = parametersOf(kernel).indexOf(name);
  return overOf(kernel).includes(place) ? 'y' : (longNames[name] ?? name);
}

/** Names of the bindings, in order: the last is written. */
export const bindingNames = (kernel: Kernel): readonly string[] =>
  parametersOf(kernel).filter((_, i) => !overOf(kernel).includes(i));

/** The declarations. Arrays are of fixed size: WebGPU then refuses a range that is too small for its shader. */
export function printBindings(kernel: Kernel, bindings: Readonly<Record<string, Binding>>): string {
  const names = bindingNames(kernel);
  return names
    .map((name, i) => {
      const { lanes, elements } = bindings[name] ?? { lanes: 1, elements: 1 };
      const type = lanes === 4 ? 'vec4<real>' : 'real';
      const access = i === names.length - 1 ? 'read_write' : 'read';
      return `@group(0) @binding(${i}) var<storage, ${access}> ${nameIn(kernel, name)}: array<${type}, ${elements / lanes}>;`;
    })
    .join('\n');
}
