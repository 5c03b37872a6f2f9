/** The race on the CPU, in JavaScript and WebAssembly: every contestant in a process of Node of its own. */

import { Handle } from './handle.mjs';

/** @import { Race } from '../types.ts' */

/** @type {Race} */
export const cpuRace = {
  name: 'cpu',
  title: 'JavaScript and WebAssembly in Node, one thread, a process each',
  async open() {
    return {
      engine: `Node ${process.versions.node}`,
      enter: (contestant, work) => new Handle({ contestant, work }),
      async close() {},
    };
  },
};
