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
export function softmax(logits: ArrayLike<number>): Float64Array {
  if (logits.length === 0) throw new RangeError('softmax: there are no logits');
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i] as number;
    if (!Number.isFinite(logit)) {
      throw new RangeError(`softmax: logit ${i} is ${logit}; the input or the weights are not finite`);
    }
    if (logit > largest) largest = logit;
  }
  const result = Float64Array.from(logits, logit => Math.exp(logit - largest));
  let sum = 0;
  for (const power of result) sum += power;
  for (let i = 0; i < result.length; i++) result[i] = (result[i] as number) / sum;
  return result;
}

/**
 * The `k` likeliest classes of one image, likeliest first, the lower index first among equals.
 *
 * @param probabilities - one a class, as `softmax` gives them
 * @param k - how many to return: from 1 to the number of classes
 * @param labels - the name of every class, in the order of the outputs
 * @throws RangeError where `k` is out of its bounds, a probability is NaN, or there is not one label a class
 */
export function topK(
  probabilities: ArrayLike<number>,
  k: number,
  labels?: readonly string[],
): Classification[] {
  const classes = probabilities.length;
  if (!Number.isInteger(k) || k < 1 || k > classes) {
    throw new RangeError(
      `topK: k must be a whole number from 1 to ${classes}, the number of classes, got ${k}`,
    );
  }
  if (labels !== undefined && labels.length !== classes) {
    throw new RangeError(
      `topK: got ${labels.length} labels for ${classes} classes; pass one label a class, in the order of the outputs`,
    );
  }
  const result = Array.from(probabilities, (probability, index): Classification => {
    if (Number.isNaN(probability)) throw new RangeError(`topK: probability ${index} is NaN`);
    return { index, label: labels?.[index] ?? `class ${index}`, probability };
  });
  return result.sort((a, b) => b.probability - a.probability || a.index - b.index).slice(0, k);
}
