/** Places where intorch cannot write, or should rather not: real mounts in a namespace of their own. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { builtProgram, placeFor } from '../support/built-program.ts';
import { temporaryFolder } from '../support/repository.ts';
import { sixEfforts } from './support/six-efforts.ts';

const run = promisify(execFile);
const canMount = await run('unshare', ['-Urm', 'true']).then(
  () => true,
  () => false,
);

/** Runs a script in a namespace of its own. Returns a function that looks up the output after each `say`. */
async function inNameSpace(script: string): Promise<(part: string) => string> {
  const repo = await sixEfforts();
  const home = await temporaryFolder();
  const { node, intorch } = await builtProgram();
  const file = join(home, 'script.sh');
  await mkdir(join(home, 'cache'));
  await writeFile(file, `set -u\nintorch() { "$NODE" "$INTORCH" "$@"; }\nsay() { echo "== $1"; }\n${script}`);
  const { env } = placeFor(repo.dir, home, { GIT: repo.gitDir, NODE: node, INTORCH: intorch });
  const { stdout } = await run('unshare', ['-Urm', 'sh', file], { cwd: repo.dir, env, maxBuffer: 1 << 24 });
  return (part) => stdout.split(/^== /m).find((text) => text.startsWith(`${part}\n`)) ?? '';
}

it.skipIf(!canMount)('says that a read-only git directory stops it, and starts nothing there', async () => {
  const said = await inNameSpace(`
mount --bind "$GIT" "$GIT" && mount -o remount,bind,ro "$GIT" || exit 99
say doctor; intorch doctor 2>&1; echo "status $?"
say run; intorch run 2>&1; echo "status $?"
say status; intorch status 2>&1; echo "status $?"
`);

  expect(said('doctor')).toMatch(/✖ fail +state +cannot be written: .*: the file system is read-only$/m);
  expect(said('doctor')).toContain('Fix the permissions of that folder');
  expect(said('doctor')).toContain('status 1');
  expect(said('run')).toMatch(/^✖ Cannot write .*: the file system is read-only$/m);
  expect(said('status')).toContain('status 0');
});

it.skipIf(!canMount)('says that the folder for workspaces cannot be written, or is full', async () => {
  const said = await inNameSpace(`
mount -t tmpfs -o ro tmpfs "$XDG_CACHE_HOME" || exit 99
say read-only; intorch doctor 2>&1; echo "status $?"
mount -t tmpfs -o size=4m tmpfs "$XDG_CACHE_HOME" || exit 99
say small; intorch doctor 2>&1; echo "status $?"
mount -t tmpfs -o size=1g,nr_inodes=40 tmpfs "$XDG_CACHE_HOME" || exit 99
say few; intorch doctor 2>&1; echo "status $?"
`);

  expect(said('read-only')).toMatch(/✖ fail +copies +cannot be written: .*: the file system is read-only$/m);
  expect(said('read-only')).toContain('worktree.directory');
  expect(said('small')).toMatch(/✖ fail +copies +workspaces in \S+: [34] MiB free$/m);
  expect(said('few')).toMatch(
    /✖ fail +copies +workspaces in \S+: \d+ MiB free, but room for only \d+ more files$/m,
  );
  for (const part of ['read-only', 'small', 'few']) expect(said(part)).toContain('status 1');
});

it.skipIf(!canMount)(
  'warns of a network file system before anything starts, and uses no shared memory there',
  async () => {
    // Only the list of mounts pretends that there is a network. Without the rest of /proc no gate can run, which does not matter.
    const said = await inNameSpace(`
mount -t tmpfs tmpfs /proc && mkdir /proc/self || exit 99
printf '%s\\n' "/dev/vda / ext4 rw 0 0" "server:/home $GIT nfs4 rw 0 0" > /proc/self/mounts
say doctor; intorch doctor 2>&1; echo "status $?"
say run; intorch run --decide recommended 2>&1; echo "status $?"
say files; ls "$GIT/intorch"
`);

    expect(said('doctor')).toMatch(/! warn +state +\S+: .* free; on a network file system \(nfs4\)/m);
    expect(said('doctor')).toContain('Work in a clone on a local disk');
    expect(said('run')).toMatch(/found +git directory +on a network file system \(nfs4\)/);
    expect(said('files')).toContain('intorch.db');
    expect(said('files')).not.toContain('intorch.db-wal');
  },
);
