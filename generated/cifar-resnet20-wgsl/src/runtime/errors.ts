/** What a GPU complains of, which it does later and elsewhere, brought back to what was asked of it. */

import type { GpuDevice } from './gpu.ts';
import type { GpuStep } from './program.ts';

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

const kinds = ['validation', 'out-of-memory', 'internal'] as const;

/** Calls `body`, which asks a device for something, and catches what the device complains of. */
export function watch<T>(device: GpuDevice, body: () => T): Watched<T> {
  for (const kind of kinds) device.pushErrorScope(kind);
  let value: T;
  let complaint: Promise<Complaint | undefined> = Promise.resolve(undefined);
  try {
    value = body();
  } finally {
    const caught = [...kinds].reverse().map(async kind => {
      // A device that is lost has no more to say of what it was asked.
      const error = await device.popErrorScope().catch(() => null);
      return error && { kind, message: firstLine(error.message) };
    });
    complaint = Promise.all(caught).then(all => all.find(each => each !== null) ?? undefined);
  }
  return { value, complaint };
}

/** Dawn appends what it was doing: our own labels say it better. */
const firstLine = (message: string): string => message.trim().split('\n')[0] ?? '';

/** What an unknown error says. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Layers by name, not too many of them: `conv1, layer1.0.conv1, layer1.0.conv2 … fc (54 layers)`. */
export function printLayers(steps: readonly GpuStep[]): string {
  const layers = [...new Set(steps.map(({ layer }) => layer))];
  if (layers.length <= 6) return layers.join(', ');
  return `${layers.slice(0, 3).join(', ')} … ${layers.at(-1)} (${layers.length} layers)`;
}

/** `102,120,192 bytes`. */
export const printBytes = (bytes: number): string => `${bytes.toLocaleString('en')} bytes`;
