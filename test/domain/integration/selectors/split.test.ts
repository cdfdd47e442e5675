import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffStat } from '../../../../src/domain/code/diff-stat.ts';
import { limitedLines, linesOf } from '../../../../src/domain/integration/selectors/size.ts';
import {
  integrationSplit,
  partsWords,
  proposedSplit,
} from '../../../../src/domain/integration/selectors/split.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import { freshState, sampleEffort, sampleSettings, sampleSha } from '../../../support/states.ts';

const path = (name: string, added: number) => ({ path: name, added, removed: 0 });

describe('directories are told apart at the depth that helps', () => {
  it.each([
    ['within the limit, by the first', [path('src/a/x', 3), path('src/b/y', 4), path('z', 1)], 'src 7, . 1'],
    ['over the limit, by the next', [path('src/a/x', 8), path('src/b/y', 7)], 'src/a 8, src/b 7'],
    ['through folders that hold only one', [path('a/b/c/x', 6), path('a/b/d/y', 6)], 'a/b/c 6, a/b/d 6'],
    ['files of one folder, by file', [path('src/x', 9), path('src/y', 9)], 'src/x 9, src/y 9'],
    ['one file, not at all', [path('src/x', 90)], 'src/x 90'],
    ['files at the root, together', [path('x', 9), path('y', 9)], '. 18'],
    ['lock files, never', [path('package-lock.json', 99), path('src/x', 1), path('dist/y.js', 50)], 'src 1'],
  ])('%s', (_, changed, expected) => {
    const { by_directory } = diffStat(changed, 10);
    expect(by_directory.map(({ directory, lines }) => `${directory} ${lines}`).join(', ')).toBe(expected);
  });

  it('more entries than anybody reads stay together', () => {
    const many = Array.from({ length: 40 }, (_, index) => path(`src/file-${index}`, 1));
    expect(diffStat(many, 10).by_directory).toEqual([{ directory: 'src', lines: 40 }]);
  });

  it('each line that counts is in one of them', () => {
    const name = fc.array(fc.constantFrom('a', 'b', 'yarn.lock', 'dist'), { minLength: 1, maxLength: 4 });
    const changed = fc.uniqueArray(
      fc.record({ path: name.map((parts) => parts.join('/')), added: fc.nat(30), removed: fc.nat(9) }),
      { selector: (each) => each.path },
    );
    fc.assert(
      fc.property(changed, fc.nat(50), (paths, limit) => {
        const size = diffStat(paths, limit);
        expect(size.by_directory.reduce((sum, { lines }) => sum + lines, 0)).toBe(linesOf({ size }));
      }),
    );
  });
});

describe('an effort over the limit', () => {
  const commit = (subject: string, lines: number) => ({ commit: sampleSha(subject), subject, lines });
  const settings = sampleSettings({ limits: { effort_lines: 10, integration_lines: null } });
  const split = (
    by_commit: readonly ReturnType<typeof commit>[],
    by_directory: readonly { directory: string; lines: number }[],
  ) => {
    const size = { added: 30, removed: 0, files: 3, uncounted: 0, by_directory, by_commit };
    return partsWords(proposedSplit(freshState({ settings }), sampleEffort('one', { size })));
  };

  it.each([
    [
      'is cut between commits where each part fits',
      [commit('a', 4), commit('b', 5), commit('c', 6)],
      [],
      '"a", "b" (9 lines), then "c" (6 lines)',
    ],
    [
      'keeps the order of its commits',
      [commit('a', 6), commit('b', 6), commit('c', 4), commit('d', 5)],
      [],
      '"a" (6 lines), then "b", "c" (10 lines), then "d" (5 lines)',
    ],
    [
      'is cut by directory where a commit does not fit',
      [commit('a', 25), commit('b', 5)],
      [
        { directory: 'src', lines: 9 },
        { directory: 'lib', lines: 7 },
        { directory: 'doc', lines: 1 },
      ],
      'src, doc (10 lines), then lib (7 lines)',
    ],
    [
      'is cut by commit as far as that goes, where all is in one directory',
      [commit('a', 25), commit('b', 5)],
      [{ directory: 'src/x', lines: 30 }],
      '"a" (25 lines), then "b" (5 lines)',
    ],
  ])('%s', (_, commits, directories, expected) => {
    expect(split(commits, directories)).toBe(expected);
  });
});

describe('an integration over its limit', () => {
  const sized = (
    name: string,
    lines: number,
    needs: readonly string[] = [],
    status: 'PENDING' | 'HELD' = 'PENDING',
  ) =>
    sampleEffort(name, {
      status,
      size: { added: lines, removed: 0, files: 1, uncounted: 0, by_directory: [], by_commit: [] },
      dependencies: needs as readonly EffortName[],
    });
  const words = (limit: number | null, ...efforts: readonly ReturnType<typeof sized>[]) =>
    partsWords(
      integrationSplit(
        freshState({
          settings: sampleSettings({ limits: { effort_lines: null, integration_lines: limit } }),
          efforts_included: efforts,
        }),
      ),
    );

  it.each([
    ['has no parts without a limit', null, [sized('a', 50)], ''],
    [
      'fills each part in the order of the efforts',
      10,
      [sized('a', 6), sized('b', 7), sized('c', 4), sized('d', 3)],
      'a, c (10 lines), then b, d (10 lines)',
    ],
    [
      'puts nothing before what it depends on',
      10,
      [sized('a', 6), sized('b', 7), sized('c', 4, ['b'])],
      'a (6 lines), then b (7 lines), then c (4 lines)',
    ],
    ['leaves a large effort alone', 10, [sized('a', 40), sized('b', 5)], 'a (40 lines), then b (5 lines)'],
    ['counts nothing that is held', 10, [sized('a', 9), sized('b', 9, [], 'HELD')], 'a (9 lines)'],
  ])('%s', (_, limit, efforts, expected) => {
    expect(words(limit, ...efforts)).toBe(expected);
  });
});

it('a limit is named only where somebody wrote one', () => {
  const words = (effort_lines: number | null) =>
    limitedLines(
      freshState({ settings: sampleSettings({ limits: { effort_lines, integration_lines: null } }) }),
      sampleEffort('one'),
    );

  expect([words(null), words(500)]).toEqual(['150 lines', '150 of 500 lines']);
});
