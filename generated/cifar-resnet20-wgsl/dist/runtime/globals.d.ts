/** Types that browsers and Node have, by their names: a program that has neither's still type-checks. */
/** What a class of the platform makes; `never` where the program knows no such class. */
export type Global<Name extends string> = typeof globalThis extends Record<Name, {
    readonly prototype: infer Type;
}> ? Type : never;
/** An `AbortSignal`. */
export type Signal = Global<'AbortSignal'>;
/** A `URL`. */
export type Address = Global<'URL'>;
/** A `Response`, as `fetch` gives it. */
export type FetchResponse = Global<'Response'>;
/** A `ReadableStream` of bytes, by its structure. */
export interface ByteStream {
    getReader(): {
        read(): Promise<{
            readonly done: boolean;
            readonly value?: Uint8Array | undefined;
        }>;
        cancel(reason?: unknown): Promise<void>;
    };
}
