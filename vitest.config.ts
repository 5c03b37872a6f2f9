import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests read the sources, not dist/: the package's own name resolves to compiler/index.ts.
  resolve: { conditions: ['@netwright/source', 'node', 'import'] },
  ssr: { resolve: { conditions: ['@netwright/source', 'node', 'import'] } },
  test: {
    include: ['test/**/*.test.ts'],
    // One less than there are cores, which is the default, leaves a machine of two half idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
