/** Two things at a time. */
/** Both results, once both are there; where one fails, or the signal says so, the other is told to end. */
export async function together(signal, first, second) {
    const stop = new AbortController();
    const ended = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    try {
        return await Promise.all([first(ended), second(ended)]);
    }
    catch (error) {
        stop.abort(error);
        throw error;
    }
}
