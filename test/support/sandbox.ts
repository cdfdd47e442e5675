/** Tests of what bubblewrap shuts in: they say that they are skipped where it is not installed. */
import { spawnSync } from 'node:child_process';
import { test } from 'vitest';

const works =
  spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true'], { stdio: 'ignore' }).status === 0;

if (!works) console.error('SKIPPED: bubblewrap (bwrap) is not installed or not allowed here');

/** A test that needs bubblewrap. */
export const testShutIn = test.skipIf(!works);
