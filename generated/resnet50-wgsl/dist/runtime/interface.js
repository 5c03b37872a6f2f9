/**
 * What every package offers, whatever its kernels are: the types that its users see, and what is checked and said
 * alike everywhere.
 */
import { checkOptions, checkWhole, printed } from './arguments.js';
/** What a model that is no more answers with. */
export const disposedError = ({ name }) => new Error(`${name}: the model has been disposed of; load it again`);
/**
 * @param what - how errors call the numbers
 * @param other - what may be given besides
 * @throws TypeError where something is no Float32Array; RangeError where it is not as long as the input
 */
export function checkInput(program, values, what = 'the input', other = '') {
    // By name, not instanceof: Jest and frames bring arrays of another realm.
    if (Object.prototype.toString.call(values) !== '[object Float32Array]') {
        const size = printSize(program.input.shape);
        const fix = typeof values === 'object' && values && 'length' in values ? '; Float32Array.from makes one' : '';
        throw new TypeError(`${program.name}: ${what} must be a Float32Array of ${size} numbers${other}, got ${printed(values)}${fix}`);
    }
    checkElements(program, values.length, what);
}
/** @throws RangeError where a number of elements is not the input's */
export function checkElements({ name, input }, elements, what) {
    if (elements === elementCount(input.shape))
        return;
    const hint = elements === 0 ? '; an array whose buffer was transferred has none' : '';
    throw new RangeError(`${name}: ${what} has ${elements} elements, expected ${printSize(input.shape)}${hint}`);
}
const printSize = (shape) => `${shape.join(' x ')} = ${elementCount(shape)}`;
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
