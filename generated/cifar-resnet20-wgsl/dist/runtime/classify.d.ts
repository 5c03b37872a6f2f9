/** From logits to the likeliest classes with their names. No dependency; runs wherever JavaScript does. */
/** One class that the network considers. */
export interface Classification {
    /** The position of the class among the network's outputs. */
    readonly index: number;
    /** The class's name, or `class 123` where no labels are known. */
    readonly label: string;
    /** Its probability, 0 to 1, over all classes. */
    readonly probability: number;
}
/**
 * `exp(logit) / Σ exp(logit)`, in float64. The largest logit is subtracted first: the quotient is the same and no
 * exponential overflows.
 *
 * @param logits - the network's outputs for one image; of a batch, one row: `logits.subarray(i * n, (i + 1) * n)`
 * @returns one probability a logit, in the same order; they add up to 1 within rounding
 * @throws RangeError where there are no logits, or one of them is NaN or infinite
 */
export declare function softmax(logits: ArrayLike<number>): Float64Array;
/**
 * The `k` likeliest classes of one image, likeliest first, the lower index first among equals.
 *
 * @param probabilities - one a class, as `softmax` gives them
 * @param k - how many to return: from 1 to the number of classes
 * @param labels - the name of every class, in the order of the outputs
 * @throws RangeError where `k` is out of its bounds, a probability is NaN, or there is not one label a class
 */
export declare function topK(probabilities: ArrayLike<number>, k: number, labels?: readonly string[]): Classification[];
