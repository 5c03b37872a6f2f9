/**
 * The first 256 bytes of `weights.bin`: one line of JSON, filled up with spaces. It says which plan the numbers after
 * it are packed for, and their hash.
 */

/** Bytes before the first number. */
export const headerBytes = 256;

/** Where the numbers come from: a checkpoint, or a generator that stands in for one. */
export type WeightsOrigin = 'checkpoint' | 'synthetic';

/** What the header says. */
export interface WeightsHeader {
  /** Identifies the layout of the numbers. */
  readonly plan: string;
  /** SHA-256 of everything after the header, in hexadecimal. */
  readonly sha256: string;
  readonly origin: WeightsOrigin;
}

/**
 * Reads the header.
 *
 * @param plan - the layout that the caller's kernels read
 * @param name - how errors call the source
 * @throws Error where the bytes are no packed weights, or are packed for another plan
 */
export function readHeader(data: Uint8Array, plan: string, name: string): WeightsHeader {
  const header = parse(data);
  if (header?.format !== 'netwright weights 1') {
    throw new Error(
      `weights: ${name} does not begin with the header of packed weights; pack a checkpoint for this package with \`netwright pack\``,
    );
  }
  if (header.plan !== plan) {
    throw new Error(
      `weights: ${name} is packed for plan ${header.plan}, this package is of plan ${plan}; pack the checkpoint again with \`netwright pack\``,
    );
  }
  return {
    plan,
    sha256: String(header.sha256),
    origin: header.origin === 'synthetic' ? 'synthetic' : 'checkpoint',
  };
}

function parse(data: Uint8Array): { [key: string]: unknown } | undefined {
  const text = String.fromCharCode(...data.subarray(0, headerBytes));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
