/** What runs in the page of a contestant that works in the page itself. */

import { bench } from './bench.mjs';

Object.assign(globalThis, { bench });
