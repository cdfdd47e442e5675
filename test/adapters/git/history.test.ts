import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseStatus } from '../../../src/adapters/git/history/local-changes.ts';
import { gitHistory } from '../../../src/adapters/git/history.ts';
import { inBatchMode } from '../../../src/adapters/git/process/environment.ts';
import { isAtLeast, parseVersion } from '../../../src/adapters/git/process/version.ts';
import type { BranchName, RefName, Sha } from '../../../src/domain/shared/ids.ts';
import { described } from '../../support/fast-import.ts';
import { makeRepository, temporaryFolder } from '../../support/repository.ts';
import { makeShape } from '../../support/shapes.ts';
import { configure, historyOf, operatorEnv, program } from './tools.ts';

describe('the repository', () => {
  test('is found from any folder in it', async () => {
    const repo = await makeShape('two_clean');

    const info = await gitHistory({ directory: join(repo.dir, 'src'), env: operatorEnv() }).repository();

    expect(info).toMatchObject({
      common_dir: repo.gitDir,
      top_level: repo.dir,
      object_format: 'sha1',
      is_shallow: false,
    });
    expect(info.git_version[0]).toBeGreaterThanOrEqual(2);
  });

  test('of a linked worktree shares its git directory and has a top level of its own', async () => {
    const repo = await makeShape('two_clean');
    const folder = join(await temporaryFolder(), 'linked ü');
    await repo.git('worktree', 'add', '--quiet', folder, 'effort/one');

    const info = await gitHistory({ directory: folder, env: operatorEnv() }).repository();

    expect(info).toMatchObject({ common_dir: repo.gitDir, top_level: folder });
  });

  test('may be bare, shallow, or named by SHA-256', async () => {
    const bare = await makeRepository(
      { main: [{ a: '1' }, { a: '2' }] },
      { bare: true, object_format: 'sha256' },
    );
    const folder = join(await temporaryFolder(), 'shallow');
    await bare.git('clone', '--quiet', '--depth=1', `file://${bare.dir}`, folder);

    expect(await historyOf(bare).repository()).toMatchObject({
      common_dir: bare.dir,
      top_level: null,
      object_format: 'sha256',
    });
    expect((await gitHistory({ directory: folder, env: operatorEnv() }).repository()).is_shallow).toBe(true);
  });

  test('has its main working tree as top level when looked at from its git directory', async () => {
    const repo = await makeShape('two_clean');

    expect((await gitHistory({ directory: repo.gitDir, env: operatorEnv() }).repository()).top_level).toBe(
      repo.dir,
    );
  });

  test('that is none, a folder that is none, and a git that is none are named', async () => {
    const folder = await temporaryFolder();
    const at = (directory: string, env = operatorEnv()) => gitHistory({ directory, env }).repository();

    await expect(at(folder)).rejects.toMatchObject({
      code: 'NOT_A_REPOSITORY',
      message: `${folder} is not in a git repository`,
    });
    await expect(at(join(folder, 'absent'))).rejects.toMatchObject({ code: 'NOT_A_REPOSITORY' });
    await expect(at(folder, { PATH: folder })).rejects.toMatchObject({ code: 'GIT_MISSING' });
  });

  test('with a git that is too old is refused with both versions', async () => {
    const repo = await makeShape('two_clean');
    const bin = await temporaryFolder();
    await writeFile(join(bin, 'git'), '#!/bin/sh\necho "git version 2.37.9"\n', { mode: 0o755 });

    await expect(gitHistory({ directory: repo.dir, env: { PATH: bin } }).repository()).rejects.toMatchObject({
      code: 'GIT_TOO_OLD',
      message: 'Git here is 2.37.9, and 2.38 or newer is needed',
    });
  });

  test.each([
    ['git version 2.39.5 (Apple Git-154)', [2, 39, 5]],
    ['git version 2.38.0-rc1', [2, 38, 0]],
    ['git version 2.55', [2, 55, 0]],
    ['hello', null],
  ])('%s is understood', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  test('versions are compared by number', () => {
    expect([
      isAtLeast([2, 38, 0], [2, 38, 0]),
      isAtLeast([2, 100, 0], [2, 39, 0]),
      isAtLeast([3, 0, 0], [2, 39, 5]),
    ]).toEqual([true, true, true]);
    expect([
      isAtLeast([2, 37, 9], [2, 38, 0]),
      isAtLeast([1, 99, 0], [2, 38, 0]),
      isAtLeast([2, 39, 4], [2, 39, 5]),
    ]).toEqual([false, false, false]);
  });
});

test('the identity is the configured one, else a stated one', async () => {
  const repo = await makeShape('two_clean');
  const history = historyOf(repo);

  expect(await history.identity()).toEqual({ name: 'intorch', email: 'intorch@localhost' });
  await configure(repo, '[user]\n\tname = Bö\n\temail = bo@example.org');
  expect(await history.identity()).toEqual({ name: 'Bö', email: 'bo@example.org' });
});

test('lines that two commits differ in are read by side, without context, headers or what is binary', async () => {
  const repo = await makeRepository({
    main: [
      { 'a.txt': '--- old\nkept\nlast', 'gone.txt': 'größe\n', 'b.bin': 'x\0y' },
      { 'a.txt': '+++ new\nkept\nlast\n', 'gone.txt': null, 'new.txt': '@@ -1 +1 @@\n', 'b.bin': 'z\0y' },
    ],
  });
  const [from, to] = [await repo.tip('main~1'), await repo.tip('main')];

  const changed = await historyOf(repo).changedLines(from, to);

  expect(changed).toEqual({ removed: '--- old\nlast\ngröße', added: '+++ new\nlast\n@@ -1 +1 @@' });
  expect(await historyOf(repo).changedLines(from, from)).toEqual({ removed: '', added: '' });
  expect(await historyOf(repo).changedLines(from, 'b'.repeat(40) as Sha)).toBeNull();
});

describe('names', () => {
  test('refs are listed under their prefixes; symbolic ones, tags of files and names that are no text are not', async () => {
    const repo = await makeShape('two_clean');
    const main = await repo.tip('main');
    await repo.git('update-ref', 'refs/remotes/origin/main', 'main');
    await repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    await repo.gitWithInput(
      Buffer.from(`create refs/heads/caf\xe9 ${main}\ncreate refs/heads/ü ${main}\n`, 'latin1'),
      'update-ref',
      '--stdin',
    );

    const history = historyOf(repo);

    const heads = [...(await history.refs(['refs/heads/'])).keys()];
    expect(heads).toEqual(
      expect.arrayContaining(['refs/heads/effort/one', 'refs/heads/effort/two', 'refs/heads/main']),
    );
    expect(heads.filter((name) => name.includes('caf'))).toEqual([]);
    expect([...(await history.refs(['refs/remotes/', 'refs/heads/main']))]).toEqual([
      ['refs/heads/main', main],
      ['refs/remotes/origin/main', main],
    ]);
    expect(await history.refs(['refs/nothing/'])).toEqual(new Map());
    expect((await history.allRefs(['refs/heads/'])).unreadable).toContainEqual({
      ref: 'refs/heads/caf\\351',
      because: 'not_utf8',
    });
  });

  test('a branch that is a symbolic ref has the commit of the other; one to nothing is none', async () => {
    const repo = await makeShape('two_clean');
    await repo.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/effort/one');
    await repo.git('symbolic-ref', 'refs/heads/dangling', 'refs/heads/nothing');

    const heads = await historyOf(repo).refs(['refs/heads/']);

    expect(heads.get('refs/heads/alias' as RefName)).toBe(await repo.tip('effort/one'));
    expect(heads.has('refs/heads/dangling' as RefName)).toBe(false);
  });

  test('a branch without its object, and one that is no commit, are named, and hide no other', async () => {
    const repo = await makeShape('two_clean');
    const heads = join(repo.gitDir, 'refs', 'heads');
    await writeFile(join(heads, 'gone'), `${'dead'.padEnd(40, '0')}\n`);
    await writeFile(join(heads, 'tree'), `${await repo.git('rev-parse', 'main^{tree}')}\n`);

    const found = await historyOf(repo).allRefs(['refs/heads/']);

    expect([...found.tips.keys()]).toEqual(
      expect.arrayContaining(['refs/heads/effort/one', 'refs/heads/effort/two', 'refs/heads/main']),
    );
    expect(found.unreadable).toEqual([
      { ref: 'refs/heads/gone', because: 'missing' },
      { ref: 'refs/heads/tree', because: 'no_commit' },
    ]);
  });

  test('what an operator calls a commit is found: branch before tag, remote branch, object name, abbreviation', async () => {
    const repo = await makeShape('two_clean');
    const [main, one, two] = [
      await repo.tip('main'),
      await repo.tip('effort/one'),
      await repo.tip('effort/two'),
    ];
    await repo.git('tag', '-a', '-m', 'x', 'v1', two);
    await repo.git('tag', 'effort/one', main);
    await repo.git('update-ref', 'refs/remotes/origin/feature', two);
    const history = historyOf(repo);

    expect(await Promise.all(['main', 'HEAD', main, main.slice(0, 8)].map(history.resolve))).toEqual([
      main,
      main,
      main,
      main,
    ]);
    expect(await history.resolve('effort/one')).toBe(one);
    expect(await Promise.all(['v1', 'origin/feature', 'refs/heads/effort/two'].map(history.resolve))).toEqual(
      [two, two, two],
    );
  });

  test.each([
    '',
    'absent',
    '-x',
    '--output=x',
    'main:README.md',
    'a b',
    'x\0y',
    '@{-1}',
    'refs/heads/absent',
    'f'.repeat(40),
    'ffffffff',
    '..',
    ':/x',
  ])('what stands for no commit is none: %j', async (rev) => {
    const repo = await makeShape('two_clean');

    expect(await historyOf(repo).resolve(rev)).toBe(null);
  });

  test('a branch that is named like an option is an ordinary branch', async () => {
    const repo = await makeShape('content_conflict');
    const tip = await repo.tip('effort/one');
    await repo.gitWithInput(`create refs/heads/--output=x ${tip}\n`, 'update-ref', '--stdin');
    const history = historyOf(repo);
    const before = await repo.git('status', '--porcelain');

    expect(await history.resolve('--output=x')).toBe(tip);
    expect((await history.refs(['refs/heads/'])).get('refs/heads/--output=x' as RefName)).toBe(tip);
    expect(await repo.git('status', '--porcelain')).toBe(before);
  });
});

const THERE = { folder: { is: 'there' }, locked: null };

describe('worktrees', () => {
  test('are listed with what is checked out in them; the main one decides the current branch', async () => {
    const repo = await makeShape('two_clean');
    const folder = await temporaryFolder();
    const [linked, detached, gone] = [join(folder, 'a b'), join(folder, 'line\nfeed'), join(folder, 'gone')];
    await repo.git('worktree', 'add', '--quiet', linked, 'effort/one');
    await repo.git('worktree', 'add', '--quiet', '--detach', detached, 'effort/two');
    await repo.git('worktree', 'add', '--quiet', '--detach', gone, 'effort/two');
    await rm(gone, { recursive: true });
    const history = gitHistory({ directory: linked, env: operatorEnv() });

    expect(await history.worktrees()).toEqual([
      { path: repo.dir, head: await repo.tip('main'), branch: 'main', busy: null, prunable: false, ...THERE },
      {
        path: linked,
        head: await repo.tip('effort/one'),
        branch: 'effort/one',
        busy: null,
        prunable: false,
        ...THERE,
      },
      {
        path: gone,
        head: await repo.tip('effort/two'),
        branch: null,
        busy: null,
        prunable: true,
        folder: { is: 'gone' },
        locked: null,
      },
      {
        path: detached,
        head: await repo.tip('effort/two'),
        branch: null,
        busy: null,
        prunable: false,
        ...THERE,
      },
    ]);
    expect(await history.currentBranch()).toBe('main');
  });

  test('a detached, an unborn and a bare one have no current branch, no head, or neither', async () => {
    const detached = await makeShape('two_clean');
    await detached.git('checkout', '--quiet', '--detach');
    const unborn = await makeRepository();
    const bare = await makeRepository({ main: [{ a: 'a' }] }, { bare: true });

    expect(await historyOf(detached).currentBranch()).toBe(null);
    expect(await historyOf(unborn).worktrees()).toEqual([
      { path: unborn.dir, head: null, branch: 'main', busy: null, prunable: false, ...THERE },
    ]);
    expect(await historyOf(bare).worktrees()).toEqual([
      { path: bare.dir, head: null, branch: null, busy: null, prunable: false, ...THERE },
    ]);
  });
});

describe('the folder of a worktree', () => {
  test('may be gone, locked with or without a reason, or moved by hand', async () => {
    const repo = await makeShape('two_clean');
    const folder = await temporaryFolder();
    for (const name of ['one', 'two', 'three'])
      await repo.git('worktree', 'add', '--quiet', '--detach', join(folder, name));
    await repo.git('worktree', 'lock', '--reason', 'a disk', join(folder, 'one'));
    await repo.git('worktree', 'lock', join(folder, 'two'));
    await rm(join(folder, 'one'), { recursive: true });
    await rename(join(folder, 'three'), join(folder, 'four'));

    const linked = (await historyOf(repo).worktrees()).slice(1);

    const said = linked.map(({ path, folder: place, locked }) => [
      path.slice(folder.length + 1),
      place,
      locked,
    ]);
    expect(said.toSorted()).toEqual([
      ['one', { is: 'gone' }, 'a disk'],
      ['three', { is: 'moved', to: join(folder, 'four') }, null],
      ['two', { is: 'there' }, ''],
    ]);
  });

  test('is still found after the repository was moved with it', async () => {
    const repo = await makeShape('two_clean');
    const folder = await temporaryFolder();
    await repo.git('worktree', 'add', '--quiet', '--detach', join(folder, 'old', 'linked'));
    await rename(join(folder, 'old'), join(folder, 'new'));
    await cp(repo.dir, join(folder, 'new', 'repo'), { recursive: true });
    await rm(repo.dir, { recursive: true });

    const moved = gitHistory({ directory: join(folder, 'new', 'repo'), env: operatorEnv() });

    expect((await moved.worktrees())[1]?.folder).toEqual({ is: 'moved', to: join(folder, 'new', 'linked') });
  });
});

describe('what is not committed', () => {
  test('is listed by path, and nothing is written', async () => {
    const repo = await makeShape('two_clean');
    const [changed = ''] = (await repo.git('ls-files')).split('\n');
    await writeFile(join(repo.dir, changed), 'mine\n');
    await mkdir(join(repo.dir, 'more'));
    await writeFile(join(repo.dir, 'more', 'a'), 'a\n');
    await writeFile(join(repo.dir, 'line\nfeed ü'), 'a\n');
    const index = await readFile(join(repo.gitDir, 'index'));

    const found = await historyOf(repo).localChanges(repo.dir);

    expect(found).toEqual({ changed: [changed], untracked: ['line\nfeed ü', 'more/'] });
    expect(await readFile(join(repo.gitDir, 'index'))).toEqual(index);
  });

  test('is not known of a folder that is none', async () => {
    const repo = await makeShape('two_clean');

    expect(await historyOf(repo).localChanges(join(repo.dir, 'absent'))).toBe(null);
  });

  test.each([
    ['', [], []],
    [' M a\0', ['a'], []],
    ['?? a\0?? b/\0', [], ['a', 'b/']],
    ['R  new\0old\0UU c\0', ['new', 'old', 'c'], []],
    ['C  copy\0from\0 D d\0', ['copy', 'd'], []],
    ['!! ignored\0AM -x\0', ['-x'], []],
    ['?? caf\xe9\0', [], ['"caf\\351"']],
  ])('%j is read', (output, changed, untracked) => {
    expect(parseStatus(output)).toEqual({ changed, untracked });
  });
});

test('a symbolic branch is followed, however far; any other is itself', async () => {
  const repo = await makeShape('two_clean');
  await repo.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/effort/one');
  await repo.git('symbolic-ref', 'refs/heads/again', 'refs/heads/alias');
  await repo.git('symbolic-ref', 'refs/heads/circle', 'refs/heads/circle');
  const { followed } = historyOf(repo);
  const names = ['main', 'again', 'absent', 'effort', 'circle'] as BranchName[];

  expect(await Promise.all(names.map(followed))).toEqual([
    'main',
    'effort/one',
    'absent',
    'effort',
    'circle',
  ]);
  await repo.git('pack-refs', '--all');
  expect(await followed('again' as BranchName)).toBe('effort/one');
});

describe('history', () => {
  test('a branch is described by its own commits', async () => {
    const repo = await makeShape('two_clean');
    await repo.commit(
      'effort/one',
      { x: '1' },
      { author: 'Zoë <z@x>', date: 1_780_000_000, message: 'Newest: ü\n\nbody\n' },
    );
    const [tip, main] = [await repo.tip('effort/one'), await repo.tip('main')];

    expect(await historyOf(repo).branchHistory(tip, main)).toEqual({
      tip,
      merge_base: main,
      commits: new Map([
        [tip, [await repo.tip('effort/one^')]],
        [await repo.tip('effort/one^'), [main]],
      ]),
      authors: ['Zoë', 'Ada Author'],
      subject: 'Newest: ü',
      last_commit_at: '2026-05-28T20:26:40.000Z',
      joins: [main],
    });
  });

  test('a branch that is merged already, or unrelated, is described too', async () => {
    const repo = await makeRepository({
      main: [{ a: '1' }, { a: '2' }],
      other: [described({ b: 'b' }, { message: 'alone\n' })],
    });
    const history = historyOf(repo);
    const [main, old, other] = [await repo.tip('main'), await repo.tip('main^'), await repo.tip('other')];

    expect(await history.branchHistory(old, main)).toMatchObject({
      merge_base: old,
      commits: new Map(),
      authors: [],
      subject: 'main: change a',
    });
    expect(await history.branchHistory(other, main)).toMatchObject({
      merge_base: null,
      commits: new Map([[other, []]]),
      subject: 'alone',
    });
    expect(await history.mergeBases(other, main)).toEqual([]);
    expect(await history.mergeBases(old, main)).toEqual([old]);
    expect([
      await history.isAncestor(old, main),
      await history.isAncestor(main, old),
      await history.isAncestor(main, main),
    ]).toEqual([true, false, true]);
  });

  test('commits between two points come oldest first and without merges; the first-parent line newest first', async () => {
    const repo = await makeRepository({
      main: [{ a: '1' }],
      side: { from: 'main', commits: [{ s: '1' }] },
      work: {
        from: 'main',
        commits: [{ w: '1' }, described({ s: '1' }, { merges: ['side'], message: 'join\n' }), { w: '2' }],
      },
    });
    const history = historyOf(repo);
    const [main, work, side] = [await repo.tip('main'), await repo.tip('work'), await repo.tip('side')];
    const [join_commit, first] = [await repo.tip('work^'), await repo.tip('work^^')];

    expect((await history.commitsBetween(main, work)).map(({ commit }) => commit).sort()).toEqual(
      [first, side, work].sort(),
    );
    expect((await history.commitsBetween(main, work)).at(-1)).toEqual({
      commit: work,
      subject: 'work: change w',
    });
    expect(await history.commitsBetween(main, main)).toEqual([]);
    expect(await history.firstParentLine(main, work)).toEqual([
      { commit: work, parents: [join_commit] },
      { commit: join_commit, parents: [first, side] },
      { commit: first, parents: [main] },
    ]);
    expect(await history.firstParentLine(work, work)).toEqual([]);
    expect([await history.parents(join_commit), await history.parents(main)]).toEqual([[first, side], []]);
  });
});

describe('changed paths', () => {
  test('come with their kind and line counts, renames not followed, hostile names intact', async () => {
    const names = ['with space', 'line\nfeed', 'tab\there', '"caf\\351"', '-x', 'ü'];
    const repo = await makeRepository(
      {
        main: [
          {
            keep: '1\n2\n3\n',
            gone: '1\n2\n',
            kind: 'x\n',
            old: 'same\nlines\nhere\n',
            bin: Uint8Array.of(0, 1),
          },
        ],
        effort: {
          from: 'main',
          commits: [
            {
              keep: '1\ntwo\nmore\n3\n',
              gone: null,
              kind: { mode: '120000', text: 'keep' },
              old: null,
              new: 'same\nlines\nhere\n',
              bin: Uint8Array.of(0, 2),
              ...Object.fromEntries(names.map((name) => [name, 'x\n'])),
            },
          ],
        },
      },
      { checkout: false },
    );

    const changed = await historyOf(repo).changedPaths(await repo.tip('main'), await repo.tip('effort'));

    const by_path = Object.fromEntries(
      changed.map(({ path, status, added, removed, binary }) => [
        path,
        `${status} +${added} -${removed}${binary ? ' binary' : ''}`,
      ]),
    );
    expect(by_path).toMatchObject({
      keep: 'M +2 -1',
      gone: 'D +0 -2',
      kind: 'T +1 -1',
      old: 'D +0 -3',
      new: 'A +3 -0',
      bin: 'M +0 -0 binary',
    });
    expect(changed).toHaveLength(6 + names.length);
    expect(names.map((name) => by_path[name])).toEqual(names.map(() => 'A +1 -0'));
  });

  test('what is binary is said by the tree they start from, not by the checkout or the branch', async () => {
    const repo = await makeRepository({
      main: [{ 'a.lock': '1\n', 'b.txt': '1\n', '.gitattributes': '*.lock binary\n' }],
      effort: {
        from: 'main',
        commits: [{ 'a.lock': '2\n', 'b.txt': '2\n', '.gitattributes': '*.txt binary\n' }],
      },
    });
    const [main, effort] = [await repo.tip('main'), await repo.tip('effort')];

    const changed = await historyOf(repo).changedPaths(main, effort);

    expect(changed.filter(({ binary }) => binary).map(({ path }) => path)).toEqual(['a.lock']);
    expect(await historyOf(repo).changedPaths(main, main)).toEqual([]);
  });

  test('attributes that are only staged say nothing', async () => {
    const repo = await makeRepository({
      main: [{ 'b.txt': '1\n' }],
      effort: { from: 'main', commits: [{ 'b.txt': '2\n', '.gitattributes': '*.txt binary\n' }] },
    });
    await repo.git('checkout', '--quiet', 'effort');

    const changed = await historyOf(repo).changedPaths(await repo.tip('main'), await repo.tip('effort'));

    expect(changed.filter(({ binary }) => binary)).toEqual([]);
  });
});

describe('moving a checkout forward', () => {
  test('a clean one stands at the commit, with its files', async () => {
    const repo = await makeShape('two_clean');
    const tip = await repo.tip('effort/one');

    expect(await historyOf(repo).fastForward(repo.dir, tip)).toBe(null);

    expect(await repo.git('rev-parse', 'main')).toBe(tip);
    expect(await repo.git('status', '--porcelain')).toBe('');
    expect(await readFile(join(repo.dir, 'src/one.ts'), 'utf8')).toBe('export const one = 1;\n');
  });

  test('changes that are not committed, files in the way, and ignored files leave all as it is', async () => {
    const repo = await makeShape('two_clean');
    const history = historyOf(repo);
    const [main, tip] = [await repo.tip('main'), await repo.tip('effort/one')];

    await writeFile(join(repo.dir, 'README.md'), 'changed\n');
    expect(await history.fastForward(repo.dir, tip)).toBe('it has changes that are not committed');
    await repo.git('checkout', '--quiet', '--', 'README.md');
    await writeFile(join(repo.dir, 'src/one.ts'), 'untracked\n');
    expect(await history.fastForward(repo.dir, tip)).toMatch(
      /untracked working tree files would be overwritten/,
    );
    await mkdir(join(repo.gitDir, 'info'), { recursive: true });
    await writeFile(join(repo.gitDir, 'info/exclude'), 'one.ts\n');
    expect(await history.fastForward(repo.dir, tip)).toMatch(/would be overwritten/);

    expect(await repo.tip('main')).toBe(main);
    expect(await readFile(join(repo.dir, 'src/one.ts'), 'utf8')).toBe('untracked\n');
  });

  test('a commit that is not ahead is refused', async () => {
    const repo = await makeShape('two_clean');
    const history = historyOf(repo);
    const old = await repo.tip('main');
    await history.fastForward(repo.dir, await repo.tip('effort/one'));

    expect(await history.fastForward(repo.dir, await repo.tip('effort/two'))).toMatch(
      /Not possible to fast-forward/i,
    );
    expect(await history.fastForward(repo.dir, old)).toMatch(/^it stands at/);
  });
});

describe('pushing', () => {
  async function withRemote() {
    const remote = await makeRepository({ main: [{ a: '1' }] }, { bare: true });
    const repo = await makeRepository({ main: [{ a: '1' }, { a: '2' }], other: [{ b: '1' }] });
    await configure(repo, `[remote "origin"]\n\turl = ${remote.dir}`);
    return { remote, repo, history: historyOf(repo), main: 'refs/heads/main' as RefName };
  }

  test('moves remote refs forward, and makes new ones', async () => {
    const { remote, repo, history, main } = await withRemote();
    const point = 'refs/intorch/s/1' as RefName;
    await repo.git('update-ref', point, 'main');

    await history.push('origin', [main, point]);
    await history.push('origin', []);

    expect([await remote.tip('main'), await remote.tip(point)]).toEqual([
      await repo.tip('main'),
      await repo.tip('main'),
    ]);
  });

  test('never moves one any other way, whatever the settings say', async () => {
    const { remote, repo, history, main } = await withRemote();
    await configure(repo, `[remote "origin"]\n\tpush = +refs/heads/*:refs/heads/*`);
    const theirs = await remote.commit('main', { a: 'theirs' });

    await expect(history.push('origin', [main])).rejects.toMatchObject({ code: 'GIT_FAILED' });

    expect(await remote.tip('main')).toBe(theirs);
  });

  test.each([
    ['core.sshCommand', undefined],
    ['GIT_SSH_COMMAND', 'elsewhere'],
  ])('reaches a remote by the operator’s %s, and never asks for a password', async (how, configured) => {
    const { repo, main } = await withRemote();
    const said = join(repo.dir, 'said');
    const ssh = await program(repo, 'ssh', `echo "$@" > '${said}'; exit 1`);
    const command = `${ssh} -i 'my key'`;
    await configure(
      repo,
      `[remote "far"]\n\turl = ssh://host/x\n[core]\n\tsshCommand = "${configured ?? command}"\n[ssh]\n\tvariant = ssh`,
    );
    const env = { ...operatorEnv(), ...(how === 'core.sshCommand' ? {} : { GIT_SSH_COMMAND: command }) };

    const history = gitHistory({ directory: repo.dir, env });
    await expect(history.push('far', [main])).rejects.toMatchObject({ code: 'GIT_FAILED' });

    expect(await readFile(said, 'utf8')).toMatch(/^-o BatchMode=yes -i my key .*host git-receive-pack/);
  });

  test.each([
    ['', 'ssh -o BatchMode=yes'],
    ['/opt/x/ssh -i k', '/opt/x/ssh -o BatchMode=yes -i k'],
    ['plink -batch', 'plink -batch'],
    ['sshpass -f p ssh', 'sshpass -f p ssh'],
  ])('asks no password in batch mode: %j', (command, expected) => {
    expect(inBatchMode(command)).toBe(expected);
  });

  test('takes no options, force signs or programs for names', async () => {
    const { repo, history, main } = await withRemote();
    const marker = join(repo.dir, 'ran');

    for (const remote of ['--force', '', `ext::sh -c touch% ${marker}`]) {
      await expect(history.push(remote, [main])).rejects.toMatchObject({ code: 'GIT_FAILED' });
    }
    await expect(history.push('origin', ['+refs/heads/main' as RefName])).rejects.toMatchObject({
      code: 'GIT_FAILED',
    });
    await expect(readFile(marker)).rejects.toThrow();
  });
});

test('a symbolic link to the repository leads to it', async () => {
  const repo = await makeShape('two_clean');
  const link = join(await temporaryFolder(), 'link');
  await symlink(repo.dir, link);

  expect((await gitHistory({ directory: link, env: operatorEnv() }).repository()).common_dir).toBe(
    repo.gitDir,
  );
});

test('an object name that is no commit is an error that says so', async () => {
  const repo = await makeShape('two_clean');

  await expect(
    historyOf(repo).branchHistory('e'.repeat(40) as Sha, await repo.tip('main')),
  ).rejects.toMatchObject({ code: 'OBJECT_MISSING' });
});

describe('files that mention a word', () => {
  const ENDINGS = ['.ts', '.x'];

  test('are those of a commit or tree that have it as a whole word, whatever they are called', async () => {
    const repo = await makeRepository({
      main: [
        {
          'one.ts': 'a word b',
          'folder/line\nfeed.ts': 'word',
          'folder/-größe.ts': '\n\nmore(word);\r\n',
          '"caf\\351.ts"': 'word',
          'two.ts': 'words sword Word wor d',
          'three.md': 'word',
          'binary.ts': 'word\0',
          'umlaut.x': 'die größe',
        },
      ],
    });
    const history = historyOf(repo);
    const mentioning = async (rev: string, words: readonly string[], endings: readonly string[]) =>
      (await history.pathsMentioning((await repo.git('rev-parse', rev)) as Sha, words, endings)).toSorted();

    const found = await mentioning('main', ['word'], ENDINGS);

    expect(found).toEqual(['"caf\\351.ts"', 'folder/-größe.ts', 'folder/line\nfeed.ts', 'one.ts']);
    expect(await mentioning('main^{tree}', ['word'], ENDINGS)).toEqual(found);
    expect(await mentioning('main', ['größe', 'absent'], ENDINGS)).toEqual(['umlaut.x']);
    expect(await mentioning('main', ['absent'], ENDINGS)).toEqual([]);
    expect(await mentioning('main', [], ENDINGS)).toEqual([]);
    expect(await mentioning('main', ['word'], [])).toEqual([]);
  });

  test('are found for any words: none is an option, a pattern or a path', async () => {
    const words = ['-e', '--help', '-O', '.*', '$a', '"', "'", ':(top)', '(', '\\b', 'a\nb', '', ' ', 'a\0b'];
    const repo = await makeRepository({ main: [{ 'a.ts': 'nothing of them', 'b.ts': 'x = $a;' }] });

    const found = await historyOf(repo).pathsMentioning(await repo.tip('main'), words, ENDINGS);

    expect(found).toEqual(['b.ts']);
  });

  test('are found in many words at once', async () => {
    const words = Array.from({ length: 20_000 }, (_, index) => `word${index}`);
    const repo = await makeRepository({ main: [{ 'a.ts': 'word19999', 'b.ts': 'word20000' }] });

    expect(await historyOf(repo).pathsMentioning(await repo.tip('main'), words, ENDINGS)).toEqual(['a.ts']);
  });

  test('cannot be looked for in what is not there', async () => {
    const repo = await makeRepository({ main: [{ 'a.ts': 'a' }] });

    await expect(
      historyOf(repo).pathsMentioning('b'.repeat(40) as Sha, ['a'], ENDINGS),
    ).rejects.toMatchObject({ code: 'GIT_FAILED' });
  });
});
