/** Kernels of which each thread computes one result by itself. */

import { fillFrame } from '../../frames.ts';
import { numbered } from '../parts/workgroups.ts';
import type { Printed } from './printed.ts';

/** Threads of a workgroup. */
const threads = 64;

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
  const groups = numbered(Math.ceil(total / threads));
  const text = fillFrame('wgsl', 'each', {
    head,
    bindings,
    helpers,
    threads,
    number: groups.number,
    leave: total % threads === 0 && groups.isExact ? '' : `if (id >= ${total}) {\nreturn;\n}`,
    body,
  });
  return { text, workgroups: [groups.x, 1, groups.z] };
}
