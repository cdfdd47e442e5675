/** Where the target is checked out: what the plan says of it, and that what is printed at the end does what it says. */
import { execFile } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { hermeticEnv, makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';
import { cli, configured, effort, makeWorld, ONE_GATE } from '../support/stories.ts';

const ONE = { 'effort/a': effort({ 'a.txt': 'new\n', 'new.txt': 'x\n' }) };

/** Creates a repository with main in a worktree of its own, beside which nothing has it. */
async function withLinked(...flags: readonly string[]) {
  const repo = await makeWorld({ 'a.txt': 'old\n', 'b.txt': 'b\n' }, ONE);
  const folder = await temporaryFolder();
  const linked = join(folder, 'w2');
  await repo.git('worktree', 'add', '--quiet', ...flags, linked, 'main');
  return { repo, folder, linked };
}

async function lookedAndRan(repo: Pick<TestRepository, 'dir'>) {
  const plan = (await cli(repo, 'plan')).out;
  const run = (await cli(repo, 'run', '--decide', 'recommended')).out;
  return { plan, run, command: /^finish with: (.*)$/m.exec(run)?.[1] ?? null };
}

/** Types the printed command in the repository. */
const typed = (repo: Pick<TestRepository, 'dir'>, command: string | null) =>
  promisify(execFile)('sh', ['-c', command ?? 'false'], { cwd: repo.dir, env: hermeticEnv() });

const hasLanded = async (repo: TestRepository) =>
  (await repo.git('ls-tree', '--name-only', 'refs/heads/main')).includes('new.txt');
const statusOf = (repo: TestRepository, path: string) => repo.git('-C', path, 'status', '--porcelain');

it('lands where the only worktree with the target is deleted, and says so beforehand', async () => {
  const { repo, linked } = await withLinked();
  await rm(linked, { recursive: true });

  const { plan, run, command } = await lookedAndRan(repo);

  expect(plan).toContain(`main: checked out in ${linked}, which is gone: nobody looks at it there`);
  expect(plan).toContain('git worktree prune');
  expect(run).toContain('landed: main is at the verified commit');
  expect(command).toBe(null);
  expect(await hasLanded(repo)).toBe(true);
});

it('holds where that worktree is gone and locked, with its reason, the way out, and a command that works', async () => {
  const { repo, linked } = await withLinked('--lock', '--reason', 'on a disk');
  await rm(linked, { recursive: true });

  const { plan, run, command } = await lookedAndRan(repo);

  for (const text of [plan, run]) {
    expect(text).toContain(`checked out in ${linked}, which is gone but locked (on a disk)`);
    expect(text).toContain(`git worktree unlock ${linked}`);
  }
  expect(await hasLanded(repo)).toBe(false);
  await typed(repo, command);
  expect(await hasLanded(repo)).toBe(true);
});

it.each([
  ['beside its old place', async (folder: string) => join(folder, 'w3')],
  ['beside the repository', async (_: string, repo: TestRepository) => join(repo.dir, 'w3')],
])(
  'finds a worktree that was moved by hand %s, and moves nothing under whoever is there',
  async (_where, to) => {
    const { repo, folder, linked } = await withLinked();
    const moved = await to(folder, repo);
    await rename(linked, moved);

    try {
      const { plan, run, command } = await lookedAndRan(repo);

      expect(plan).toContain(`main: checked out in ${moved}, which was moved there by hand from ${linked}`);
      expect(plan).toContain(`git worktree repair ${moved}`);
      expect(run).toContain('held');
      expect(await hasLanded(repo)).toBe(false);
      await typed(repo, command);
      expect(await hasLanded(repo)).toBe(true);
      expect(await statusOf(repo, moved)).toBe('');
    } finally {
      await rm(moved, { recursive: true, force: true });
    }
  },
);

it('takes no other worktree nearby for one that is gone', async () => {
  const { repo, folder, linked } = await withLinked();
  const other = await makeWorld({ 'x.txt': 'x\n' }, {});
  await other.git('worktree', 'add', '--quiet', join(folder, 'elsewhere', 'w2'), 'main');
  await rename(join(folder, 'elsewhere', 'w2'), join(folder, 'w3'));
  await other.git('-C', join(folder, 'w3'), 'worktree', 'repair');
  await rm(linked, { recursive: true });

  const { run } = await lookedAndRan(repo);

  expect(run).toContain('landed: main is at the verified commit');
});

it('holds where the target is checked out in a worktree, and names its folder at the plan', async () => {
  const { repo, linked } = await withLinked();

  const { plan, command } = await lookedAndRan(repo);

  expect(plan).toContain(`main: checked out in ${linked}; at the end one command moves it there`);
  await typed(repo, command);
  expect(await hasLanded(repo)).toBe(true);
  expect(await statusOf(repo, linked)).toBe('');
});

it('holds where the target is checked out twice, and one command moves both checkouts', async () => {
  const { repo, linked } = await withLinked();
  const second = join(await temporaryFolder(), 'second');
  await repo.git('worktree', 'add', '--quiet', '--force', second, 'main');

  const { plan, run, command } = await lookedAndRan(repo);

  expect(plan).toContain(`checked out in ${linked}; at the end one command moves every checkout of it`);
  expect(plan).toContain(`checked out in ${second}; at the end one command moves every checkout of it`);
  // Git lists worktrees by their paths.
  const [one, other] = [linked, second].toSorted();
  expect(run).toContain(`main is checked out in ${one} and in ${other}`);
  await typed(repo, command);
  expect(await hasLanded(repo)).toBe(true);
  expect([await statusOf(repo, linked), await statusOf(repo, second)]).toEqual(['', '']);
});

it('counts no checkout that is gone beside one that is there', async () => {
  const { repo, linked } = await withLinked();
  const second = join(await temporaryFolder(), 'second');
  await repo.git('worktree', 'add', '--quiet', '--force', second, 'main');
  await rm(second, { recursive: true });

  const { command } = await lookedAndRan(repo);

  expect(command).toMatch(new RegExp(`^git -C ${linked} merge --ff-only [0-9a-f]{40}$`));
});

it('takes a target that stands for another branch as checked out where the other is', async () => {
  const repo = await makeWorld({ 'a.txt': 'old\n' }, ONE, { checkedOut: true });
  await repo.git('branch', '-m', 'main', 'trunk');
  await repo.git('symbolic-ref', 'refs/heads/main', 'refs/heads/trunk');

  const { plan, run, command } = await lookedAndRan(repo);

  expect(plan).toContain(`main: checked out in ${repo.dir}`);
  expect(run).toContain('held');
  expect(await statusOf(repo, repo.dir)).toBe('');
  await typed(repo, command);
  expect(await hasLanded(repo)).toBe(true);
  expect(await statusOf(repo, repo.dir)).toBe('');
});

it.each([
  [
    'a change to a file that an effort changes',
    'a.txt',
    /where a\.txt would be in the way.*git would refuse the one command/,
  ],
  [
    'an untracked file that an effort adds',
    'new.txt',
    /where new\.txt would be in the way.*git would refuse the one command/,
  ],
  ['a change to another file', 'b.txt', /with 1 uncommitted change, not in the way; at the end one command/],
  ['another untracked file', 'mine.txt', /with 1 uncommitted change, not in the way; at the end one command/],
])('says beforehand what %s in its checkout means for the one command', async (_what, path, words) => {
  const { repo, linked } = await withLinked();
  await writeFile(join(linked, path), 'mine\n');

  const { plan, command } = await lookedAndRan(repo);
  const works = await typed(repo, command).then(
    () => true,
    () => false,
  );

  expect(plan).toMatch(words);
  expect(works).toBe(!/refuse/.test(words.source));
  expect(await repo.git('-C', linked, 'status', '--porcelain')).toContain(path);
});

it('says what a change means where the settings let the checkout be moved', async () => {
  const config = configured(`landing: { mode: fast_forward }\n${ONE_GATE}`);
  const repo = await makeWorld({ 'a.txt': 'old\n', 'b.txt': 'b\n' }, ONE, { config, checkedOut: true });
  const clean = (await cli(repo, 'plan')).out;
  await writeFile(join(repo.dir, 'b.txt'), 'mine\n');

  const { plan, run } = await lookedAndRan(repo);

  expect(clean).toContain(`main: checked out in ${repo.dir}; it is moved forward there at the end`);
  expect(plan).toContain('it is moved forward there at the end only if that is committed or stashed');
  expect(run).toContain('held');
});

it('finds the same efforts in the folder above a bare repository and its worktrees as in each of them', async () => {
  const source = await makeRepository({
    main: [{ 'a.txt': 'a\n' }],
    'effort/a': effort({ 'a.txt': 'x\n' }),
    'effort/b': effort({ 'b.txt': 'x\n' }),
  });
  const folder = await temporaryFolder();
  await source.git('clone', '--quiet', '--bare', source.dir, join(folder, '.bare'));
  await writeFile(join(folder, '.git'), 'gitdir: ./.bare\n');
  const planned = async (dir: string) => {
    const said = await cli({ dir }, 'plan', '--json');
    return (JSON.parse(said.out) as { efforts: { name: string }[] }).efforts
      .map(({ name }) => name)
      .toSorted();
  };

  const without_worktrees = await planned(folder);
  await source.git('-C', folder, 'worktree', 'add', '--quiet', 'main', 'main');
  await source.git('-C', folder, 'worktree', 'add', '--quiet', 'ea', 'effort/a');
  await mkdir(join(folder, 'empty'));

  expect(without_worktrees).toEqual(['a', 'b']);
  for (const place of ['', 'main', 'ea', '.bare', 'empty'])
    expect(await planned(join(folder, place)), place).toEqual(['a', 'b']);
  expect((await cli({ dir: folder }, 'doctor')).out).toContain(`repository  ${join(folder, 'main')}: `);
  const run = await cli({ dir: folder }, 'run', '--decide', 'recommended', '--gate', 'test=true');
  expect(run.out).toContain('2 efforts merged: b, a');
  expect(await source.git('-C', join(folder, 'main'), 'status', '--porcelain')).toBe('');

  await writeFile(
    join(folder, 'main', 'intorch.yaml'),
    "target: main\nefforts: { patterns: ['effort/a'] }\n",
  );
  expect(await planned(folder)).toEqual(await planned(join(folder, 'main')));
  expect(await planned(folder)).toEqual(['a']);
});
