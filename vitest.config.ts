import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests read the sources, not dist/: the package's own name resolves to compiler/index.ts.
  resolve: { conditions: ['@netwright/source', 'node', 'import'] },
  ssr: { resolve: { conditions: ['@netwright/source', 'node', 'import'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
