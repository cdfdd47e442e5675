/** The disk with intorch's state is full: a small file system in a mount namespace of its own. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { builtProgram, placeFor } from '../support/built-program.ts';
import { damageOf } from '../support/crash.ts';
import { temporaryFolder } from '../support/repository.ts';
import { sixEfforts } from './support/six-efforts.ts';

const run = promisify(execFile);
const canMount = await run('unshare', ['-Urm', 'true']).then(
  () => true,
  () => false,
);

it.skipIf(!canMount).each([200, 320, 560, 900])(
  'stops with a sentence at %i KiB, keeps what it had, and goes on when there is room',
  async (size) => {
    const repo = await sixEfforts();
    const home = await temporaryFolder();
    const { node, intorch } = await builtProgram();
    const state = join(repo.gitDir, 'intorch');
    await mkdir(state, { mode: 0o700 });
    const script = join(home, 'script.sh');
    await writeFile(
      script,
      `set -u
mount -t tmpfs -o size=${size}k,mode=0700 tmpfs "$STATE" || exit 99
intorch() { "$NODE" "$INTORCH" "$@"; }
say() { echo "== $1"; }
say full; intorch run --decide recommended 2>&1; echo "status $?"
say status; intorch status 2>&1; echo "status $?"
say verify; intorch checkpoint verify 2>&1; echo "status $?"
mount -o remount,size=64m "$STATE" || exit 99
say room; intorch run --resume --decide recommended 2>&1; echo "status $?"
`,
    );
    const { env } = placeFor(repo.dir, home, { STATE: state, NODE: node, INTORCH: intorch });

    const { stdout } = await run('unshare', ['-Urm', 'sh', script], {
      cwd: repo.dir,
      env,
      maxBuffer: 1 << 24,
    });

    const part = (name: string) => stdout.split(/^== /m).find((text) => text.startsWith(name)) ?? '';
    expect(part('full')).toMatch(
      /^(?:✖|failed:) (?:Cannot write .*: (?:the disk|database or disk) is full|Git cannot write in .*: No space left on device)$/m,
    );
    expect(part('full')).not.toMatch(/unexpected|rollback/);
    expect(part('full')).toMatch(/^status 1$/m);
    expect(part('status')).toMatch(/^status 0$/m);
    expect(part('verify')).toMatch(/^status 0$/m);
    expect(part('room')).toMatch(/^status 0$/m);
    expect(await damageOf(repo)).toEqual([]);
  },
);
