/** Counts of right answers, as PyTorch counts them: of equal outputs the first comes first. */

/** What became of an image. */
export interface Answer {
  /** The index of the class that it shows. */
  readonly label: number;
  /** The index of the class with the largest output. */
  readonly predicted: number;
  /** Classes that come before its own: 0 is a right answer. */
  readonly rank: number;
}

/** The answer for an image; none where an output is not a number. */
export function answerOf(outputs: Float32Array, label: number): Answer | undefined {
  const own = outputs[label] ?? Number.NaN;
  let predicted = 0;
  let rank = 0;
  for (const [index, value] of outputs.entries()) {
    if (Number.isNaN(value)) return undefined;
    if (value > (outputs[predicted] as number)) predicted = index;
    if (value > own || (value === own && index < label)) rank++;
  }
  return { label, predicted, rank };
}

/** How one class did. */
export interface ClassScore {
  readonly index: number;
  readonly images: number;
  readonly correct: number;
}

/** One class taken for another. */
export interface Confusion {
  readonly label: number;
  readonly predicted: number;
  readonly images: number;
}

/** How a package did on all images that could be read. */
export interface Score {
  readonly images: number;
  readonly correct: number;
  /** Images whose class is among the five with the largest outputs. */
  readonly top5: number;
  /** Of classes that have images, in the order of the outputs. */
  readonly classes: readonly ClassScore[];
  /** The most frequent first. */
  readonly confusions: readonly Confusion[];
}

/** Adds answers up. Without an answer, an image counts as wrong. */
export class Tally {
  readonly #images = new Map<number, number>();
  readonly #correct = new Map<number, number>();
  readonly #confusions = new Map<string, { label: number; predicted: number; images: number }>();
  #top5 = 0;

  add(label: number, answer: Answer | undefined): void {
    increase(this.#images, label);
    if (!answer) return;
    if (answer.rank < 5) this.#top5++;
    if (answer.rank === 0) {
      increase(this.#correct, label);
      return;
    }
    const { predicted } = answer;
    const key = `${label} ${predicted}`;
    const confusion = this.#confusions.get(key) ?? { label, predicted, images: 0 };
    confusion.images++;
    this.#confusions.set(key, confusion);
  }

  score(): Score {
    const sum = (counts: ReadonlyMap<number, number>): number =>
      [...counts.values()].reduce((total, count) => total + count, 0);
    return {
      images: sum(this.#images),
      correct: sum(this.#correct),
      top5: this.#top5,
      classes: [...this.#images]
        .map(([index, images]) => ({ index, images, correct: this.#correct.get(index) ?? 0 }))
        .sort((a, b) => a.index - b.index),
      confusions: [...this.#confusions.values()].sort(
        (a, b) => b.images - a.images || a.label - b.label || a.predicted - b.predicted,
      ),
    };
  }
}

function increase(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
