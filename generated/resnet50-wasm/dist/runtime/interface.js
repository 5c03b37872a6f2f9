/**
 * What every package offers, whatever its kernels are: the types that its users see, and what is checked and said
 * alike everywhere.
 */
import { softmax, topK } from './classify.js';
/** What a model that is no more answers with. */
export const disposedError = ({ name }) => new Error(`${name}: the model has been disposed of; load it again`);
/** @throws RangeError where a number of elements is not the input's */
export function checkInput({ name, input }, elements) {
    const expected = elementCount(input.shape);
    if (elements === expected)
        return;
    throw new RangeError(`${name}: the input has ${elements} elements, expected ${input.shape.join(' x ')} = ${expected}`);
}
/** @throws TypeError where the network takes no images */
export function preprocessingOf({ name, preprocessing }) {
    if (preprocessing)
        return preprocessing;
    throw new TypeError(`${name}: the network takes no images; use run`);
}
/** The likeliest classes of the first image of a batch. */
export function likeliest(program, output, { k }) {
    const classes = program.output.shape.at(-1) ?? 1;
    const row = output.subarray(0, classes);
    return topK(program.probabilities ? row : softmax(row), k ?? Math.min(5, classes), program.labels);
}
/** Elements of a shape. */
export const elementCount = (shape) => shape.reduce((product, size) => product * size, 1);
/** The middle of some times: one that the machine was busy in does not count. */
export function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? 0;
}
