/** What the ONNX model calls its input and its output. A file of its own, so that pages need not load the exporter. */

export const inputName = 'input';
export const outputName = 'logits';
