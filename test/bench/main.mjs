/** `npm run bench`: the bench in JavaScript, or that on NVIDIA GPUs. Each loads what it alone needs. */

import { existsSync } from 'node:fs';
import { cudaArguments } from './cuda/arguments.mjs';
import { BenchError } from './errors.mjs';
import { netwright } from './network/folder.mjs';

try {
  if (!existsSync(netwright)) {
    throw new BenchError('there is no dist/compiler/driver/cli/main.js\n  fix: build it: npm run build');
  }
  const args = process.argv.slice(2);
  const ofCuda = cudaArguments(args);
  if (ofCuda) await (await import('./cuda/bench.mjs')).bench(ofCuda);
  else await (await import('./bench.mjs')).bench(args);
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
