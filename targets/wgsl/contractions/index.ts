/** What contractions are computed by, what is preferred first. */

import { grouped } from './grouped.ts';
import type { WgslImplementation } from './implementation.ts';
import { patch } from './patch.ts';
import { tiled } from './tiled.ts';
import { vector } from './vector.ts';

export const contractions: readonly WgslImplementation[] = [vector, grouped, patch, tiled];
