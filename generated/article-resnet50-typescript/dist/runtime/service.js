/** What `worker.js` does: the first thread of a model leads and serves the caller's, the others help it. */
import { Alone, doAlone, writeInputs } from './alone.js';
import { importBuiltin } from './builtin.js';
import { Sharing } from './sharing.js';
import { packageOf } from './threads.js';
/**
 * Makes this worker a thread of a model.
 *
 * @param instantiate - the program, as the thread of this number has it
 */
export async function serve(program, instantiate) {
    const port = await openPort();
    let service;
    const start = async (assignment) => {
        const { setup, thread, threads, control } = assignment;
        if (assignment.package !== packageOf(program)) {
            throw new Error(`${program.name}: worker.js is another package's; give load the one that came with this one, and clear what may be cached`);
        }
        const instance = await instantiate(setup, thread);
        const sharing = control && new Sharing(control, [...instance.prepare, ...instance.steps], threads);
        if (thread === 0)
            service = serviceOf(program, instance, sharing);
        // After the answer, and on its own, so that what goes wrong there ends the worker.
        else
            setTimeout(() => sharing?.follow());
    };
    port.onmessage = async ({ data }) => {
        try {
            const result = await (service ? answer(service, data) : start(data));
            port.postMessage({ result });
        }
        catch (error) {
            port.postMessage({ error: error instanceof Error ? error : new Error(String(error)) });
        }
    };
    port.onmessageerror = () => port.postMessage({ error: new Error('a message could not be read') });
}
/** Browsers, Deno and Bun give workers functions of their own; Node a port. */
async function openPort() {
    if (typeof globalThis.postMessage === 'function')
        return globalThis;
    return (await importBuiltin('worker_threads')).parentPort;
}
function serviceOf(program, instance, sharing) {
    const { weights, arena, prepare, steps } = instance;
    const tasks = [...prepare, ...steps];
    const perform = (task) => (sharing ? sharing.lead(task) : doAlone(tasks[task]));
    const performStep = (step) => perform(prepare.length + step);
    const engine = new Alone(program, { arena, steps, perform: performStep });
    return {
        take: (piece, at) => weights.set(piece, at),
        warmUp: () => instance.warmUp?.(),
        prepare() {
            for (const task of prepare.keys())
                perform(task);
        },
        run: inputs => engine.run(inputs),
        runImages: images => engine.runImages(images),
        profile: (inputs, runs) => engine.profile(inputs, runs),
        begin(inputs) {
            writeInputs(program, inputs, arena);
            return steps.map(({ layer }) => ({ layer }));
        },
        step(index) {
            performStep(index);
            // A copy, since what is shared is sent as it is.
            return arena.slice();
        },
    };
}
/** Does what a call asks for. */
function answer(service, { method, args }) {
    const serve = service[method];
    return serve(...args);
}
