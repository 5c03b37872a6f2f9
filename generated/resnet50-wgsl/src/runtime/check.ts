/** Whether a machine can run a program: asked before anything is fetched. */

import { checkGpu, findAdapter, objections, precisionOf } from './device.ts';
import { reasonOf } from './errors.ts';
import type { CheckOptions, Precision } from './options.ts';
import type { Program } from './program.ts';

/** What `check` finds. */
export interface Check {
  readonly ok: boolean;
  /** Why not, and what to do. */
  readonly reasons: readonly string[];
  /** What `load` would take with the same options. */
  readonly precision: Precision;
  /** Bytes to download, and of the GPU's memory. */
  readonly bytes: { readonly download: number; readonly gpu: number };
  /** What the GPU calls itself. */
  readonly gpu?: string;
}

/** Asks a GPU whether it can run a program. Nothing is fetched, and no device made. */
export async function checkProgram(program: Program, options: CheckOptions): Promise<Check> {
  const { download, weights, activations } = program.bytes;
  const answer = (reasons: readonly string[], precision: Precision): Check => ({
    ok: reasons.length === 0,
    reasons,
    precision,
    bytes: { download, gpu: (weights + activations) * (precision === 'f16' ? 0.5 : 1) },
  });
  try {
    checkGpu(options);
    const capable = options.device ?? (await findAdapter(options));
    const precision = precisionOf(options, capable);
    const found = answer(objections(program, capable, precision), precision);
    const info = 'info' in capable ? capable.info : undefined;
    const words = info ? [info.vendor, info.architecture, info.description].filter(word => word !== '') : [];
    return words.length > 0 ? { ...found, gpu: words.join(' ') } : found;
  } catch (cause) {
    return answer([reasonOf(cause)], options.precision === 'f16' ? 'f16' : 'f32');
  }
}
