/** Kernels of which each thread computes one result by itself. */

import { fillFrame } from '../../frames.ts';
import type { Printed } from './printed.ts';

/** Threads of a workgroup. */
const threads = 64;
/** WebGPU's default for `maxComputeWorkgroupsPerDimension`. */
const mostWorkgroups = 65_535;

/** Parts of such a shader. */
export interface Each {
  readonly head: string;
  readonly bindings: string;
  /** Results: one a thread. */
  readonly total: number;
  /** Statements that compute and store result `id`. */
  readonly body: string;
  readonly helpers?: string;
}

/** The shader. */
export function printEach({ head, bindings, total, body, helpers = '' }: Each): Printed {
  const groups = Math.ceil(total / threads);
  const isFlat = groups <= mostWorkgroups;
  const text = fillFrame('wgsl', 'each', {
    head,
    bindings,
    helpers,
    threads,
    id: isFlat ? 'group.x' : `(group.y * ${mostWorkgroups} + group.x)`,
    leave: total % threads === 0 && isFlat ? '' : `if (id >= ${total}) {\nreturn;\n}`,
    body,
  });
  return {
    text,
    workgroups: isFlat ? [groups, 1, 1] : [mostWorkgroups, Math.ceil(groups / mostWorkgroups), 1],
  };
}
