/** What a WebGPU package is made of, as its generated files say it. */
/** A step. */
export const step = (layer, shader, ...ranges) => ({ layer, shader, ranges });
/** A range of the weights. */
export const weights = (offset, elements) => ({
    region: 'weights',
    offset,
    elements,
});
/** A range of the activations. */
export const arena = (offset, elements) => ({ region: 'arena', offset, elements });
