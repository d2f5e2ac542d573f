import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{values,radius,server,web,tools}/**/*.test.{ts,tsx}', 'server/scenarios/**/*.scenario.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['server/src/kernel/test-cluster.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
