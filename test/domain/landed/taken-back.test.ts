/** What a change takes back of commits that landed, from lines alone. */
import { describe, expect, it } from 'vitest';
import { judged } from '../../../src/domain/landed/judged.ts';
import type { CommitPatch, FilePatch } from '../../../src/domain/landed/patch.ts';
import { countedCommit, landedWork, takenBack } from '../../../src/domain/landed/taken-back.ts';
import type { Instant, Sha } from '../../../src/domain/shared/ids.ts';

type Hunk = readonly [removed: string, added: string];

/** One file with hunks; each side is lines joined by `|`. */
function file(path: string, hunks: readonly Hunk[], more: Partial<FilePatch> = {}): FilePatch {
  const lines = (text: string) => (text === '' ? [] : text.split('|'));
  const parts = hunks.map(([removed, added]) => ({ removed: lines(removed), added: lines(added) }));
  return { path, from: path, before: `${path}-1`, after: `${path}-2`, hunks: parts, ...more };
}

function commit(files: readonly FilePatch[], more: Partial<CommitPatch> = {}): CommitPatch {
  const at = '2026-03-01T10:00:00.000Z' as Instant;
  const name = 'a'.repeat(40) as Sha;
  return { commit: name, parents: [], authored_at: at, committed_at: at, message: 'fix: it', files, ...more };
}

function judge(
  change: readonly FilePatch[],
  landed: readonly CommitPatch[],
  said: { messages?: string[]; branches?: string[] } = {},
) {
  const commits = landed.map(countedCommit);
  const known = {
    messages: ['feat: other'],
    branches: [],
    at: '2026-03-10T10:00:00.000Z' as Instant,
    ...said,
  };
  return judged(known, takenBack(change, landedWork(commits)), commits).map(
    ({ landed: { of_lines }, gone, back, tests, asked, explained }) =>
      `${asked ? 'asked' : 'listed'}: ${gone} gone, ${back} back of ${of_lines}${tests.map((name) => `, ${name}`).join('')}${explained === null ? '' : `: ${explained}`}`,
  );
}

const inverse = (hunks: readonly Hunk[]) => hunks.map(([removed, added]): Hunk => [added, removed]);
const FIX: readonly Hunk[] = [['let a = one()', 'let a = two()|guard(a)']];

describe('a commit', () => {
  it.each<readonly [string, readonly FilePatch[], readonly FilePatch[], readonly string[]]>([
    [
      'that is taken back whole',
      [file('a.js', FIX)],
      [file('a.js', inverse(FIX))],
      ['asked: 2 gone, 1 back of 3'],
    ],
    [
      'of one line',
      [file('a.js', [['', 'guard(a)']])],
      [file('a.js', [['guard(a)', '']])],
      ['asked: 1 gone, 0 back of 1'],
    ],
    [
      'that is taken back by half',
      [
        file('a.js', [
          ['', 'one()|two()'],
          ['', 'three()|four()'],
        ]),
      ],
      [file('a.js', [['one()|two()', '']])],
      ['asked: 2 gone, 0 back of 4'],
    ],
    ['that is too small for a half', [file('a.js', FIX)], [file('a.js', [['guard(a)', '']])], []],
    [
      'that is taken back by less',
      [file('a.js', [['', 'one()|two()|three()|four()|five()']])],
      [file('a.js', [['one()|two()', '']])],
      ['listed: 2 gone, 0 back of 5'],
    ],
    [
      'whose lines become others',
      [file('a.js', [['', 'one()|two()']])],
      [file('a.js', [['one()|two()', 'eins()|zwei()']])],
      [],
    ],
    [
      'whose line is changed further',
      [file('a.js', [['a = 1', 'a = 2']])],
      [file('a.js', [['a = 2', 'a = 3']])],
      [],
    ],
    [
      'whose line is moved',
      [file('a.js', [['', 'one()']])],
      [
        file('a.js', [
          ['one()', ''],
          ['', 'one()'],
        ]),
      ],
      [],
    ],
    [
      'whose lines go to another file',
      [file('a.js', FIX)],
      [file('a.js', [['let a = two()|guard(a)', '']]), file('b.js', [['', 'let a = two()|guard(a)|more()']])],
      [],
    ],
    [
      'whose lines are indented',
      [file('a.js', FIX)],
      [file('a.js', [['let a = two()|guard(a)', '  let a = two()|  guard(a)']])],
      [],
    ],
    [
      'whose lines get other breaks',
      [file('a.js', [['', 'call(one, "two")']])],
      [file('a.js', [['call(one, "two")', "call(|  one,|  'two',|)"]])],
      [],
    ],
    ['in another file', [file('a.js', FIX)], [file('b.js', inverse(FIX))], []],
    [
      'of blank lines and brackets',
      [file('a.js', [['', '}||});|end']])],
      [file('a.js', [['}||});|end', '']])],
      [],
    ],
    [
      'whose deletion is taken back',
      [file('a.js', [['one()|two()', '']])],
      [file('a.js', [['', 'one()|two()']])],
      ['asked: 0 gone, 2 back of 2'],
    ],
    [
      'whose file was moved since',
      [file('new.js', [], { from: 'a.js', before: 'x', after: 'x' }), file('a.js', FIX)],
      [file('new.js', inverse(FIX))],
      ['asked: 2 gone, 1 back of 3'],
    ],
    [
      'of a text that gets shorter by a line',
      [file('a.md', [['', 'Some words.']])],
      [file('a.md', [['Some words.', '']])],
      [],
    ],
    ['in a lock file', [file('package-lock.json', FIX)], [file('package-lock.json', inverse(FIX))], []],
    ['in a built file', [file('dist/a.js', FIX)], [file('dist/a.js', inverse(FIX))], []],
    ['in a changelog', [file('CHANGELOG.md', FIX)], [file('CHANGELOG.md', inverse(FIX))], []],
    [
      'that is a new version',
      [file('package.json', [['"version": "1.0.0",', '"version": "1.1.0",']])],
      [file('package.json', [['"version": "1.1.0",', '"version": "1.0.0",']])],
      [],
    ],
  ])('%s', (_what, landed, change, expected) => {
    const files = landed.map((one) => commit([one]));

    expect(judge(change, files)).toEqual(expected);
  });

  it('is taken back whole where a file is again what it was before, with all that came after', () => {
    const first = commit([file('a.js', [['', 'one()']], { before: '0', after: '1' })]);
    const second = commit([file('a.js', [['one()', 'two()']], { before: '1', after: '2' })], {
      commit: 'b'.repeat(40) as Sha,
    });

    expect(judge([file('a.js', [['two()', '']], { before: '2', after: '0' })], [second, first])).toEqual([
      'asked: 1 gone, 1 back of 2',
      'asked: 1 gone, 0 back of 1',
    ]);
  });

  it('is not taken back by what began before it', () => {
    const first = commit([file('a.js', [['', 'one()']], { before: '0', after: '1' })]);
    const later = commit([file('a.js', [['two()', 'one()']], { before: '2', after: '3' })], {
      commit: 'b'.repeat(40) as Sha,
    });

    expect(judge([file('a.js', [['one()', 'two()']], { before: '1', after: '2' })], [later, first])).toEqual(
      [],
    );
  });

  it('is cleared away where it landed long ago, and nothing comes back', () => {
    const old = { committed_at: '2025-01-01T10:00:00.000Z' as Instant };

    expect(judge([file('a.js', [['one()', '']])], [commit([file('a.js', [['', 'one()']])], old)])).toEqual([
      'listed: 1 gone, 0 back of 1',
    ]);
    expect(judge([file('a.js', inverse(FIX))], [commit([file('a.js', FIX)], old)])).toEqual([
      'asked: 2 gone, 1 back of 3',
    ]);
  });
});

describe('a test that a commit brought', () => {
  const many = Array.from({ length: 20 }, (_, at) => `step(${at})`).join('|');
  const TEST = "test('windows fix', () => {|  check(one)|  check(two)";

  it.each<readonly [string, readonly Hunk[], readonly string[]]>([
    ['that goes', [[TEST, '']], ['asked: 3 gone, 0 back of 23, windows fix']],
    [
      'that goes where another comes',
      [[TEST, "test('feature', () => {|  feature()|  more()|  again()"]],
      ['asked: 0 gone, 0 back of 23, windows fix'],
    ],
    ['that gets another name', [["test('windows fix', () => {", "test('other platforms', () => {"]], []],
    [
      'that gets a similar name and other lines',
      [[TEST, "test('the windows fix', () => {|  look(one)|  look(two)|  look(three)"]],
      [],
    ],
    ['that is skipped and stays', [["test('windows fix', () => {", "test.skip('windows fix', () => {"]], []],
  ])('%s', (_what, hunks, expected) => {
    const landed = commit([file('src.js', [['', many]]), file('win.test.js', [['', TEST]])]);

    expect(judge([file('win.test.js', hunks)], [landed])).toEqual(expected);
  });
});

describe('what a change says', () => {
  const LANDED = commit([file('a.js', FIX)], { message: 'fix: windows (#51)\n\nMore.' });
  const OTHER = commit([file('b.js', FIX)], { commit: 'c'.repeat(40) as Sha, message: 'feat: else' });

  it.each<readonly [string, { messages?: string[]; branches?: string[] }, string | null]>([
    ['nothing of it', {}, null],
    ['the hash', { messages: ['Drop what aaaaaaaa did'] }, 'it names the commit'],
    ['the hash of another', { messages: ['Drop what abcdefab did'] }, null],
    ['the subject', { messages: ['Revert "fix: windows (#51)" (#60)'] }, 'it says that it reverts it'],
    [
      'the subject without its number',
      { messages: ['feat: x', 'Revert "fix: windows"'] },
      'it says that it reverts it',
    ],
    ['that it reverts', { messages: ['revert: windows'] }, 'it says that it reverts'],
    ['that it backs out', { messages: ['Back out the fix for windows'] }, 'it says that it reverts'],
    ['that it reverts another', { messages: ['Revert "feat: else"'] }, null],
    [
      'that it reverts a merge',
      { messages: ['Revert "Merge branch \'windows\'"'] },
      'it says that it reverts',
    ],
    [
      'a release branch',
      { messages: ["Merge branch 'release/1.x' into main"] },
      'it brings release/1.x forward',
    ],
    ['a maintenance branch by its name', { branches: ['3.0.x'] }, 'it brings 3.0.x forward'],
    [
      'a maintenance branch by its number',
      { messages: ["Merge remote-tracking branch 'origin/0.12-maintenance'"] },
      'it brings origin/0.12-maintenance forward',
    ],
    ['a branch about an issue', { branches: ['12-support'] }, null],
    ['a branch about releases', { branches: ['effort/release-notes'] }, null],
    ['a fix', { branches: ['effort/hotfix-login'] }, null],
  ])('explains itself with %s', (_what, said, because) => {
    const expected =
      because === null ? 'asked: 2 gone, 1 back of 3' : `listed: 2 gone, 1 back of 3: ${because}`;

    expect(judge([file('a.js', inverse(FIX))], [LANDED, OTHER], said)).toEqual([expected]);
  });
});

describe('a commit of many files', () => {
  const TEST = "test('windows', () => {";
  const files = (text: string) =>
    Array.from({ length: 60 }, (_, at) =>
      file(`${at}.js`, [['', at === 0 ? text : `const one_${at} = 1|const two_${at} = 2`]], { before: null }),
    );
  const unread = (one: FilePatch): FilePatch => ({
    ...one,
    get hunks(): FilePatch['hunks'] {
      throw new Error(`${one.path} was read`);
    },
  });

  it.each<readonly [string, string, Hunk, readonly string[]]>([
    ['of which a line goes', 'one()|two()', ['two()', 'three()'], []],
    ['of whose tests one goes', `one()|${TEST}`, [TEST, ''], ['asked: 1 gone, 0 back of 120, windows']],
  ])('is judged like any other: %s', (_what, text, hunk, said) => {
    expect(judge([file('0.js', [hunk])], [commit(files(text))])).toEqual(said);
  });

  it('is read where a change touches it, and no further', () => {
    const [first, second, ...others] = files('one()|two()|three()|four()|five()|six()');
    const landed = commit([first, second].flatMap((one) => one ?? []).concat(others.map(unread)));

    expect(judge([file('0.js', [['two()', '']]), unread(file('new.js', []))], [landed])).toEqual([]);
  });
});
