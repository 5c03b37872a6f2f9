/**
 * What runs in the page of WebGPU: all contestants, each with a device of its own, all on one adapter. They share the
 * page, so that what the browser costs and when it is disturbed is the same for all.
 */

import { describeAdapter, pinAdapter } from '../measure/adapter.mjs';
import { bench } from './bench.mjs';

/** @import { GpuPageBench } from '../types.ts' */

/** @type {GpuPageBench} */
const withAdapter = {
  ...bench,
  async adapter() {
    if (!navigator.gpu) return undefined;
    pinAdapter(navigator.gpu);
    const adapter = await navigator.gpu.requestAdapter();
    return adapter ? describeAdapter(adapter) : undefined;
  },
};
Object.assign(globalThis, { bench: withAdapter });
