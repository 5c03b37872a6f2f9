/** Two things at a time. */
/** Both results, once both are there; where one fails, or the signal says so, the other is told to end. */
export declare function together<A, B>(signal: AbortSignal | undefined, first: (ended: AbortSignal) => Promise<A>, second: (ended: AbortSignal) => Promise<B>): Promise<[A, B]>;
