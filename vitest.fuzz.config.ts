import { defineConfig } from 'vitest/config';

/** Readers of foreign text against 100,000 inputs each, others in every run. The few of `npm test` are the same in every run. */
export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.test.ts'],
    maxWorkers: '100%',
    testTimeout: 3_600_000,
    env: { FORCE_COLOR: '0', LC_ALL: 'C.UTF-8', FUZZ_RUNS: '100000' },
  },
});
