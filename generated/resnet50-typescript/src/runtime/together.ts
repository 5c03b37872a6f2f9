/** Two things at a time. */

/** Both results, once both are there; where one fails, or the signal says so, the other is told to end. */
export async function together<A, B>(
  signal: AbortSignal | undefined,
  first: (ended: AbortSignal) => Promise<A>,
  second: (ended: AbortSignal) => Promise<B>,
): Promise<[A, B]> {
  const stop = new AbortController();
  const pass = (): void => stop.abort(signal?.reason);
  signal?.addEventListener('abort', pass);
  if (signal?.aborted) pass();
  try {
    return await Promise.all([first(stop.signal), second(stop.signal)]);
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    signal?.removeEventListener('abort', pass);
  }
}
