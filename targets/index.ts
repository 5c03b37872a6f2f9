/** Every target, in one list. */

import type { Target } from '../compiler/target.ts';
import { cuda } from './cuda/target.ts';
import { typescript } from './typescript/target.ts';
import { wasm } from './wasm/target.ts';
import { wgsl } from './wgsl/target.ts';

export const targets: readonly Target[] = [typescript, wasm, wgsl, cuda];
