/** What a GPU complains of, which it does later and elsewhere, brought back to what was asked of it. */
import type { GpuDevice } from './gpu.js';
import type { GpuStep } from './program.js';
/** What came of a call, and what its device said of it. */
export interface Watched<T> {
    readonly value: T;
    /** The complaint, once it is known whether there is one. */
    readonly complaint: Promise<Complaint | undefined>;
}
/** A complaint of a device's. */
export interface Complaint {
    readonly kind: 'validation' | 'out-of-memory' | 'internal';
    readonly message: string;
}
/** Calls `body`, which asks a device for something, and catches what the device complains of. */
export declare function watch<T>(device: GpuDevice, body: () => T): Watched<T>;
/** What an unknown error says. */
export declare const reasonOf: (error: unknown) => string;
/** Layers by name, not too many of them: `conv1, layer1.0.conv1, layer1.0.conv2 … fc (54 layers)`. */
export declare function printLayers(steps: readonly GpuStep[]): string;
/** `102,120,192 bytes`. */
export declare const printBytes: (bytes: number) => string;
