/** Times of layers: by the GPU's clock where it has one, else by that of the CPU. */
import { median } from './interface.js';
import { arrived, attempt } from './blame.js';
import { addPass } from './dispatch.js';
import { BufferUsage } from './gpu.js';
import { read, readable } from './readback.js';
/** Queries that one set may have (https://www.w3.org/TR/webgpu/#dictdef-gpuquerysetdescriptor). */
const mostQueries = 4096;
/** Medians over some runs; one before them is not counted. @param bring - called before each run */
export async function profile(session, bring, runs) {
    const { device, dispatches } = session;
    const hasClock = device.features.has('timestamp-query') && 2 * dispatches.length <= mostQueries;
    const times = hasClock ? await byTimestamps(session, bring, runs) : await bySubmits(session, bring, runs);
    return dispatches.map(({ layer }, i) => ({
        layer,
        milliseconds: median(times.map(run => run[i] ?? 0)),
        clock: hasClock ? 'gpu' : 'submit',
    }));
}
/** All steps of a run in one submit, a pass each: passes are what the GPU's clock can be read around. */
async function byTimestamps(session, bring, runs) {
    const { dispatches, resources, program, life } = session;
    const label = `${program.name} times`;
    const count = 2 * dispatches.length;
    const bytes = 8 * count;
    const querySet = resources.timestamps(label, count);
    const resolved = resources.buffer(label, bytes, BufferUsage.queryResolve | BufferUsage.copySource);
    const target = readable(resources, label, bytes);
    const times = [];
    try {
        for (let i = -1; i < runs; i++) {
            await attempt(session, label, bring, (encoder, { what, dispatches: first }) => {
                if (first.length > 0)
                    addPass(encoder, what, first);
                for (const [at, dispatch] of dispatches.entries()) {
                    addPass(encoder, dispatch.layer, [dispatch], {
                        querySet,
                        beginningOfPassWriteIndex: 2 * at,
                        endOfPassWriteIndex: 2 * at + 1,
                    });
                }
                encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
                encoder.copyBufferToBuffer(resolved, 0, target, 0, bytes);
            });
            const stamps = new BigUint64Array(await read(target, life));
            // Clocks of GPUs may be put back between passes.
            if (i >= 0)
                times.push(dispatches.map((_, at) => Math.max(0, nanoseconds(stamps, at) / 1e6)));
        }
    }
    finally {
        for (const each of [querySet, resolved, target])
            resources.release(each);
    }
    return times;
}
const nanoseconds = (stamps, at) => Number((stamps[2 * at + 1] ?? 0n) - (stamps[2 * at] ?? 0n));
/** A submit a step, waited for. */
async function bySubmits(session, bring, runs) {
    const { device, dispatches, life, program } = session;
    const times = [];
    for (let i = -1; i < runs; i++) {
        const run = [];
        await attempt(session, program.name, bring, (encoder, { what, dispatches: first }) => addPass(encoder, what, first));
        await life.until(device.queue.onSubmittedWorkDone());
        for (const dispatch of dispatches) {
            const { layer } = dispatch;
            const start = performance.now();
            const handedIn = attempt(session, layer, () => arrived(layer), encoder => addPass(encoder, layer, [dispatch]));
            await Promise.all([handedIn, life.until(device.queue.onSubmittedWorkDone())]);
            run.push(performance.now() - start);
        }
        if (i >= 0)
            times.push(run);
    }
    return times;
}
