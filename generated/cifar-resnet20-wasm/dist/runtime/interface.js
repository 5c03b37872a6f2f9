/**
 * What every package offers, whatever its kernels are: the types that its users see, and what is checked and said
 * alike everywhere.
 */
import { checkOptions, checkWhole, printed } from './arguments.js';
/** What a model that is no more answers with. */
export const disposedError = ({ name }) => new Error(`${name}: the model has been disposed of; load it again`);
/** How many runs `profile` counts. @throws TypeError or RangeError for options that are none */
export function runsOf({ name }, options) {
    checkOptions(`${name}: profile`, options, ['input', 'runs']);
    const { runs = 5 } = options;
    checkWhole(`${name}: runs`, runs, 1, Number.MAX_SAFE_INTEGER);
    return runs;
}
/** @throws TypeError where `trace` has nobody to show steps to */
export function checkVisit({ name }, visit) {
    if (typeof visit === 'function')
        return;
    throw new TypeError(`${name}: trace takes a function that each step is shown to, got ${printed(visit)}`);
}
/** @throws TypeError where the network takes no images */
export function preprocessingOf({ name, preprocessing }) {
    if (preprocessing)
        return preprocessing;
    throw new TypeError(`${name}: the network takes no images; use run`);
}
/** Elements of a shape. */
export const elementCount = (shape) => shape.reduce((product, size) => product * size, 1);
/** The middle of some times: one that the machine was busy in does not count. */
export function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? 0;
}
