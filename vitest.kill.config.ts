import { defineConfig } from 'vitest/config';

/** The kill suite: the built program as real processes that are killed. INTORCH_KILLS says how often, INTORCH_SEED repeats a run. */
export default defineConfig({
  test: {
    include: ['test/kill/**/*.test.ts'],
    globalSetup: ['test/kill/support/build-once.ts'],
    // Which moments are met depends on how fast things are; one file after the other keeps that alike.
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    env: { FORCE_COLOR: '0', LC_ALL: 'C.UTF-8' },
  },
});
