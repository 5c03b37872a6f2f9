/** Names of the classes, in the order of the logits. */
export declare const labels: readonly string[];
