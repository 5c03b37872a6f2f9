/** The workers of a model, as the caller's thread has them: the first leads, and where one ends, all do. */
import type { Address } from './globals.js';
import type { Program } from './interface.js';
import { type Service } from './threads.js';
import { type Workers } from './workers.js';
/** What a crew is made of. */
export interface CrewOptions<Setup> {
    readonly workers: Workers;
    /** Of `worker.js`, where it is not the package's own. */
    readonly address: string | Address | undefined;
    /** What each makes its instance of the program of. */
    readonly setup: Setup;
    readonly threads: number;
}
/** Workers at the service of a model. */
export declare class Crew {
    #private;
    /** Resolved once they have started. */
    readonly ready: Promise<void>;
    /** Rejected once they have ended, with the reason. */
    readonly over: Promise<never>;
    constructor(program: Program);
    /**
     * Starts workers; each makes its instance of the program.
     *
     * @throws Error that says why one does not start, and how to mend it
     */
    start<Setup>({ workers, address, setup, threads }: CrewOptions<Setup>): Promise<void>;
    /**
     * Has the leader do something.
     *
     * @throws Error why it failed, or why the crew has ended
     */
    call<Method extends keyof Service>(method: Method, args: Parameters<Service[Method]>): Promise<Awaited<ReturnType<Service[Method]>>>;
    /** @throws Error why the crew has ended, where it has */
    check(): void;
    /** Ends the workers. Who waits, and who comes later, is told why. */
    end(why: Error): void;
}
