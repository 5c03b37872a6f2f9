/** Starts workers: those of browsers, Deno and Bun, and Node's, alike. Types of both are spelt out, for a project has one. */
import { fileInNode, reason } from './source.js';
/**
 * Starts a worker.
 *
 * @param address - of `worker.js`, where it is not the package's own
 * @throws Error of the engine, where it does not start any
 */
export async function startWorker(workers, address, listener) {
    const { Worker } = globalThis;
    if (Worker) {
        const worker = address === undefined ? workers.start() : new Worker(address, { type: 'module' });
        return watch(worker, listener);
    }
    return startInNode(address ?? new URL('./worker.js', workers.base), listener);
}
function watch(worker, { heard, died }) {
    worker.onmessage = ({ data }) => heard(data);
    worker.onerror = event => {
        event.preventDefault();
        // Where the script itself cannot be had, browsers say nothing.
        died(event.message ?? 'its script cannot be had');
    };
    return {
        post: message => worker.postMessage(message),
        await: () => { },
        end: () => worker.terminate(),
    };
}
async function startInNode(address, { heard, died }) {
    const { resolve } = await import(/* webpackIgnore: true */ /* @vite-ignore */ node('path'));
    const { Worker } = await import(
    /* webpackIgnore: true */ /* @vite-ignore */ node('worker_threads'));
    const file = fileInNode(address);
    const worker = new Worker(typeof file === 'string' ? resolve(file) : new URL(address));
    let isWatched = true;
    const once = (why) => {
        if (isWatched)
            died(why);
        isWatched = false;
    };
    worker.on('message', heard);
    worker.on('error', error => once(reason(error)));
    worker.on('exit', code => once(`it ended with code ${code}`));
    worker.unref();
    return {
        post: message => worker.postMessage(message),
        await: isAwaited => (isAwaited ? worker.ref() : worker.unref()),
        end: () => {
            isWatched = false;
            worker.terminate();
        },
    };
}
/** No literal, so that bundlers for browsers leave it alone. */
const node = (name) => ['node', name].join(':');
