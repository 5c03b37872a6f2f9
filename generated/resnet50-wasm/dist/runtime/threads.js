/** Threads: how a user asks for them, and what the threads of a model tell each other. */
import { checkWhole } from './arguments.js';
/** More than any network here has use for. */
const mostThreads = 64;
/** @throws RangeError where a number of threads is none, or more than are of use */
export const checkThreads = (name, threads) => checkWhole(`${name}: threads`, threads, 1, mostThreads);
/** Whether workers can share memory: in pages, browsers allow it to those that are cross-origin isolated. */
export const canShare = () => typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false;
/** What tells packages apart, those of one network for inputs of other sizes too. */
export const packageOf = ({ target, inputs, outputs, macs, bytes, plan }) => JSON.stringify([target, inputs, outputs, macs, bytes, plan]);
let isTold = false;
/** Says once why there is one thread. */
export function tellOfOne(name, threads) {
    if (isTold || threads === 1)
        return;
    isTold = true;
    console.warn(`${name}: one thread works instead of ${threads}, for this page is not cross-origin isolated: serve it, and the package's scripts, with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp`);
}
