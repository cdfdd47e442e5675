import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConflictDraft } from '../../../src/domain/conflict/draft.ts';
import { draftConflict } from '../../../src/domain/conflict/draft.ts';
import { composeFile } from '../../../src/domain/conflict/hunks.ts';
import type { ConflictId, EffortName } from '../../../src/domain/shared/ids.ts';
import { mergeIntoMain, objectsOf } from '../../adapters/git/tools.ts';
import { makeRepository } from '../../support/repository.ts';
import { makeShape } from '../../support/shapes.ts';
import { draftOf, lines, onlyHunk, textOf } from './tools.ts';

const LOGIN = {
  base: lines('function login(user) {', '  return session(user);', '}'),
  current: lines('function login(user) {', '  return limited(user);', '}'),
  incoming: lines('function login(user) {', '  return audited(user);', '}'),
};

describe('lines that both sides rewrote', () => {
  it('leave the decision to the operator, with every way out worked out and none recommended', () => {
    const draft = draftOf('src/login.ts', LOGIN);
    const hunk = onlyHunk(draft);

    expect(hunk).toMatchObject({ level: 'semantic', auto: null, recommended: null, choice: null });
    expect(hunk.options.map(({ id, risk }) => [id, risk])).toEqual([
      ['keep_current', 'HIGH'],
      ['take_incoming', 'HIGH'],
      ['combine_current_incoming', 'MEDIUM'],
      ['combine_incoming_current', 'MEDIUM'],
      ['keep_base', 'HIGH'],
    ]);
    expect(textOf(hunk, 'combine_current_incoming')).toBe(
      lines('  return limited(user);', '  return audited(user);'),
    );
  });

  it('say in facts what each way keeps and loses', () => {
    const hunk = onlyHunk(draftOf('src/login.ts', LOGIN));
    const keep = hunk.options.find(({ id }) => id === 'keep_current');

    expect(keep?.label).toBe('Keep main only');
    expect(keep?.pros).toEqual(['keeps the line of main']);
    // What it loses stands in `loses`, once.
    expect(keep?.cons).toEqual([]);
    expect(keep?.loses).toEqual({
      current: { lines: 0, examples: [] },
      incoming: { lines: 1, examples: ['return audited(user);'] },
    });
  });

  it('are put back into their file by any option', () => {
    const draft = draftOf('src/login.ts', LOGIN);

    expect(composeFile(draft.segments ?? [], [textOf(onlyHunk(draft), 'keep_current')])).toBe(LOGIN.current);
    expect(composeFile(draft.segments ?? [], [textOf(onlyHunk(draft), 'take_incoming')])).toBe(
      LOGIN.incoming,
    );
  });
});

describe('a hunk that a safe rule resolves', () => {
  const sides = {
    base: lines("import b from './b.ts';", '', 'run();'),
    current: lines("import a from './a.ts';", "import b from './b.ts';", '', 'run();'),
    incoming: lines("import aa from './aa.ts';", "import b from './b.ts';", '', 'run();'),
  };

  it('is chosen by the rule, with its reason, and recommended first', () => {
    const hunk = onlyHunk(draftOf('x.ts', sides));

    expect(hunk.auto).toEqual({
      rule: 'imports',
      because: 'both sides only add imports, and no name comes twice',
      option: hunk.options[0]?.id,
    });
    expect(hunk.choice).toEqual({ option: hunk.options[0]?.id, by: 'rule' });
    expect(hunk.recommended?.option).toBe(hunk.options[0]?.id);
  });

  it('waits where the settings turn rules off, and still recommends', () => {
    const hunk = onlyHunk(draftOf('x.ts', sides, { auto: false }));

    expect(hunk.choice).toBeNull();
    expect(hunk.recommended?.option).toBe(hunk.options[0]?.id);
  });

  it('waits where a policy says so', () => {
    const policies = [{ class: 'imports', path: null, resolve: 'ask' }];

    expect(onlyHunk(draftOf('x.ts', sides, { policies })).choice).toBeNull();
  });

  it('is resolved as a policy says instead', () => {
    const policies = [{ class: null, path: '**/*.ts', resolve: 'keep_current' }];

    expect(onlyHunk(draftOf('x.ts', sides, { policies })).choice).toEqual({
      option: 'keep_current',
      by: 'policy',
    });
  });
});

describe('what the lines mean', () => {
  it('is never decided by a policy for everything or for a path', () => {
    for (const policy of [
      { class: null, path: null, resolve: 'keep_current' },
      { class: null, path: 'src/**', resolve: 'keep_current' },
      { class: 'content', path: null, resolve: 'keep_current' },
    ]) {
      expect(onlyHunk(draftOf('src/login.ts', LOGIN, { policies: [policy] })).choice).toBeNull();
    }
  });

  it('is decided by a policy for that very class', () => {
    const policies = [{ class: 'overlap', path: null, resolve: 'take_incoming' }];

    expect(onlyHunk(draftOf('src/login.ts', LOGIN, { policies })).choice).toEqual({
      option: 'take_incoming',
      by: 'policy',
    });
  });
});

describe('options that come to the same text', () => {
  it('are one, found under each of their names', () => {
    const sides = {
      base: lines('a(1);', 'b(1);'),
      current: lines('a(2);', 'b(1);'),
      incoming: lines('a(1);', 'b(2);'),
    };
    const policies = [{ class: 'adjacent', path: null, resolve: 'combine_incoming_current' }];

    const hunk = onlyHunk(draftOf('x.ts', sides, { policies }));

    expect(
      hunk.options.filter(
        ({ content }) => content.kind === 'text' && content.text === lines('a(2);', 'b(2);'),
      ),
    ).toHaveLength(1);
    expect(hunk.choice).toEqual({ option: 'combine_current_incoming', by: 'policy' });
  });
});

describe('facts against an option', () => {
  it('name a definition that would be there twice', () => {
    const current = lines('function limit() {', '  return 1;', '}');
    const incoming = lines('function limit() {', '  return 2;', '}');
    const hunk = onlyHunk(draftOf('x.ts', { base: '', current, incoming }));

    const both = hunk.options.find(({ id }) => id === 'combine_current_incoming');
    expect(both?.cons).toContain('defines limit twice');
    expect(hunk.recommended).toBeNull();
  });

  it('say when the file would not parse', () => {
    const file = (inner: string) => `{\n  "a": {\n    ${inner}\n  }\n}\n`;
    const hunk = onlyHunk(
      draftOf('x.json', { base: file('"x": 1'), current: file('"x": 2'), incoming: file('"x": 3') }),
    );

    const both = hunk.options.find(({ id }) => id === 'combine_current_incoming');
    expect(both?.cons).toContain('the file does not parse as JSON with it');
    expect(both?.risk).toBe('HIGH');
    expect(hunk.options.find(({ id }) => id === 'keep_current')?.pros).toContain(
      'the file parses as JSON with it',
    );
  });

  it('say of a lockfile that its tool should write it, and recommend nothing', () => {
    const hunk = onlyHunk(
      draftOf('package-lock.json', { base: '"a": 1\n', current: '"a": 2\n', incoming: '"a": 3\n' }),
    );

    expect(hunk).toMatchObject({ class: 'lockfile', recommended: null, auto: null });
    expect(hunk.options.every(({ cons }) => cons.some((con) => con.includes('run it again')))).toBe(true);
  });
});

describe('both sides only insert', () => {
  it('recommends both, where nothing is lost, repeated or defined twice', () => {
    const sides = {
      base: lines('a();', 'z();'),
      current: lines('a();', 'one();', 'z();'),
      incoming: lines('a();', 'two();', 'z();'),
    };

    const hunk = onlyHunk(draftOf('x.ts', sides));

    expect(hunk.recommended).toEqual({
      option: 'combine_current_incoming',
      because: 'both sides only insert, and the result loses and repeats no line of either',
    });
    expect(hunk.choice).toBeNull();
  });
});

/** Drafts every conflict of a real merge of an effort into main. */
async function draftsOf(
  repo: Awaited<ReturnType<typeof makeRepository>>,
  branch: string,
): Promise<readonly ConflictDraft[]> {
  const objects = objectsOf(repo);
  const { conflicted, messages } = await mergeIntoMain(repo, branch);
  const drafts: ConflictDraft[] = [];
  for (const [index, each] of conflicted.entries()) {
    const text = async (entry: typeof each.base) => {
      if (!entry?.mode.startsWith('100')) return null;
      const found = (await objects.readBlobs([entry.blob])).get(entry.blob) ?? null;
      return found?.includes('\0') ? null : found;
    };
    const [base, current, incoming] = await Promise.all([
      text(each.base),
      text(each.current),
      text(each.incoming),
    ]);
    const texts = { base: base ?? null, current: current ?? null, incoming: incoming ?? null };
    const mergeable = texts.current !== null && texts.incoming !== null;
    const marker_size = 7;
    const request = {
      base: texts.base ?? '',
      current: texts.current ?? '',
      incoming: texts.incoming ?? '',
      marker_size,
    };
    const diff3 = mergeable
      ? await objects.mergeFile({ ...request, labels: ['main', 'base', 'effort'] })
      : null;
    drafts.push(
      draftConflict({
        id: `effort#${index}` as ConflictId,
        effort: 'effort' as EffortName,
        contributors: [],
        target: 'main',
        conflicted: each,
        messages,
        texts,
        diff3: diff3 === null ? null : { text: diff3.text, marker_size },
        folder: { files: [{ path: 'place/inside.txt', text: lines('inside') }] },
        auto: true,
        policies: [],
      }),
    );
  }
  return drafts;
}

describe('a collision of whole files, from real merges', () => {
  it.each([
    ['modify_delete', ['keep_current', 'delete_file', 'keep_base']],
    ['rename_delete', ['delete_file', 'take_incoming', 'keep_base']],
    ['rename_rename', ['keep_current', 'take_incoming', 'keep_both_files', 'keep_base']],
    ['directory_file', ['keep_both_files', 'keep_current', 'delete_file']],
    ['mode', ['keep_current', 'take_incoming', 'delete_file']],
    ['symlink', ['keep_current', 'take_incoming', 'keep_base']],
    ['submodule', ['keep_current', 'take_incoming', 'keep_base']],
    ['binary', ['keep_current', 'take_incoming', 'keep_base']],
  ])('of kind %s offers %j', async (kind, ways) => {
    const repo = await makeShape('every_kind');

    const [draft] = await draftsOf(repo, `effort/${kind}`);

    expect(draft).toMatchObject({ kind, segments: null });
    const [hunk] = draft?.hunks ?? [];
    expect(hunk).toMatchObject({ lines: null, level: 'file', class: kind, choice: null });
    expect(hunk?.options.map(({ id }) => id)).toEqual(ways);
  });

  it('takes the entry of a side unchanged, to the path where it belongs', async () => {
    const repo = await makeShape('every_kind');

    const [draft] = await draftsOf(repo, 'effort/rename_rename');
    const placed = draft?.hunks[0]?.options.map(({ content }) =>
      content.kind === 'none' ? [] : content.paths,
    );

    expect(placed).toEqual([
      ['parting-main.txt'],
      ['parting-effort.txt'],
      ['parting-main.txt', 'parting-effort.txt'],
      ['parting.txt'],
    ]);
    expect(draft?.files).toEqual(['parting.txt', 'parting-main.txt', 'parting-effort.txt']);
  });

  it('gives a file that makes room for a folder a name that people can read', async () => {
    const repo = await makeShape('every_kind');

    const [draft] = await draftsOf(repo, 'effort/directory_file');
    const [option] = draft?.hunks[0]?.options ?? [];

    expect(option?.content).toMatchObject({ kind: 'entry', paths: ['place~main'] });
    expect(draft?.hunks[0]?.recommended?.option).toBe('keep_both_files');
  });

  it('may keep the file in the place of the folder, and says what of the folder that drops', async () => {
    const repo = await makeShape('every_kind');

    const [draft] = await draftsOf(repo, 'effort/directory_file');
    const instead = draft?.hunks[0]?.options.find(({ id }) => id === 'keep_current');

    expect(instead).toMatchObject({
      label: 'Keep the file of main, and leave out the folder of effort',
      content: { kind: 'entry', paths: ['place'], without: ['place/inside.txt'] },
      risk: 'HIGH',
      loses: { incoming: { lines: 1, examples: ['inside'] } },
    });
    expect(instead?.cons).toContain('leaves out 1 file of effort: place/inside.txt');
  });

  it('that was added to a folder which the other side moved has both folders to choose from', async () => {
    const long = (name: string) => lines(...Array.from({ length: 20 }, (_, line) => `${name} ${line}`));
    const repo = await makeRepository({
      base: [{ 'old/a.txt': long('a'), 'old/b.txt': long('b') }],
      main: {
        from: 'base',
        commits: [
          { 'old/a.txt': null, 'old/b.txt': null, 'fresh/a.txt': long('a'), 'fresh/b.txt': long('b') },
        ],
      },
      'effort/added': { from: 'base', commits: [{ 'old/new.txt': lines('new') }] },
    });

    const [draft] = await draftsOf(repo, 'effort/added');
    const options = draft?.hunks[0]?.options ?? [];

    expect(options.map(({ id, content }) => [id, content.kind === 'none' ? [] : content.paths])).toEqual([
      ['take_incoming', ['fresh/new.txt']],
      ['keep_base', ['old/new.txt']],
      ['delete_file', []],
    ]);
  });

  it('says what a deletion would drop', async () => {
    const repo = await makeShape('every_kind');

    const [draft] = await draftsOf(repo, 'effort/modify_delete');
    const gone = draft?.hunks[0]?.options.find(({ id }) => id === 'delete_file');

    expect(gone).toMatchObject({
      label: 'Delete the file, as effort did',
      risk: 'HIGH',
      content: { kind: 'none' },
    });
    expect(gone?.cons).toEqual(['drops 1 line of main: "two of main"']);
  });

  it('is free of the markers that git leaves in a file renamed and changed by both', async () => {
    const text = (fifth: string) =>
      lines(
        ...Array.from({ length: 20 }, (_, index) => (index === 5 ? fifth : `line ${index} of a long file`)),
      );
    const repo = await makeRepository(
      {
        base: [{ f: text('base') }],
        main: { from: 'base', commits: [{ f: null, g: text('of main') }] },
        effort: { from: 'base', commits: [{ f: null, h: text('of effort') }] },
      },
      { checkout: false },
    );

    const [draft] = await draftsOf(repo, 'effort');
    const texts = draft?.hunks[0]?.options.map(({ content }) =>
      content.kind === 'text' ? content.text : '',
    );

    expect(texts?.[0]).toBe(text('of main'));
    expect(texts?.[1]).toBe(text('of effort'));
    expect(texts?.join('')).not.toMatch(/^[<=>]{7}/m);
  });

  it('keeps the executable bit that one side set beside colliding lines', async () => {
    const repo = await makeRepository(
      {
        base: [{ f: 'a\n' }],
        main: { from: 'base', commits: [{ f: { mode: '100755', text: 'b\n' } }] },
        effort: { from: 'base', commits: [{ f: 'c\n' }] },
      },
      { checkout: false },
    );

    const [draft] = await draftsOf(repo, 'effort');

    expect(
      draft?.hunks[0]?.options.map(({ content }) => (content.kind === 'text' ? content.mode : '')),
    ).toEqual(Array(draft?.hunks[0]?.options.length).fill('100755'));
  });
});

describe('laws of every draft', () => {
  const PIECES = [
    'import a',
    "import { a } from './a.ts';",
    'f(1);',
    '  f(1);',
    'f(2);',
    '}',
    '',
    '<<<<<<< x',
    '=======',
    'caf\xc3\xa9',
    '"k": 1,',
  ];
  const side = fc
    .tuple(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
    )
    .map(([all, end, ended]) => all.join(end) + (ended && all.length > 0 ? end : ''));
  const merge = fc.record({ base: side, current: side, incoming: side });
  const path = fc.constantFrom(
    'a.ts',
    'a.py',
    'a.json',
    'CHANGELOG.md',
    'README.md',
    'package-lock.json',
    'x',
  );

  it('each hunk has at least three different results under names of their own, the recommended one first', () => {
    fc.assert(
      fc.property(merge, path, (sides, name) => {
        const draft = draftOf(name, sides);
        if (draft.segments === null) return;
        for (const hunk of draft.hunks) {
          const ids = hunk.options.map(({ id }) => id);
          const texts = hunk.options.map(({ content }) => (content.kind === 'text' ? content.text : null));
          // Git at times calls a place a conflict at which one side has changed nothing.
          const { base, current, incoming } = hunk.texts;
          expect(ids.length).toBeGreaterThanOrEqual(base === current || base === incoming ? 2 : 3);
          expect(new Set(ids).size).toBe(ids.length);
          expect(new Set(texts).size).toBe(texts.length);
          if (hunk.recommended !== null) expect(ids[0]).toBe(hunk.recommended.option);
          if (hunk.auto !== null) expect(ids).toContain(hunk.auto.option);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nothing resolves itself that loses a line or is about what the lines mean', () => {
    fc.assert(
      fc.property(merge, path, (sides, name) => {
        for (const hunk of draftOf(name, sides).hunks) {
          if (hunk.auto === null) continue;
          const option = hunk.options.find(({ id }) => id === hunk.auto?.option);
          expect(hunk.level).not.toBe('semantic');
          expect(option?.loses).toEqual({
            current: { lines: 0, examples: [] },
            incoming: { lines: 0, examples: [] },
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the same input gives the same draft', () => {
    fc.assert(
      fc.property(merge, path, (sides, name) => {
        expect(draftOf(name, sides)).toEqual(draftOf(name, sides));
      }),
      { numRuns: 10 },
    );
  });
});
