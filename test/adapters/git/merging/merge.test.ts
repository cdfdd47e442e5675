import { describe, expect, test } from 'vitest';
import type { Sha } from '../../../../src/domain/shared/ids.ts';
import type { MergeOutcome } from '../../../../src/ports/git.ts';
import { described } from '../../../support/fast-import.ts';
import { makeRepository } from '../../../support/repository.ts';
import { makeShape } from '../../../support/shapes.ts';
import { mergeIntoMain, objectsOf, textIn } from '../tools.ts';

/** Which sides a conflict has, under which names, and what git calls it. */
function picture({ conflicted, messages }: MergeOutcome) {
  return {
    paths: conflicted.map(({ path, base, current, incoming }) => ({
      path,
      sides: [base, current, incoming].map((entry) => (entry === null ? '-' : `${entry.mode} ${entry.path}`)),
    })),
    says: messages
      .filter(({ type }) => type.startsWith('CONFLICT'))
      .map(({ text }) => text.split('\n', 1)[0]),
  };
}

test('two branches on files of their own merge into the tree that git merge makes', async () => {
  const repo = await makeShape('two_clean');
  await repo.commit('main', { 'later.txt': 'later\n' });

  const outcome = await mergeIntoMain(repo, 'effort/one');

  await repo.git('reset', '--quiet', '--hard');
  await repo.git('merge', '--quiet', '--no-edit', 'effort/one');
  expect(outcome.conflicted).toEqual([]);
  expect(outcome.tree).toBe(await repo.git('rev-parse', 'HEAD^{tree}'));
});

test('a content conflict gives its three sides, and says so in words of current and incoming', async () => {
  const repo = await makeShape('every_kind');

  const outcome = await mergeIntoMain(repo, 'effort/content');

  expect(picture(outcome)).toEqual({
    paths: [
      { path: 'content.txt', sides: ['100644 content.txt', '100644 content.txt', '100644 content.txt'] },
    ],
    says: ['CONFLICT (content): Merge conflict in content.txt'],
  });
  const { base, current, incoming } = outcome.conflicted[0] ?? {};
  const texts = await objectsOf(repo).readBlobs(
    [base, current, incoming].flatMap((entry) => entry?.blob ?? []),
  );
  expect([...texts.values()]).toEqual([
    'one\ntwo\nthree\n',
    'one\ntwo of main\nthree\n',
    'one\ntwo of effort\nthree\n',
  ]);
  expect(await textIn(repo, outcome.tree, 'content.txt')).toContain('<<<<<<< ');
});

describe('each kind of conflict is reported with the sides it has', () => {
  const absent = '-';
  test.each([
    [
      'add_add',
      'added.txt',
      [absent, '100644 added.txt', '100644 added.txt'],
      'CONFLICT (add/add): Merge conflict in added.txt',
    ],
    [
      'modify_delete',
      'doomed.txt',
      ['100644 doomed.txt', '100644 doomed.txt', absent],
      'CONFLICT (modify/delete): doomed.txt deleted in incoming and modified in current.  Version current of doomed.txt left in tree.',
    ],
    [
      'rename_delete',
      'moved.txt',
      ['100644 moving.txt', absent, '100644 moved.txt'],
      'CONFLICT (rename/delete): moving.txt renamed to moved.txt in incoming, but deleted in current.',
    ],
    [
      'rename_rename',
      'parting.txt',
      ['100644 parting.txt', '100644 parting-main.txt', '100644 parting-effort.txt'],
      'CONFLICT (rename/rename): parting.txt renamed to parting-main.txt in current and to parting-effort.txt in incoming.',
    ],
    [
      'mode',
      'script.sh',
      [absent, '100644 script.sh', '100755 script.sh'],
      'CONFLICT (add/add): Merge conflict in script.sh',
    ],
    [
      'symlink',
      'link',
      ['120000 link', '120000 link', '120000 link'],
      'CONFLICT (content): Merge conflict in link',
    ],
    [
      'binary',
      'picture.bin',
      ['100644 picture.bin', '100644 picture.bin', '100644 picture.bin'],
      /Cannot merge binary files: picture.bin/,
    ],
  ])('%s', async (kind, path, sides, says) => {
    const repo = await makeShape('every_kind');

    const { paths, says: said } = picture(await mergeIntoMain(repo, `effort/${kind}`));

    expect(paths).toEqual([{ path, sides }]);
    expect(said[0]).toMatch(says);
  });

  test('submodule', async () => {
    const repo = await makeShape('every_kind');

    const { paths, says } = picture(await mergeIntoMain(repo, 'effort/submodule'));

    expect(paths).toEqual([{ path: 'module', sides: ['160000 module', '160000 module', '160000 module'] }]);
    expect(says.join('\n')).toContain('CONFLICT (submodule): Merge conflict in module');
  });

  test('directory_file: the file stands aside in the result, and keeps its own name on its side', async () => {
    const repo = await makeShape('every_kind');
    const aside = `place~${await repo.tip('main')}`;

    const outcome = await mergeIntoMain(repo, 'effort/directory_file');

    expect(picture(outcome)).toEqual({
      paths: [{ path: aside, sides: ['-', '100644 place', '-'] }],
      says: [
        'CONFLICT (file/directory): directory in the way of place from current; moving it to place~current instead.',
      ],
    });
    expect(await textIn(repo, outcome.tree, aside)).toContain('where an effort has a folder');
    expect(await textIn(repo, outcome.tree, 'place/inside.txt')).toBe('inside');
  });
});

test('the same merge twice gives the same tree, and leaves refs, index and files as they are', async () => {
  const repo = await makeShape('content_conflict');
  const before = [await repo.git('status', '--porcelain=v2', '--branch'), await repo.git('for-each-ref')];

  const first = await mergeIntoMain(repo, 'effort/one');
  const again = await mergeIntoMain(repo, 'effort/one');

  expect(again).toEqual(first);
  expect([await repo.git('status', '--porcelain=v2', '--branch'), await repo.git('for-each-ref')]).toEqual(
    before,
  );
});

test('names with spaces, quotes, line feeds, a leading dash, other alphabets, bytes that are no text, and great length survive', async () => {
  const long = `${'d'.repeat(250)}/${'f'.repeat(250)}`;
  const names = [
    'with space',
    'with "quotes"',
    "it's",
    'line\nfeed',
    '-x',
    '--output=x',
    'naïve/日本語.txt',
    '"caf\\351.txt"',
    long,
    '~',
    'tab\there',
  ];
  const all = (text: string) => Object.fromEntries(names.map((name) => [name, text]));
  const repo = await makeRepository(
    { main: [all('base\n')], effort: { from: 'main', commits: [all('incoming\n')] } },
    { checkout: false },
  );
  await repo.commit('main', all('current\n'));

  const outcome = await mergeIntoMain(repo, 'effort');

  expect(outcome.conflicted.map(({ path }) => path).sort()).toEqual([...names].sort());
  const entries = await objectsOf(repo).readEntries(await repo.tip('main'), names);
  expect([...entries.keys()].sort()).toEqual([...names].sort());
});

test('unrelated histories are an error that says so', async () => {
  const repo = await makeRepository({ main: [{ a: 'a\n' }], other: [{ b: 'b\n' }] });

  await expect(mergeIntoMain(repo, 'other')).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: 'git merge-tree failed with exit status 128: refusing to merge unrelated histories',
  });
});

test('a commit that is not there is an error that says so', async () => {
  const repo = await makeShape('two_clean');
  const onto = await repo.tip('main');

  await expect(
    objectsOf(repo).merge({ onto, incoming: 'e'.repeat(40) as Sha, attributes_from: onto }),
  ).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: expect.stringContaining('eeee - not something we can merge'),
  });
});

describe('picking', () => {
  test('a commit comes with its own change only', async () => {
    const repo = await makeRepository({
      main: [{ a: '1\n2\n3\n4\n5\n6\n7\n8\n9\n' }],
      effort: { from: 'main', commits: [{ b: 'first\n' }, { a: '1\n2\n3\n4\n5\n6\n7\n8\nnine\n' }] },
    });
    const onto = await repo.commit('main', { a: 'one\n2\n3\n4\n5\n6\n7\n8\n9\n' });

    const outcome = await objectsOf(repo).pick({
      onto,
      commit: await repo.tip('effort'),
      attributes_from: onto,
    });

    expect(outcome.conflicted).toEqual([]);
    expect(await repo.git('ls-tree', '--name-only', outcome.tree)).toBe('a');
    expect(await textIn(repo, outcome.tree, 'a')).toBe('one\n2\n3\n4\n5\n6\n7\n8\nnine');
  });

  test('a conflict is an outcome, the same each time', async () => {
    const repo = await makeShape('content_conflict');
    const objects = objectsOf(repo);
    const request = {
      onto: await repo.tip('effort/one'),
      commit: await repo.tip('effort/two'),
      attributes_from: await repo.tip('main'),
    };

    const first = await objects.pick(request);

    expect(first.conflicted.map(({ path }) => path)).toEqual(['src/a.ts']);
    expect(await objects.pick(request)).toEqual(first);
  });

  test('a first commit, and a merge against its first parent, can be picked', async () => {
    const repo = await makeRepository({
      main: [{ a: 'a\n' }],
      root: [{ b: 'b\n' }],
      side: { from: 'main', commits: [{ c: 'c\n' }] },
      joined: { from: 'main', commits: [described({ c: 'c\n' }, { merges: ['side'] })] },
    });
    const objects = objectsOf(repo);
    const onto = await repo.tip('main');
    const pick = async (commit: string) =>
      repo.git(
        'ls-tree',
        '--name-only',
        (await objects.pick({ onto, commit: await repo.tip(commit), attributes_from: onto })).tree,
      );

    expect(await pick('root')).toBe('a\nb');
    expect(await pick('joined')).toBe('a\nc');
  });
});
