/** What contractions are computed by, what is preferred first. */

import { band } from './band.ts';
import { depthwise } from './depthwise.ts';
import type { WasmImplementation } from './implementation.ts';
import { panel } from './panel.ts';
import { winograd2, winograd4 } from './winograd.ts';

export const contractions: readonly WasmImplementation[] = [winograd4, winograd2, depthwise, panel, band];
