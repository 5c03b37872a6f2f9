/** Relaxed SIMD in this process: V8 before 11.4, which is that of Node 20, has it behind a flag. */

import { setFlagsFromString } from 'node:v8';
import { hasRelaxedSimd } from '../../targets/wasm/runtime/relaxed.ts';

/** Switches it on, for all modules from now on. @throws where this Node has none */
export function enableRelaxedSimd(): void {
  if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
  if (!hasRelaxedSimd()) throw new Error(`Node ${process.version} has no relaxed SIMD`);
}
