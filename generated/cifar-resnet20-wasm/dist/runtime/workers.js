/**
 * Starts workers: those of browsers, Deno and Bun, and Node's, alike. Types of both are spelt out, for a project has one.
 */
import { importBuiltin } from './builtin.js';
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
        const given = address === undefined ? undefined : await urlOf(address);
        const worker = given === undefined ? workers.start() : new Worker(given, { type: 'module' });
        return watch(worker, listener);
    }
    return startInNode(await urlOf(address ?? new URL('./worker.js', workers.base)), listener);
}
function watch(worker, { heard, died }) {
    worker.onmessage = ({ data }) => heard(data);
    worker.onerror = event => {
        event.preventDefault();
        // Of a script that they do not run, browsers say nothing more.
        died(event.message || unheard);
    };
    worker.onmessageerror = () => died(unread);
    worker.unref?.();
    return {
        post: message => worker.postMessage(message),
        keepAlive: isAwaited => (isAwaited ? worker.ref?.() : worker.unref?.()),
        end: () => worker.terminate(),
    };
}
async function startInNode(address, { heard, died }) {
    const { Worker } = await importBuiltin('worker_threads');
    // Of the arguments of this process, some, such as --input-type, are not for a file.
    const worker = new Worker(new URL(address), { execArgv: [] });
    let isWatched = true;
    const once = (why) => {
        if (isWatched)
            died(why);
        isWatched = false;
    };
    worker.on('message', heard);
    worker.on('error', error => once(reason(error)));
    worker.on('messageerror', () => once(unread));
    worker.on('exit', code => once(`it ended with code ${code}`));
    worker.unref();
    return {
        post: message => worker.postMessage(message),
        keepAlive: isAwaited => (isAwaited ? worker.ref() : worker.unref()),
        end: () => {
            isWatched = false;
            worker.terminate();
        },
    };
}
/** A path in Node, Deno or Bun as a URL; all else as it is. */
async function urlOf(address) {
    const file = fileInNode(address);
    if (typeof file !== 'string')
        return address;
    const { pathToFileURL } = await importBuiltin('url');
    return pathToFileURL(file);
}
const unread = 'a message could not be read';
const unheard = "its script is not there, or has no Cross-Origin-Embedder-Policy as the page has, or the page's Content-Security-Policy forbids it (worker-src)";
