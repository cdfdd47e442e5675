import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BranchName, Instant, Sha } from '../../../src/domain/shared/ids.ts';
import { makeRepository } from '../../support/repository.ts';
import { makeShape } from '../../support/shapes.ts';
import { objectsOf } from './tools.ts';

const every_byte = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));

describe('blobs', () => {
  test('keep every byte, however many there are, in the order given', async () => {
    const repo = await makeRepository();
    const objects = objectsOf(repo);
    const texts = [
      '',
      every_byte,
      'text without end',
      'crlf\r\n',
      every_byte,
      `${'x'.repeat(300_000)}\n`,
      'abc blob 3\n',
    ];

    const blobs = await objects.writeBlobs(texts);
    const read = await objects.readBlobs([...blobs].reverse());

    expect(blobs.map((blob) => read.get(blob))).toEqual(texts);
    expect(blobs[1]).toBe(blobs[4]);
    expect(await readdir(join(repo.gitDir, 'intorch/scratch'))).toEqual([]);
  });

  test('none and one need no more than they are', async () => {
    const objects = objectsOf(await makeRepository());

    expect(await objects.writeBlobs([])).toEqual([]);
    expect(await objects.readBlobs([])).toEqual(new Map());
    expect(await objects.writeBlobs(['hello\n'])).toEqual(['ce013625030ba8dba906f756967f9e9ca394464a']);
  });

  test('what is missing, or no blob, is an error that names it', async () => {
    const repo = await makeShape('two_clean');
    const objects = objectsOf(repo);
    const missing = 'e'.repeat(40) as Sha;

    await expect(objects.readBlobs([missing])).rejects.toMatchObject({
      code: 'OBJECT_MISSING',
      message: `There is no blob ${missing} in the repository`,
    });
    await expect(objects.readBlobs([await repo.tip('main')])).rejects.toMatchObject({
      code: 'OBJECT_MISSING',
    });
  });
});

describe('trees', () => {
  test('entries are read by path; what is absent, a folder, or below a file is none', async () => {
    const repo = await makeRepository({
      main: [
        {
          'a.txt': 'a\n',
          'run.sh': { mode: '100755', text: 'x\n' },
          link: { mode: '120000', text: 'a.txt' },
          module: { mode: '160000', text: 'a'.repeat(40) },
          'deep/er/b.txt': 'b\n',
        },
      ],
    });

    const entries = await objectsOf(repo).readEntries(await repo.tip('main'), [
      'a.txt',
      'run.sh',
      'link',
      'module',
      'deep/er/b.txt',
      'deep',
      'deep/er',
      'absent',
      'no/where/c',
      'a.txt/below',
      '',
    ]);

    expect(
      Object.fromEntries([...entries].map(([path, entry]) => [path, `${entry.mode} ${entry.path}`])),
    ).toEqual({
      'a.txt': '100644 a.txt',
      'run.sh': '100755 run.sh',
      link: '120000 link',
      module: '160000 module',
      'deep/er/b.txt': '100644 deep/er/b.txt',
    });
    expect(entries.get('deep/er/b.txt')?.blob).toBe(await repo.git('rev-parse', 'main:deep/er/b.txt'));
  });

  test('a tree with paths replaced and removed is the tree that git would make', async () => {
    const repo = await makeRepository({ main: [{ a: 'a\n', b: 'b\n', 'c/d': 'd\n' }] });
    const objects = objectsOf(repo);
    const [blob] = await objects.writeBlobs(['new\n']);
    const entry = { mode: '100644', blob: blob as Sha };
    await repo.commit('wanted', {
      a: 'new\n',
      'c/d': 'd\n',
      'new/"caf\\351"': null,
      'new/ü\n': { mode: '100755', text: 'new\n' },
    });

    const tree = await objects.writeTree(await objects.treeOf(await repo.tip('main')), [
      { path: 'a', entry },
      { path: 'b', entry: null },
      { path: 'never/was', entry: null },
      { path: 'new/ü\n', entry: { ...entry, mode: '100755' } },
    ]);

    expect(tree).toBe(await objects.treeOf(await repo.tip('wanted')));
  });

  test('a file takes the place of a folder, and a folder that of a file', async () => {
    const repo = await makeRepository({ main: [{ 'folder/inside': 'x\n', file: 'x\n' }] });
    const objects = objectsOf(repo);
    const [blob] = await objects.writeBlobs(['x\n']);
    const entry = { mode: '100644', blob: blob as Sha };

    const tree = await objects.writeTree(await repo.tip('main'), [
      { path: 'file/inside', entry },
      { path: 'folder', entry },
      { path: 'file', entry: null },
    ]);

    expect(await repo.git('ls-tree', '-r', '--name-only', tree)).toBe('file/inside\nfolder');
  });

  test('no changes give the same tree; names that git refuses, and blobs that are not there, are errors', async () => {
    const repo = await makeShape('two_clean');
    const objects = objectsOf(repo);
    const main = await repo.tip('main');
    const [blob] = await objects.writeBlobs(['x\n']);
    const put = (path: string, of: string | undefined) =>
      objects.writeTree(main, [{ path, entry: { mode: '100644', blob: of as Sha } }]);

    expect(await objects.writeTree(main, [])).toBe(await objects.treeOf(main));
    for (const path of [
      '../out',
      '.git/config',
      'a/.GIT/hooks/x',
      '.g\u200cit/config',
      '/etc/passwd',
      'a/./b',
    ]) {
      await expect(put(path, blob)).rejects.toMatchObject({ code: 'GIT_FAILED' });
    }
    await expect(put('fine', 'e'.repeat(40))).rejects.toMatchObject({ code: 'GIT_FAILED' });
  });
});

describe('merging one file', () => {
  const labels = ['current', 'base', 'incoming: ü'] as const;

  test('clean and conflicting places, with diff3 markers of the asked size and the labels', async () => {
    const objects = objectsOf(await makeRepository());
    const base = 'one\n2\n3\n4\nfive\n6\n7\n8\n9\n';

    const merged = await objects.mergeFile({
      base,
      current: base.replace('one', 'ONE').replace('five', 'FIVE'),
      incoming: base.replace('one', 'Eins').replace('9', 'nine'),
      labels,
      marker_size: 9,
    });

    expect(merged.conflicts).toBe(1);
    expect(Buffer.from(merged.text, 'latin1').toString()).toBe(
      '<<<<<<<<< current\nONE\n||||||||| base\none\n=========\nEins\n>>>>>>>>> incoming: ü\n2\n3\n4\nFIVE\n6\n7\n8\nnine\n',
    );
  });

  test('every conflict is counted, also where git stops counting', async () => {
    const objects = objectsOf(await makeRepository());
    const text = (word: string) =>
      Array.from({ length: 200 }, (_, index) => `${word} ${index}\n1\n2\n3\n4\n`).join('');

    const merged = await objects.mergeFile({
      base: text('base'),
      current: text('current'),
      incoming: text('incoming'),
      labels,
      marker_size: 7,
    });

    expect(merged.conflicts).toBe(200);
  });

  test('no conflict is zero, and bytes that are no text survive', async () => {
    const objects = objectsOf(await makeRepository());
    const odd = every_byte.replaceAll('\0', '');

    const merged = await objects.mergeFile({ base: '', current: odd, incoming: '', labels, marker_size: 7 });

    expect(merged).toEqual({ text: odd, conflicts: 0 });
  });
});

test('markers are found at the start of a line in text, not in binary files, links or prose', async () => {
  const conflict = '<<<<<<< current\na\n=======\nb\n>>>>>>> incoming\n';
  const repo = await makeRepository({
    main: [
      {
        whole: conflict,
        large: conflict.replaceAll(/([<=>])\1{6}/g, '$1$1$1$1$1$1$1$1$1'),
        'half left': 'a\n>>>>>>> incoming\r\n',
        'line\nfeed': conflict,
        clean: 'a\n',
        heading: 'Heading\n=======\n',
        prose: 'see <<<<<<< current\n<<<<<<<no label\n',
        binary: `\0${conflict}`,
        link: { mode: '120000', text: '<<<<<<< current' },
      },
    ],
  });
  const objects = objectsOf(repo);
  const tree = await objects.treeOf(await repo.tip('main'));
  const asked = [
    'whole',
    'large',
    'half left',
    'line\nfeed',
    'clean',
    'heading',
    'prose',
    'binary',
    'link',
    'absent',
  ];

  expect(await objects.pathsWithMarkers(tree, asked)).toEqual(['whole', 'large', 'half left', 'line\nfeed']);
  expect(await objects.pathsWithMarkers(tree, [])).toEqual([]);
});

test('the files of a commit or tree are listed in git’s order, with what is no file of its own, under any name', async () => {
  const other = 'a'.repeat(40);
  const repo = await makeRepository({
    main: [
      {
        'z.ts': 'z',
        'folder/-x': { mode: '100755', text: 'x' },
        'folder/line\nfeed\t"': '',
        größe: '',
        '"caf\\351"': '',
        link: { mode: '120000', text: 'z.ts' },
      },
    ],
  });
  await repo.git('update-index', '--add', '--cacheinfo', `160000,${other},module`);
  const tree = (await repo.git('write-tree')) as Sha;
  const objects = objectsOf(repo);

  const listed = await objects.listFiles(tree);

  expect(listed.map(({ mode, path }) => `${mode} ${path}`)).toEqual([
    '100644 "caf\\351"',
    '100755 folder/-x',
    '100644 folder/line\nfeed\t"',
    '100644 größe',
    '120000 link',
    '160000 module',
    '100644 z.ts',
  ]);
  expect(listed.find(({ path }) => path === 'module')?.blob).toBe(other);
  expect(await objects.listFiles(await repo.tip('main'))).toEqual(
    listed.filter(({ path }) => path !== 'module'),
  );
  expect(await objects.listFiles((await repo.gitWithInput('', 'mktree')) as Sha)).toEqual([]);
});

describe('commits', () => {
  const at = '2026-11-21T10:15:00.500Z' as Instant;
  const identity = { name: 'Bo Bot', email: 'bo@example.org' };

  test('the same request gives the same object name, with the asked identity and date', async () => {
    const repo = await makeShape('two_clean');
    const objects = objectsOf(repo);
    const parents = [await repo.tip('main'), await repo.tip('effort/one')];
    const request = {
      tree: await objects.treeOf(await repo.tip('main')),
      parents,
      message: 'Join "ü"\0\n\nbody\n\n',
      identity,
      at,
    };

    const commit = await objects.writeCommit(request);

    expect(await objects.writeCommit(request)).toBe(commit);
    expect(await repo.git('cat-file', 'commit', commit)).toBe(
      [
        `tree ${request.tree}`,
        ...parents.map((parent) => `parent ${parent}`),
        'author Bo Bot <bo@example.org> 1795256100 +0000',
        'committer Bo Bot <bo@example.org> 1795256100 +0000',
        '',
        'Join "ü"',
        '',
        'body',
      ].join('\n'),
    );
  });

  test('a commit is never older than its parents', async () => {
    const repo = await makeRepository();
    const parent = await repo.commit('main', { a: 'a\n' }, { date: 1_900_000_000 });
    const objects = objectsOf(repo);

    const commit = await objects.writeCommit({
      tree: await objects.treeOf(parent),
      parents: [parent],
      message: 'later',
      identity,
      at,
    });

    expect(await repo.git('log', '-1', '--format=%at %ct', commit)).toBe('1900000000 1900000000');
  });

  test.each([
    ['<Eve>\n', 'e<v>e@x', 'Eve', 'e v e@x'],
    ['', '', 'intorch', 'intorch@localhost'],
    ['...', '<>', 'intorch', 'intorch@localhost'],
    ['O\'Brien, "Pat" Jr.', 'pat@x', 'O\'Brien, "Pat" Jr', 'pat@x'],
  ])(
    'an identity that git would refuse or cut is made one that it takes: %j',
    async (name, email, wanted, address) => {
      const repo = await makeShape('two_clean');
      const objects = objectsOf(repo);

      const commit = await objects.writeCommit({
        tree: await objects.treeOf(await repo.tip('main')),
        parents: [],
        message: 'x',
        identity: { name, email },
        at,
      });

      expect(await repo.git('log', '-1', '--format=%cn|%ce', commit)).toBe(`${wanted}|${address}`);
    },
  );

  test('a picked commit keeps its author, author date and message, and says where it comes from', async () => {
    const repo = await makeShape('two_clean');
    const original = await repo.commit(
      'effort/one',
      { x: 'x\n' },
      { author: 'Zoë <zoe@example.org>', date: 1_700_000_000, message: 'Subject ü\n\nBody.\n' },
    );
    const objects = objectsOf(repo);
    const main = await repo.tip('main');

    const commit = await objects.writeCommit({
      tree: await objects.treeOf(main),
      parents: [main],
      message: `Subject\n\n(cherry picked from commit ${original})\n`,
      identity,
      author_of: original,
      at,
    });

    expect(await repo.git('log', '-1', '--format=%an|%ae|%at|%cn|%ct|%B', commit)).toBe(
      `Zoë|zoe@example.org|1700000000|Bo Bot|1795256100|Subject ü\n\nBody.\n\n(cherry picked from commit ${original})\n`,
    );
  });

  test('a tree that was there, and that git has removed since, is written into no commit', async () => {
    const repo = await makeShape('two_clean');
    const objects = objectsOf(repo);
    const [blob] = await objects.writeBlobs(['only here\n']);
    const tree = await objects.writeFolder([{ name: 'a', mode: '100644', object: blob as Sha }]);
    const write = () => objects.writeCommit({ tree, parents: [], message: 'x', identity, at });
    await write();

    await rm(join(repo.gitDir, 'objects', tree.slice(0, 2), tree.slice(2)));

    await expect(write()).rejects.toMatchObject({ code: 'OBJECT_MISSING' });
  });

  test('a commit in an old encoding is picked with its letters', async () => {
    const repo = await makeShape('two_clean');
    const main = await repo.tip('main');
    const objects = objectsOf(repo);
    const header = `tree ${await objects.treeOf(main)}\nauthor J\xf6rg <j@x> 1 +0100\ncommitter J\xf6rg <j@x> 1 +0100\nencoding ISO-8859-1\n\nGr\xfc\xdfe\n`;
    const old = (await repo.gitWithInput(
      Buffer.from(header, 'latin1'),
      'hash-object',
      '-t',
      'commit',
      '-w',
      '--stdin',
    )) as Sha;

    const commit = await objects.writeCommit({
      tree: await objects.treeOf(main),
      parents: [],
      message: 'from there',
      identity,
      author_of: old,
      at,
    });

    expect(await repo.git('log', '-1', '--format=%an|%ad|%s', '--date=raw', commit)).toBe(
      'Jörg|1 +0100|Grüße',
    );
  });
});

test('a repository with SHA-256 names works in all of this', async () => {
  const repo = await makeRepository(
    {
      main: [{ a: 'one\n', '.gitattributes': 'log merge=union\n', log: '1\n' }],
      effort: { from: 'main', commits: [{ a: 'two\n', 'd/b': 'b\n', log: '1\n2\n' }] },
    },
    { object_format: 'sha256' },
  );
  const onto = await repo.commit('main', { a: 'three\n', log: '1\n3\n' });
  const incoming = await repo.tip('effort');
  const objects = objectsOf(repo);

  const outcome = await objects.merge({ onto, incoming, attributes_from: onto });
  const [blob] = await objects.writeBlobs(['two and three\n']);
  const tree = await objects.writeTree(outcome.tree, [
    { path: 'a', entry: { mode: '100644', blob: blob as Sha } },
  ]);
  const commit = await objects.writeCommit({
    tree,
    parents: [onto, incoming],
    message: 'join',
    identity: { name: 'a', email: 'b' },
    at: '2026-11-21T10:15:00.000Z' as Instant,
  });
  const ref = `refs/heads/${'joined' as BranchName}` as never;
  await objects.updateRefs([{ ref, to: commit, expected: null }]);

  expect(outcome.conflicted.map(({ path }) => path)).toEqual(['a']);
  expect(await objects.forecast([{ onto, incoming }], onto)).toEqual([{ conflicted: ['a'], failed: null }]);
  expect(
    (await objects.pick({ onto, commit: incoming, attributes_from: onto })).conflicted.map(
      ({ path }) => path,
    ),
  ).toEqual(['a']);
  expect([...(await objects.readEntries(commit, ['d/b'])).keys()]).toEqual(['d/b']);
  expect(await repo.tip('joined')).toBe(commit);
  await repo.git('fsck', '--strict');
});

test('what is asked at the same time is read in one process, and everybody gets their own answer', async () => {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n', 'dir/b.txt': 'b\n' }, { 'a.txt': 'A\n' }] });
  const commands: string[] = [];
  const objects = objectsOf(repo, { onCommand: (line) => commands.push(line) });
  const [now, before] = [await repo.tip('main'), await repo.tip('main^')];

  const [new_a, old_a, b] = await Promise.all([
    objects.readEntries(now, ['a.txt']),
    objects.readEntries(before, ['a.txt']),
    objects.readEntries(now, ['dir/b.txt', 'absent']),
  ]);

  expect([...new_a.values(), ...old_a.values(), ...b.values()].map(({ blob }) => blob)).toEqual([
    await repo.git('rev-parse', 'main:a.txt'),
    await repo.git('rev-parse', 'main^:a.txt'),
    await repo.git('rev-parse', 'main:dir/b.txt'),
  ]);
  expect(commands).toEqual(['git cat-file --batch-command --buffer -z']);
});
