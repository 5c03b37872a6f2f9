/** Two things at a time. */
/** Both results, once both are there; where one fails, or the signal says so, the other is told to end. */
export async function together(signal, first, second) {
    const stop = new AbortController();
    const pass = () => stop.abort(signal?.reason);
    signal?.addEventListener('abort', pass);
    if (signal?.aborted)
        pass();
    try {
        return await Promise.all([first(stop.signal), second(stop.signal)]);
    }
    catch (error) {
        stop.abort(error);
        throw error;
    }
    finally {
        signal?.removeEventListener('abort', pass);
    }
}
