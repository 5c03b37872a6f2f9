/**
 * Loops that share work among the threads of a workgroup. They count turns, up to a constant: so Tint, Chromium's
 * compiler of WGSL, sees that they end and how far their indices go, and puts neither a counter of turns of its own nor
 * bounds of indices into them.
 */

/** A loop as text. */
export interface Turns {
  readonly open: string;
  readonly close: string;
}

/** What a thread goes over. */
export interface Share {
  /** What the text calls the number it is at. */
  readonly name: string;
  /** Numbers from 0 on, of which each thread takes every so many. */
  readonly total: number;
  /** How the text writes the total; as a number unless given. */
  readonly bound?: string;
  /** How many threads share them. */
  readonly threads: number;
  /** Names the thread's place among them; `thread` unless given. */
  readonly thread?: string;
}

/** Goes over a thread's share. */
export function turnsOver({ name, total, bound = String(total), threads, thread = 'thread' }: Share): Turns {
  const turns = Math.ceil(total / threads);
  const isWhole = total % threads === 0;
  if (turns === 1) {
    return { open: `${isWhole ? '' : `if (${thread} < ${bound}) `}{\nlet ${name} = ${thread};`, close: '}' };
  }
  return {
    open: [
      `for (var turn = 0u; turn < ${turns}; turn++) {`,
      `let ${name} = turn * ${threads} + ${thread};`,
      ...(isWhole ? [] : [`if (${name} < ${bound}) {`]),
    ].join('\n'),
    close: isWhole ? '}' : '}\n}',
  };
}
