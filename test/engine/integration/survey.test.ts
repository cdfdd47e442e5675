import { describe, expect, it } from 'vitest';
import type { CodeSurvey } from '../../../src/domain/code/survey.ts';
import type { Sha } from '../../../src/domain/shared/ids.ts';
import type { EnginePorts } from '../../../src/engine/integration/ports.ts';
import { surveyCode } from '../../../src/engine/integration/survey.ts';
import { historyOf, objectsOf } from '../../adapters/git/tools.ts';
import type { Files } from '../../support/fast-import.ts';
import { makeRepository, type TestRepository } from '../../support/repository.ts';

interface Surveyed {
  readonly survey: CodeSurvey;
  /** Command lines of git. */
  readonly commands: readonly string[];
}

async function survey(repo: TestRepository, from: Sha, to: Sha): Promise<Surveyed> {
  const commands: string[] = [];
  const onCommand = (line: string) => commands.push(line);
  const history = historyOf(repo, onCommand);
  const objects = objectsOf(repo, { onCommand });
  const found = await surveyCode({ history, objects } as unknown as EnginePorts, from, to);
  await Promise.all([history.close(), objects.close()]);
  return { survey: found, commands };
}

/** Surveys what a branch changes of the files of main. */
async function surveyOf(before: Files, changes: Files): Promise<CodeSurvey> {
  const repo = await makeRepository({ main: [before], work: { from: 'main', commits: [changes] } });
  return (await survey(repo, await repo.tip('main'), await repo.tip('work'))).survey;
}

const NOTHING = { known: true, value: [] };

describe('a survey of the code', () => {
  it('finds nothing where nothing is changed', async () => {
    expect(await surveyOf({ 'a.ts': "import './b';", 'b.ts': '' }, {})).toEqual({
      cycles: NOTHING,
      broken_exports: NOTHING,
      migration_note: null,
      documentation: { changed: [], code_changed: 0 },
    });
  });

  it('finds cycles that a change closes by way of files that it does not touch', async () => {
    const before = {
      'src/a.ts': "import { b } from './b.js';\nexport const a = b;",
      'src/b.ts': "export * from './c';",
      'src/still-1.ts': "import './still-2';",
      'src/still-2.ts': "import './still-1';",
      'src/c/index.ts': 'export const b = 1;',
      'src/old-1.ts': "import './old-2';",
      'src/old-2.ts': "import './old-1';",
    };

    const { cycles } = await surveyOf(before, {
      'src/c/index.ts': "import { a } from '../a';\nexport const b = 1;",
      'src/old-1.ts': "import './old-2';\nimport './a';",
      'src/lone.ts': "import './still-1';",
    });

    expect(cycles).toEqual({
      known: true,
      value: [['src/c/index.ts', 'src/a.ts', 'src/b.ts', 'src/c/index.ts']],
    });
  });

  it('finds cycles of modules of Python and packages of Go, also at the top', async () => {
    const before = {
      'shop/__init__.py': '',
      'shop/a.py': 'from . import b',
      'shop/b.py': '',
      'go.mod': 'module example.org/shop\n',
      'top.go': 'package shop\nimport "example.org/shop/deep"',
      'deep/deep.go': 'package deep',
      'deep/other.go': 'package deep',
    };

    const { cycles } = await surveyOf(before, {
      'shop/b.py': 'import shop.a',
      'deep/other.go': 'package deep\nimport "example.org/shop"',
    });

    expect(cycles).toEqual({
      known: true,
      value: [
        ['deep', '.', 'deep'],
        ['shop/b.py', 'shop/a.py', 'shop/b.py'],
      ],
    });
  });

  it('finds exports that are gone and still imported, in files of any name', async () => {
    const before = {
      'src/größe.ts': 'export const größe = 1;\nexport const $a = 2, other = 3;',
      'src/index.ts': "export * from './größe';",
      'src/-x user.ts': "import { größe, $a } from './größe.js';",
      'src/user.tsx': "import { größe } from '.';",
      'src/mentions.ts': "// größe\nconst größe = 1; import { größe as g } from 'elsewhere';",
      'lib/default.js': 'module.exports = function () {};',
      'src/calls.js': "const anything = require('../lib/default');",
      'src/widget/index.ts': 'export default 1;',
      'src/uses.ts': "import W from './widget';",
    };

    const { broken_exports } = await surveyOf(before, {
      'src/größe.ts': 'export const other = 3;',
      'src/widget/index.ts': 'export const w = 1;',
    });

    expect(broken_exports).toEqual({
      known: true,
      value: [
        { path: 'src/größe.ts', name: '$a', users: ['src/-x user.ts'] },
        { path: 'src/größe.ts', name: 'größe', users: ['src/-x user.ts', 'src/user.tsx'] },
        { path: 'src/widget/index.ts', name: 'default', users: ['src/uses.ts'] },
      ],
    });
  });

  it('finds who imports them from a file that passes them on without a mention', async () => {
    const { broken_exports } = await surveyOf(
      {
        'names.ts': 'export const lost = 1;',
        'all.ts': "export * from './names';",
        'needs.ts': "import { lost } from './all';",
      },
      { 'names.ts': '' },
    );

    expect(broken_exports).toEqual({
      known: true,
      value: [{ path: 'names.ts', name: 'lost', users: ['needs.ts'] }],
    });
  });

  it('finds who imports from a file that is gone, in Python and Go', async () => {
    const before = {
      'shop/__init__.py': '',
      'shop/prices.py': 'def price(): ...\ndef tax(): ...',
      'tests/test_prices.py': 'from shop.prices import price',
      'go.mod': 'module example.org/shop\n',
      'money/money.go': 'package money\nfunc Round() {}',
      'main_test.go': 'package main\nimport m "example.org/shop/money"\nfunc f() { m.Round() }',
    };

    const { broken_exports } = await surveyOf(before, { 'shop/prices.py': null, 'money/money.go': null });

    expect(broken_exports).toEqual({
      known: true,
      value: [
        { path: 'money/money.go', name: 'Round', users: ['main_test.go'] },
        { path: 'shop/prices.py', name: 'price', users: ['tests/test_prices.py'] },
      ],
    });
  });

  it('takes a tree for the result as well as a commit', async () => {
    const repo = await makeRepository({
      main: [{ 'm.ts': 'export const a = 1;', 'u.ts': "import { a } from './m';" }],
      work: { from: 'main', commits: [{ 'm.ts': "import './u';" }] },
    });
    const [main, work] = [await repo.tip('main'), await repo.tip('work')];
    const tree = (await repo.git('rev-parse', 'work^{tree}')) as Sha;

    const [of_tree, of_commit] = [await survey(repo, main, tree), await survey(repo, main, work)];

    expect(of_tree.survey).toEqual(of_commit.survey);
    expect(of_tree.survey).toMatchObject({
      cycles: { value: [['m.ts', 'u.ts', 'm.ts']] },
      broken_exports: { value: [{ name: 'a' }] },
    });
  });

  it('takes no link for code, and survives a binary file', async () => {
    const { cycles, broken_exports } = await surveyOf(
      { 'a.ts': "import './link'; import './b';", 'b.ts': 'export const b = 1;' },
      {
        'link.ts': { mode: '120000', text: "import './a'" },
        'b.ts': Uint8Array.from([0, 255, 96, 0, 39, 10]),
      },
    );

    expect({ cycles, broken_exports }).toEqual({ cycles: NOTHING, broken_exports: NOTHING });
  });

  it('names a changed note that speaks of what is gone, and lists documents', async () => {
    const before = { 'm.ts': 'export const oldName = 1;', 'CHANGELOG.md': '# Changes\n', 'docs/a.txt': 'a' };

    expect(
      await surveyOf(before, {
        'm.ts': 'export const newName = 1;',
        'CHANGELOG.md': '# Changes\n\n- `oldName` is called `newName` now.\n',
        'docs/a.txt': null,
        'main.rs': '',
      }),
    ).toMatchObject({
      migration_note: 'CHANGELOG.md',
      documentation: { changed: ['CHANGELOG.md', 'docs/a.txt'], code_changed: 2 },
    });
  });

  it('says that imports of a language are not read, unless others of the change are', async () => {
    const unknown = { known: false, because: 'imports of Java and Rust are not read' };
    const rust = { 'a.rs': '', 'A.java': '' };

    expect(await surveyOf({}, rust)).toMatchObject({ cycles: unknown, broken_exports: unknown });
    expect(await surveyOf({}, { ...rust, 'a.ts': '' })).toMatchObject({
      cycles: NOTHING,
      broken_exports: NOTHING,
    });
  });

  it('says that too much would have to be read', async () => {
    const text = `/*${' '.repeat(2_100_000)}*/`;
    const of = async (files: Files) => (await surveyOf({}, files)).cycles;
    const large = Array.from({ length: 17 }, (_, index) => [
      `${index}.ts`,
      `${text.slice(0, 1_950_000)}${index}`,
    ]);
    const many = Array.from({ length: 5_001 }, (_, index) => [`${index}.ts`, `${index}`]);

    expect(await of({ 'a.ts': text })).toEqual({ known: false, because: 'a.ts is larger than 2 MB' });
    expect(await of({ 'dist/a.js': text })).toEqual(NOTHING);
    expect(await of(Object.fromEntries(large))).toEqual({
      known: false,
      because: 'more than 32 MB of code would have to be read',
    });
    expect(await of(Object.fromEntries(many))).toEqual({
      known: false,
      because: 'more than 5,000 files would have to be read',
    });
  });

  it('says that too many names are gone to look for', async () => {
    const names = Array.from({ length: 501 }, (_, index) => `export const a${index} = 1;\n`).join('');

    const { cycles, broken_exports } = await surveyOf({ 'a.ts': names }, { 'a.ts': null });

    expect(broken_exports).toEqual({ known: false, because: 'more than 500 exported names are gone' });
    expect(cycles).toEqual(NOTHING);
  });

  it('starts as many gits for many files as for few', async () => {
    const files = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `d${index}/a.ts`,
          `import '../d${index + 1}/a';\nexport const a${index} = 1;`,
        ]),
      );
    const commandsFor = async (count: number) => {
      const repo = await makeRepository({
        main: [{ ...files(count), 'u.ts': "import { a0 } from './d0/a';" }],
        work: {
          from: 'main',
          commits: [{ 'd0/a.ts': `import '../d1/a';`, [`d${count}/a.ts`]: "import '../d0/a';" }],
        },
      });
      const { survey: found, commands } = await survey(repo, await repo.tip('main'), await repo.tip('work'));
      expect(found).toMatchObject({ broken_exports: { value: [{ name: 'a0' }] } });
      expect(found.cycles.known && found.cycles.value[0]).toHaveLength(count + 2);
      return commands.map((line) => line.split(' ')[1]).toSorted();
    };

    const few = await commandsFor(2);

    expect(await commandsFor(300)).toEqual(few);
    expect(few).toEqual(expect.arrayContaining(['cat-file', 'diff-tree', 'grep', 'ls-tree']));
  });
});
