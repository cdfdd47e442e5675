import { expect, test } from 'vitest';
import { parseReverts } from '../../../../src/adapters/git/history/reverts.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40));

test.each<readonly [string, string, readonly (readonly [string, string | null])[]]>([
  ['nothing', 'Revert "x"\n\nby hand\n', []],
  ['a commit', `Revert "x"\n\nThis reverts commit ${B}.\n`, [[B ?? '', null]]],
  [
    'a merge, with the parent that it was made onto',
    `Revert "Merge"\n\nThis reverts commit ${B}, reversing\nchanges made to ${C}.\n`,
    [[B ?? '', C ?? '']],
  ],
  [
    'names that are cut short, with subject and date',
    'This reverts commit bbbbbbb (Merge x. It is, 2026-01-05), reversing\nchanges made to ccccccc (y, 2026-01-04).\n',
    [['bbbbbbb', 'ccccccc']],
  ],
  [
    'several in one message, each with its own parent',
    `This reverts commit ${B}.\n\nThis reverts commit ${C}, reversing\nchanges made to ${A}.\n`,
    [
      [B ?? '', null],
      [C ?? '', A ?? ''],
    ],
  ],
  ['no name', 'This reverts commit of yesterday\n', []],
])('a message may name %s', (_what, message, expected) => {
  const [found, ...more] = parseReverts(`${A}\n${message}\0`);

  expect(found?.reverts.map(({ commit, mainline }) => [commit, mainline]) ?? []).toEqual(expected);
  expect(found === undefined || found.commit === A).toBe(true);
  expect(more).toEqual([]);
});

test('no commit and many commits are read', () => {
  const record = (commit = '') => `${commit}\nRevert\n\nThis reverts commit ${C}.\n`;
  expect(parseReverts('')).toEqual([]);
  expect(parseReverts(`${record(A)}\0${record(B)}`).map(({ commit }) => commit)).toEqual([A, B]);
});
