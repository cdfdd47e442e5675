import { defineConfig } from 'vitest/config';

/** The fast suite: everything but the kill suite, which needs a built program and minutes. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/kill/**', 'node_modules/**'],
    setupFiles: ['test/support/same-inputs.ts'],
    // Most of a test is waiting for git: a worker for each core, not one fewer.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine is not a failure: what a test waits for may take as long as any other step.
    expect: { poll: { timeout: 30_000 } },
    env: { FORCE_COLOR: '0', LC_ALL: 'C.UTF-8', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  },
});
