/** The workers of a model, as the caller's thread has them: the first leads, and where one ends, all do. */
import { controlBytes, stopSharing } from './sharing.js';
import { reason } from './source.js';
import { packageOf } from './threads.js';
import { startWorker } from './workers.js';
/** Workers at the service of a model. */
export class Crew {
    #program;
    #members = [];
    #isReady = false;
    #control;
    #ended;
    /** Resolved once they have started. */
    ready;
    /** Rejected once they have ended, with the reason. */
    over;
    #tellReady = () => { };
    #tellOver = (_) => { };
    constructor(program) {
        this.#program = program;
        this.over = new Promise((_, fail) => {
            this.#tellOver = fail;
        });
        // Whoever waits is told; often nobody does.
        this.over.catch(() => { });
        const started = new Promise(done => {
            this.#tellReady = done;
        });
        this.ready = Promise.race([started, this.over]);
        this.ready.catch(() => { });
    }
    /**
     * Starts workers; each makes its instance of the program.
     *
     * @throws Error that says why one does not start, and how to mend it
     */
    async start({ workers, address, setup, threads }) {
        if (threads > 1)
            this.#control = new SharedArrayBuffer(controlBytes);
        const control = this.#control && { control: this.#control };
        const all = Array.from({ length: threads }, async (_, thread) => {
            const member = await this.#add(workers, address);
            if (this.#ended) {
                member.worker.end();
                throw this.#ended;
            }
            this.#members[thread] = member;
            const assignment = {
                package: packageOf(this.#program),
                setup,
                thread,
                threads,
                ...control,
            };
            await this.#send(member, assignment);
        });
        await Promise.all(all);
        this.#isReady = true;
        this.#tellReady();
    }
    /**
     * Has the leader do something.
     *
     * @throws Error why it failed, or why the crew has ended
     */
    async call(method, args) {
        const [leader] = this.#members;
        if (!leader || this.#ended)
            throw this.#ended;
        const answer = await this.#send(leader, { method, args });
        // What the service's method gives, by the protocol.
        return answer;
    }
    /** @throws Error why the crew has ended, where it has */
    check() {
        if (this.#ended)
            throw this.#ended;
    }
    /** Ends the workers. Who waits, and who comes later, is told why. */
    end(why) {
        this.#ended ??= why;
        this.#tellOver(this.#ended);
        if (this.#control)
            stopSharing(this.#control);
        // Of some that are starting there is none yet.
        for (const member of this.#members.splice(0)) {
            member?.worker.end();
            for (const { fail } of member?.waiting.splice(0) ?? [])
                fail(this.#ended);
        }
    }
    async #add(workers, address) {
        const waiting = [];
        try {
            const worker = await startWorker(workers, address, {
                heard: message => hear({ worker, waiting }, message),
                died: why => this.#died(why),
            });
            return { worker, waiting };
        }
        catch (cause) {
            throw this.#failed(reason(cause), cause);
        }
    }
    #send({ worker, waiting }, message) {
        return new Promise((done, fail) => {
            worker.post(message);
            waiting.push({ done, fail });
            worker.keepAlive(true);
        });
    }
    #died(why) {
        const later = `${this.#program.name}: a worker has ended: ${why}; load the model again`;
        this.end(this.#isReady ? new Error(later) : this.#failed(why));
    }
    #failed(why, cause) {
        return new Error(`${this.#program.name}: a worker does not start: ${why}; worker.js must lie beside the scripts, or tell load where it is: load({ weights, threads, worker: url })`, { cause });
    }
}
function hear({ worker, waiting }, answer) {
    const asked = waiting.shift();
    if (waiting.length === 0)
        worker.keepAlive(false);
    if ('error' in answer)
        asked?.fail(answer.error);
    else
        asked?.done(answer.result);
}
