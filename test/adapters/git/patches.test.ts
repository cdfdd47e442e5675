/** Patches of commits and of spans, as git writes them for files of every kind. */
import { expect, it } from 'vitest';
import { makeRepository } from '../../support/repository.ts';
import { historyOf } from './tools.ts';

const LONG = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n');

it('reads added, changed, moved, deleted and binary files, with names of every kind', async () => {
  const repo = await makeRepository({
    main: [
      {
        'a b.txt': 'one\ntwo\n',
        '"caf\\351.txt"': 'x\n',
        'moved.txt': `${LONG}\n`,
        gone: 'g\n',
        'bin.dat': 'a\0b',
      },
      {
        'a b.txt': '--- one\n+++ two\n@@ -1 +1 @@\n\\ no\n',
        '"caf\\351.txt"': 'y',
        'moved.txt': null,
        'to/moved.txt': `${LONG}\nmore\n`,
        gone: null,
        'bin.dat': 'a\0c',
        'tab\there': 'new\n',
        empty: '',
      },
    ],
  });
  const tip = await repo.tip('main');
  const [from] = await historyOf(repo).parents(tip);
  if (from === undefined) throw new Error('main has two commits');

  const [files = []] = await historyOf(repo).spanPatches([{ from, to: tip }]);
  const [newest, oldest] = await historyOf(repo).landedPatches({
    tip,
    without: [],
    by: 'commits',
  });

  expect(
    files.map(({ path, from: old, before, after, hunks }) => [
      path,
      old === path ? '' : old,
      before === null ? 'new' : after === null ? 'gone' : '',
      hunks.map(({ removed, added }) => `${removed.join('|')} > ${added.join('|')}`).join(' & '),
    ]),
  ).toEqual([
    ['a b.txt', '', '', 'one|two > --- one|+++ two|@@ -1 +1 @@|\\ no'],
    ['bin.dat', '', '', ''],
    ['"caf\\351.txt"', '', '', 'x > y'],
    ['empty', '', 'new', ''],
    ['gone', '', 'gone', 'g > '],
    ['tab\there', '', 'new', ' > new'],
    ['to/moved.txt', 'moved.txt', '', ' > more'],
  ]);
  expect(newest?.files).toEqual(files);
  // The first commit of all undid nothing.
  expect(oldest?.files).toEqual([]);
});

it('answers for spans that change nothing, and in their order', async () => {
  const repo = await makeRepository({ main: [{ a: '1\n' }, { a: '2\n' }] });
  const tip = await repo.tip('main');
  const [from = tip] = await historyOf(repo).parents(tip);

  const spans = [
    { from: tip, to: tip },
    { from, to: tip },
    { from: tip, to: from },
  ];
  const answers = await historyOf(repo).spanPatches(spans);

  expect(answers.map((files) => files.map(({ hunks }) => hunks))).toEqual([
    [],
    [[{ removed: ['1'], added: ['2'] }]],
    [[{ removed: ['2'], added: ['1'] }]],
  ]);
});

it('reads a merge with all that it brought, and messages as they are', async () => {
  const repo = await makeRepository({
    main: [{ a: '1\n' }],
    topic: { from: 'main', commits: [{ b: '1\n' }, { c: '1\n' }] },
  });
  const message = 'Merge it\n\ndiff --git a/x b/x\n@@ -1 +1 @@\n-a\n+\u00e9';
  await repo.commit('main', { b: '1\n', c: '1\n' }, { message, merges: ['topic'] });
  const tip = await repo.tip('main');
  const range = { tip, without: [], by: 'landings' } as const;

  const [merge, first] = await historyOf(repo).landedPatches(range);

  expect(merge?.message).toBe(message);
  expect(merge?.files.map(({ path }) => path)).toEqual(['b', 'c']);
  // The first commit of all undid nothing.
  expect(first?.files).toEqual([]);
  expect((await historyOf(repo).messages([tip])).get(tip)).toBe(message);
});

it('reads no message again that was read with a branch', async () => {
  const repo = await makeRepository({
    main: [{ a: '1\n' }],
    topic: { from: 'main', commits: [{ b: '1\n' }] },
    stranger: [{ c: '1\n' }],
  });
  const [target, message] = [await repo.tip('main'), 'fix: caf\u00e9 (#7)\n\nLonger.'];
  await repo.commit('topic', { b: '2\n' }, { message });
  const tip = await repo.tip('topic');
  const lines: string[] = [];
  const history = historyOf(repo, (line) => lines.push(line));
  await history.branchHistory(tip, target);
  const before = lines.length;

  expect((await history.messages([tip])).get(tip)).toBe(message);
  expect(lines.slice(before)).toEqual([]);
  await history.messages([await repo.tip('stranger')]);
  expect(lines.slice(before)).toHaveLength(1);
});

it('finds whole words in trees, whatever the operator has configured', async () => {
  const repo = await makeRepository({
    main: [
      {
        'a b.js': 'parseDate(1);\nparseDates(2);\nparseDate(3);\n',
        '"caf\\351.js"': "app.get('/orders', list);\n",
        'tab\there': '-x caf\u00e9\n',
        'bin.dat': 'parseDate\0',
      },
    ],
    topic: { from: 'main', commits: [{ 'a b.js': 'nothing\n' }] },
  });
  for (const [key, value] of [
    ['grep.lineNumber', 'true'],
    ['grep.column', 'true'],
    ['grep.patternType', 'perl'],
    ['color.ui', 'always'],
    ['core.quotePath', 'false'],
  ] as const)
    await repo.git('config', key, value);
  const [main, topic] = [await repo.tip('main'), await repo.tip('topic')];

  const found = await historyOf(repo).wordPaths(
    [main, topic],
    ['parseDate', "'/orders'", '-x', 'caf\u00e9', 'parse.ate'],
  );

  expect(found.get(main)).toEqual(
    new Map([
      ["'/orders'", ['"caf\\351.js"']],
      ['parseDate', ['a b.js']],
      ['-x', ['tab\there']],
      ['caf\u00e9', ['tab\there']],
    ]),
  );
  expect(found.get(topic)?.has('parseDate')).toBe(false);
  expect(found.get(topic)?.get('-x')).toEqual(['tab\there']);
  expect(await historyOf(repo).wordPaths([main], [])).toEqual(new Map([[main, new Map()]]));
});

it('lists which objects spans change, and reads them', async () => {
  const repo = await makeRepository({
    main: [
      { gone: 'g\n', '"caf\\351.txt"': 'x\n', same: 's\n' },
      { gone: null, '"caf\\351.txt"': 'y\n', new: 'n\n' },
    ],
  });
  const history = historyOf(repo);
  const tip = await repo.tip('main');
  const [from] = await history.parents(tip);
  if (from === undefined) throw new Error('main has two commits');

  const [changed = new Map(), none] = await history.changedBlobs([
    { from, to: tip },
    { from: tip, to: tip },
  ]);

  expect([...changed.keys()].toSorted()).toEqual(['"caf\\351.txt"', 'gone', 'new']);
  expect(changed.get('gone')?.after).toBeNull();
  expect(changed.get('new')?.before).toBeNull();
  expect(none).toEqual(new Map());
  const text = changed.get('new')?.after;
  if (text === null || text === undefined) throw new Error('new is there');
  expect(await history.blobTexts([text])).toEqual(new Map([[text, 'n\n']]));
});
