import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { worktreeSnapshots } from '../../../../src/adapters/git/snapshots/worktree-snapshots.ts';
import type { WorktreeSnapshots } from '../../../../src/ports/worktree-snapshots.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../../../support/repository.ts';
import { configure, operatorEnv, program } from '../tools.ts';

/** Takes snapshots of a repository's worktrees, and lists a tree that they made. */
async function camera(repo: TestRepository, env = operatorEnv(), lines: string[] = []) {
  const folder = await temporaryFolder();
  const own_objects = join(folder, 'objects');
  await mkdir(own_objects);
  const snapshots: WorktreeSnapshots = worktreeSnapshots({
    git_dir: repo.gitDir,
    own_objects,
    scratch_dir: join(folder, 'scratch'),
    env,
    onCommand: (line) => lines.push(line),
  });
  onTestFinished(() => snapshots.close());
  const files = async (tree: string) => {
    const shown = (...args: readonly string[]) =>
      execFileSync('git', [...args], {
        cwd: repo.dir,
        env: { ...operatorEnv(), GIT_ALTERNATE_OBJECT_DIRECTORIES: own_objects },
        encoding: 'utf8',
      });
    return Object.fromEntries(
      shown('ls-tree', '-r', '-z', '--name-only', tree)
        .split('\0')
        .filter((path) => path !== '')
        .map((path) => [path, shown('cat-file', 'blob', `${tree}:${path}`)]),
    );
  };
  return { take: () => snapshots.take(repo.dir), files };
}

/** Every file of the git directory with its time and size. */
async function untouched(repo: TestRepository) {
  const entries = await readdir(repo.gitDir, { recursive: true });
  const seen = entries.toSorted().map(async (path) => {
    const { mtimeMs, size } = await stat(join(repo.gitDir, path));
    // Git itself sets the time of a shared index whenever it reads one.
    return `${path} ${path.startsWith('sharedindex.') ? '' : mtimeMs} ${size}`;
  });
  return Promise.all(seen);
}

it('is the tree of changed, staged, removed and untracked files, and leaves index, objects and files as they were', async () => {
  const repo = await makeRepository({
    main: [{ 'a.txt': 'one\n', 'b.txt': 'two\n', 'c.txt': 'three\n', '.gitignore': '*.log\n' }],
  });
  // With a split index, git puts a part of whatever index it writes into the git directory.
  await configure(repo, '[core]\n\tsplitIndex = true');
  await writeFile(join(repo.dir, 'a.txt'), 'changed\n');
  await writeFile(join(repo.dir, 'b.txt'), 'staged\n');
  await repo.git('add', 'b.txt');
  await rm(join(repo.dir, 'c.txt'));
  await mkdir(join(repo.dir, 'deep/er'), { recursive: true });
  await writeFile(join(repo.dir, 'deep/er/né w.txt'), 'new\n');
  await writeFile(join(repo.dir, 'debug.log'), 'ignored\n');
  const { take, files } = await camera(repo);
  const before = await untouched(repo);

  const snapshot = await take();

  expect(snapshot).toMatchObject({ is: 'counted', files: 4 });
  expect(await files(snapshot.is === 'counted' ? snapshot.tree : '')).toEqual({
    '.gitignore': '*.log\n',
    'a.txt': 'changed\n',
    'b.txt': 'staged\n',
    'deep/er/né w.txt': 'new\n',
  });
  expect(await untouched(repo)).toEqual(before);
});

it('is nothing where all is committed, and is not taken again before something changes', async () => {
  const repo = await makeRepository({ main: [{ 'a.txt': 'one\n' }] });
  const lines: string[] = [];
  const { take } = await camera(repo, operatorEnv(), lines);
  expect(await take()).toEqual({ is: 'clean' });
  await writeFile(join(repo.dir, 'a.txt'), 'two\n');
  const first = await take();
  lines.length = 0;

  const second = await take();

  expect(second).toEqual(first);
  expect(lines.filter((line) => !line.startsWith('git status'))).toEqual([]);
});

it('is unstable where a file changes while it is read', async () => {
  const repo = await makeRepository({ main: [{ 'a.txt': 'one\n' }] });
  await writeFile(join(repo.dir, 'a.txt'), 'two\n');
  const folder = await temporaryFolder();
  const script = `#!/bin/sh\nPATH='${process.env['PATH']}'\ncase $1 in write-tree) echo more >> '${repo.dir}/a.txt' ;; esac\nexec git "$@"\n`;
  await writeFile(join(folder, 'git'), script, { mode: 0o755 });
  const { take } = await camera(repo, { ...operatorEnv(), PATH: folder });

  expect(await take()).toEqual({ is: 'unstable', files: 1 });
});

it('is not taken of more than can be read at every change, and of no folder that is gone', async () => {
  const repo = await makeRepository({ main: [{ 'a.txt': 'one\n' }] });
  const { take } = await camera(repo);
  await writeFile(join(repo.dir, 'core.dump'), '');
  await truncate(join(repo.dir, 'core.dump'), 65 * 1024 * 1024);
  expect(await take()).toEqual({ is: 'too_large', files: 1 });

  await rm(repo.dir, { recursive: true });

  expect(await take()).toEqual({ is: 'unreadable' });
});

it('runs no filter, hook or monitor that a branch could make git run', async () => {
  const repo = await makeRepository({ main: [{ 'a.txt': 'one\n', '.gitattributes': '* filter=evil\n' }] });
  const ran = join(repo.gitDir, 'ran');
  const evil = await program(repo, 'evil', `echo "$0 $@" >> '${ran}'; cat`);
  await configure(
    repo,
    `[filter "evil"]\n\tclean = ${evil} clean\n\tprocess = ${evil} process\n\trequired = true\n[core]\n\tfsmonitor = ${evil}\n\thooksPath = ${repo.gitDir}/hooks`,
  );
  await mkdir(join(repo.gitDir, 'hooks'), { recursive: true });
  await program(repo, 'hooks/post-index-change', `echo hook >> '${ran}'`);
  await writeFile(join(repo.dir, 'a.txt'), 'two\n');
  await symlink('/etc/passwd', join(repo.dir, 'link'));
  const { take, files } = await camera(repo);

  const snapshot = await take();

  const tree = snapshot.is === 'counted' ? snapshot.tree : '';
  expect(await files(tree)).toMatchObject({ 'a.txt': 'two\n', link: '/etc/passwd' });
  await expect(stat(ran)).rejects.toThrow('ENOENT');
});

it('sees the tree of another branch at once, where the same file is changed in the same way', async () => {
  const repo = await makeRepository({
    main: [{ 'a.txt': 'one\n', 'b.txt': 'main\n' }],
    other: { from: 'main', commits: [{ 'b.txt': 'other\n' }] },
  });
  await writeFile(join(repo.dir, 'a.txt'), 'two\n');
  const { take, files } = await camera(repo);
  await take();

  await repo.git('switch', '--quiet', 'other');
  const snapshot = await take();

  expect(await files(snapshot.is === 'counted' ? snapshot.tree : '')).toMatchObject({ 'b.txt': 'other\n' });
});
