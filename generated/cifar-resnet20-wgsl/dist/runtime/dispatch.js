/** Steps as dispatches, and commands made of them. */
/** Binds resources to a pipeline. Buffers come as ranges. */
export function bind(device, label, { layout }, resources) {
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    return device.createBindGroup({ label, layout, entries });
}
/** The dispatch of every step. */
export function dispatchesOf(device, { shaders, steps }, pipelines, memory) {
    return steps.flatMap(({ layer, shader, ranges }) => {
        const pipeline = pipelines.get(shader);
        const [, x = 1, y = 1, z = 1] = shaders[shader] ?? [''];
        if (!pipeline)
            return [];
        const group = bind(device, layer, pipeline, ranges.map(range => memory.locate(range)));
        return [{ layer, pipeline: pipeline.pipeline, group, workgroups: [x, y, z] }];
    });
}
/** Adds a dispatch to a pass. */
export function addDispatch(pass, { pipeline, group, workgroups }) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...workgroups);
}
/** Adds a pass of dispatches. */
export function addPass(encoder, label, dispatches, timestampWrites) {
    const pass = encoder.beginComputePass({ label, ...(timestampWrites && { timestampWrites }) });
    for (const dispatch of dispatches)
        addDispatch(pass, dispatch);
    pass.end();
}
/** Makes commands and hands them in. */
export function submit(device, label, encode) {
    const encoder = device.createCommandEncoder({ label });
    encode(encoder);
    device.queue.submit([encoder.finish()]);
}
