/** Steps as dispatches, and commands made of them. */

import type { GpuCommandEncoder, GpuComputePass, GpuDevice, GpuObject } from './gpu.ts';
import type { Memory } from './memory.ts';
import type { Code, GpuStep } from './program.ts';
import type { Pipeline } from './shaders.ts';

/** A pipeline, what is bound to it, and how many workgroups it gets. */
export interface Dispatch {
  readonly layer: string;
  readonly pipeline: GpuObject;
  readonly group: GpuObject;
  readonly workgroups: readonly [x: number, y: number, z: number];
}

/** Binds resources to a pipeline. Buffers come as ranges. */
export function bind(
  device: GpuDevice,
  label: string,
  { layout }: Pipeline,
  resources: readonly object[],
): GpuObject {
  const entries = resources.map((resource, binding) => ({ binding, resource }));
  return device.createBindGroup({ label, layout, entries });
}

/** The dispatch of every step. */
export function dispatchesOf(
  device: GpuDevice,
  { shaders, steps }: Code,
  pipelines: ReadonlyMap<string, Pipeline>,
  memory: Memory,
): readonly Dispatch[] {
  return steps.flatMap(({ layer, shader, ranges }: GpuStep) => {
    const pipeline = pipelines.get(shader);
    const [, x = 1, y = 1, z = 1] = shaders[shader] ?? [''];
    if (!pipeline) return [];
    const group = bind(
      device,
      layer,
      pipeline,
      ranges.map(range => memory.locate(range)),
    );
    return [{ layer, pipeline: pipeline.pipeline, group, workgroups: [x, y, z] as const }];
  });
}

/** Adds a dispatch to a pass. */
export function addDispatch(pass: GpuComputePass, { pipeline, group, workgroups }: Dispatch): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(...workgroups);
}

/** Adds a pass of dispatches. */
export function addPass(
  encoder: GpuCommandEncoder,
  label: string,
  dispatches: readonly Dispatch[],
  timestampWrites?: object,
): void {
  const pass = encoder.beginComputePass({ label, ...(timestampWrites && { timestampWrites }) });
  for (const dispatch of dispatches) addDispatch(pass, dispatch);
  pass.end();
}

/** Makes commands and hands them in. */
export function submit(device: GpuDevice, label: string, encode: (encoder: GpuCommandEncoder) => void): void {
  const encoder = device.createCommandEncoder({ label });
  encode(encoder);
  device.queue.submit([encoder.finish()]);
}
