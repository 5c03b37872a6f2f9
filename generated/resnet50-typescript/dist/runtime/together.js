/** Two things at a time, and things that a signal ends. */
/**
 * Both results, once both are there; where one fails, or the signal says so, the other is told to end. The second has
 * then ended, files that it reads are closed; the first may go on for a moment.
 */
export async function together(signal, first, second) {
    const stop = new AbortController();
    const pass = () => stop.abort(signal?.reason);
    signal?.addEventListener('abort', pass);
    if (signal?.aborted)
        pass();
    const results = [first(stop.signal), second(stop.signal)];
    try {
        return await Promise.all(results);
    }
    catch (error) {
        stop.abort(error);
        await results[1].catch(() => { });
        throw error;
    }
    finally {
        signal?.removeEventListener('abort', pass);
    }
}
/** What a promise gives; rejected with the signal's reason as soon as it says so, whatever becomes of the promise. */
export function unlessAborted(signal, promise) {
    if (!signal)
        return promise;
    return new Promise((done, fail) => {
        const stop = () => fail(signal.reason);
        signal.addEventListener('abort', stop);
        if (signal.aborted)
            stop();
        void promise.then(done, fail).then(() => signal.removeEventListener('abort', stop));
    });
}
