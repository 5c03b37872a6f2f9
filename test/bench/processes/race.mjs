/** The race on the CPU, in JavaScript and WebAssembly beside native code: every contestant in a process of its own. */

import { Unavailable } from '../errors.mjs';
import { nameOf } from '../lanes.mjs';
import { Handle } from './handle.mjs';
import { findTorch } from './python.mjs';
import { PythonHandle } from './python-handle.mjs';

/** @import { Race } from '../types.ts' */

/** @type {Race} */
export const cpuRace = {
  name: 'cpu',
  title: 'JavaScript and WebAssembly in Node, a process each',
  async open() {
    const python = await findTorch();
    return {
      engine: `Node ${process.versions.node}`,
      home: 'a process',
      enter(lane, work) {
        if (!lane.contestant.peer?.endsWith('.py')) return new Handle({ lane, work });
        if (python !== undefined) return new PythonHandle(python, lane, work);
        throw new Unavailable(`${nameOf(lane)}: there is no Python with PyTorch`);
      },
      async close() {},
    };
  },
};
