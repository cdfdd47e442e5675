/** What a slot has of a checkout beside its own files: submodules, and files that go through a filter. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createProcesses } from '../../src/adapters/execa/process.ts';
import { type SlotsOptions, slots } from '../../src/adapters/slots.ts';
import type { RefName, Sha } from '../../src/domain/shared/ids.ts';
import type { Slot, SlotRequest } from '../../src/ports/workspaces.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';

const processes = createProcesses({ grace_ms: 200, environment: { PATH: process.env['PATH'] } });
const env = { PATH: process.env['PATH'], HOME: '/nonexistent' };

let directory = '';
let repo: TestRepository;
beforeEach(async () => {
  directory = join(await temporaryFolder(), 'slots');
});

const ours = { branch: 'refs/heads/phase1/wave1' as RefName, watched: [], moves: () => new Map() };
const workspaces = (overrides: Partial<SlotsOptions> = {}) =>
  slots({ common_dir: repo.gitDir, directory, limit: 1, processes, env, ours, ...overrides });
const read = (slot: Slot, path: string) => readFile(join(slot.directory, path), 'utf8');

async function gate(slot: Slot, command: string): Promise<string> {
  const log = join(directory, 'gate.log');
  await rm(log, { force: true });
  const ours = { env: {}, timeout_ms: 30_000, max_log_bytes: 100_000, cookie: 'gate', signal: null };
  await processes.run({ ...ours, confinement: 'off', read: [], command, cwd: slot.directory, log });
  return (await readFile(log, 'utf8')).trimEnd();
}

describe('the submodules of a slot', () => {
  let lib: TestRepository;
  /** Commits of the library, and of the repository that uses each. */
  const libs: Sha[] = [];
  const uses: Sha[] = [];

  beforeEach(async () => {
    libs.length = 0;
    uses.length = 0;
    lib = await makeRepository({ main: [{ 'lib.txt': 'v1\n', old: 'x\n', '.gitignore': 'built\n' }] });
    libs.push(await lib.tip('main'), await lib.commit('v2', { 'lib.txt': 'v2\n', '.gitignore': 'built\n' }));
    repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }] });
    for (const [index, commit] of libs.entries()) uses.push(await repo.commit(`use-${index}`, using(commit)));
  });

  const using = (commit: Sha, name = 'the lib') => ({
    '.gitmodules': `[submodule "${name}"]\n\tpath = vendor/lib\n\turl = ${lib.dir}\n`,
    'vendor/lib': { mode: '160000', text: commit },
    '.gitignore': 'node_modules\n',
  });

  /** Has the submodule in the operator's repository, as a checkout with submodules has. */
  const fetched = (where = 'modules') =>
    lib.git('clone', '--quiet', '--bare', lib.gitDir, join(repo.gitDir, where, 'the lib'));

  const take = async (commit: Sha | undefined, command: string | null = 'true') => {
    const all = workspaces();
    const key: readonly string[] = [];
    const setup: SlotRequest['setup'] =
      command === null ? null : { command, key, timeout_ms: 30_000, log: join(directory, 'setup.log') };
    const slot = await all.take({ commit: commit as Sha, setup });
    await all.release(slot);
    return slot;
  };

  test('are at the commit that the commit under test names, again and again, and clean', async () => {
    await fetched();
    for (const [index, commit] of [...uses, ...uses].entries()) {
      const slot = await take(commit);

      expect(await read(slot, 'vendor/lib/lib.txt')).toBe(`v${(index % 2) + 1}\n`);
      expect((await readdir(join(slot.directory, 'vendor/lib'))).includes('old')).toBe(index % 2 === 0);
      expect(await gate(slot, 'git status --porcelain; git submodule status')).toMatch(
        new RegExp(`^.?${libs[index % 2]} vendor/lib`),
      );
      expect(slot).toMatchObject({ setup_failed: null, unfit: null, lacks: [] });
      await gate(
        slot,
        'cd vendor/lib; echo x > lib.txt; echo x > left; git checkout -q HEAD~0; echo x > old',
      );
    }
  });

  test('come from a worktree of the operator too', async () => {
    await fetched('worktrees/other/modules');

    expect(await read(await take(uses[1]), 'vendor/lib/lib.txt')).toBe('v2\n');
  });

  test('are empty without a set-up, though they are here, and are said to be', async () => {
    await fetched();
    const slot = await take(uses[0], null);

    expect(await readdir(join(slot.directory, 'vendor/lib'))).toEqual([]);
    expect(slot.lacks).toEqual([{ kind: 'empty_submodule', path: 'vendor/lib' }]);
  });

  test('that nobody has here are empty, and are said to be', async () => {
    const slot = await take(uses[0]);

    expect(await readdir(join(slot.directory, 'vendor/lib'))).toEqual([]);
    expect(slot.lacks).toEqual([{ kind: 'empty_submodule', path: 'vendor/lib' }]);
  });

  test('under a name that leads elsewhere are none', async () => {
    await lib.git('clone', '--quiet', '--bare', lib.gitDir, join(repo.gitDir, 'evil'));
    const slot = await take(await repo.commit('evil', using(libs[0] as Sha, '../evil')));

    expect(await readdir(join(slot.directory, 'vendor/lib'))).toEqual([]);
  });

  test('are not written through a link that a gate put in their place', async () => {
    await fetched();
    const elsewhere = join(directory, 'elsewhere');
    await mkdir(join(elsewhere, 'lib'), { recursive: true });
    await writeFile(join(elsewhere, 'lib', 'precious'), 'x');
    const slot = await take(uses[0]);
    for (const place of ['vendor/lib', 'vendor']) {
      await rm(join(slot.directory, place), { recursive: true });
      await symlink(place === 'vendor' ? elsewhere : join(elsewhere, 'lib'), join(slot.directory, place));

      expect(await read(await take(uses[1]), 'vendor/lib/lib.txt')).toBe('v2\n');
      expect(await readdir(join(elsewhere, 'lib'))).toEqual(['precious']);
    }
  });

  const UPDATE = 'git -c protocol.file.allow=always submodule --quiet update --init; echo x >> ../installs';
  const installs = async () => (await readFile(join(directory, 'installs'), 'utf8')).length / 2;

  test('that set-up fetches are kept for it, and fetched again when the link moved', async () => {
    const said: unknown[] = [];
    for (const commit of [uses[0], uses[0], uses[1], uses[1], uses[0]]) {
      const slot = await take(commit, UPDATE);
      said.push([await read(slot, 'vendor/lib/lib.txt'), await installs(), slot.lacks]);
      expect(await gate(slot, 'git status --porcelain')).toBe('');
    }

    expect(said).toEqual([
      ['v1\n', 1, []],
      ['v1\n', 1, []],
      ['v2\n', 2, []],
      ['v2\n', 2, []],
      ['v1\n', 3, []],
    ]);
  });

  test('that set-up fetches survive another set-up', async () => {
    await take(uses[0], UPDATE);

    const slot = await take(uses[0], `${UPDATE} && true`);

    expect([slot.setup_failed, await read(slot, 'vendor/lib/lib.txt')]).toEqual([null, 'v1\n']);
  });

  test('that set-up clones by itself are at the recorded commit', async () => {
    const slot = await take(
      uses[0],
      `rmdir vendor/lib; git clone -q '${lib.gitDir}' vendor/lib; git -C vendor/lib checkout -q ${libs[1]}`,
    );

    expect([slot.setup_failed, await read(slot, 'vendor/lib/lib.txt')]).toEqual([null, 'v1\n']);
  });

  test('that set-up leaves at another commit keep gates off', async () => {
    const command = `git clone -q --depth 1 --branch v2 'file://${lib.gitDir}' vendor/lib`;

    const slot = await take(uses[0], command);

    expect(slot.setup_failed).toContain('left a submodule at a commit that is not the one under test');
    expect(slot.lacks).toEqual([{ kind: 'other_submodule', path: 'vendor/lib', commit: libs[0] }]);
    expect((await take(uses[0], UPDATE)).setup_failed).toBeNull();
  });

  test('that set-up fills without a repository are its own affair', async () => {
    const slot = await take(uses[0], 'echo packed > vendor/lib/lib.txt');
    const again = await take(uses[0], 'echo packed > vendor/lib/lib.txt');

    expect([slot.lacks, again.lacks, await read(again, 'vendor/lib/lib.txt')]).toEqual([[], [], 'packed\n']);
    await gate(again, 'git init -q vendor/lib; echo x > vendor/lib/lib.txt');
    const after = await take(uses[0], 'echo packed > vendor/lib/lib.txt');
    expect([after.setup_failed, await read(after, 'vendor/lib/lib.txt')]).toEqual([null, 'packed\n']);
    expect(existsSync(join((await take(uses[0])).directory, 'vendor/lib/lib.txt'))).toBe(false);
  });

  test('of submodules are there as well', async () => {
    const outer = await makeRepository({ main: [using(libs[0] as Sha)] });
    const top = await outer.tip('main');
    await outer.git('clone', '--quiet', '--bare', outer.gitDir, join(repo.gitDir, 'modules', 'the lib'));
    await lib.git(
      'clone',
      '--quiet',
      '--bare',
      lib.gitDir,
      join(repo.gitDir, 'modules', 'the lib', 'modules', 'the lib'),
    );

    const slot = await take(await repo.commit('nested', using(top)));

    expect(await read(slot, 'vendor/lib/vendor/lib/lib.txt')).toBe('v1\n');
  });

  test('are removed with the slot', async () => {
    await take(uses[0], UPDATE);
    await workspaces().removeAll();

    expect((await readdir(directory)).filter((name) => name.startsWith('slot'))).toEqual([]);
  });
});

describe('files with a filter', () => {
  beforeEach(async () => {
    repo = await makeRepository({
      main: [{ 'a.txt': 'secret\n', 'sub/.gitattributes': '*.bin filter=upper\n', 'sub/b.bin': 'b\n' }],
    });
    await repo.git('config', 'filter.upper.smudge', 'tr a-z A-Z');
    await repo.git('config', 'filter.upper.clean', 'tr A-Z a-z');
  });

  test('are as git stores them, and that is said', async () => {
    const slot = await workspaces().take({ commit: await repo.tip('main'), setup: null });

    expect(await read(slot, 'sub/b.bin')).toBe('b\n');
    expect(slot.lacks).toEqual([{ kind: 'filter', filter: 'upper', path: 'sub/b.bin' }]);
  });

  test('are as in a checkout where the filter is trusted, each time, and the slot is clean', async () => {
    const all = workspaces({ filters: ['upper'] });
    for (const round of [1, 2]) {
      const slot = await all.take({ commit: await repo.tip('main'), setup: null });

      expect([round, await read(slot, 'sub/b.bin'), await read(slot, 'a.txt')]).toEqual([
        round,
        'B\n',
        'secret\n',
      ]);
      expect([await gate(slot, 'git status --porcelain'), slot.lacks]).toEqual(['', []]);
      await all.release(slot);
    }
  });

  test('need no words where no filter is configured', async () => {
    await repo.git('config', '--remove-section', 'filter.upper');

    expect((await workspaces().take({ commit: await repo.tip('main'), setup: null })).lacks).toEqual([]);
  });
});
