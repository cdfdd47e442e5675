/** Which work in the target was reverted there: from commits and messages, and from content. */
import { describe, expect, it } from 'vitest';
import { withoutReverted } from '../../../../src/domain/integration/plan-facts/reverted-efforts.ts';
import {
  type FileVersion,
  stillReverted,
  whollyGone,
} from '../../../../src/domain/integration/plan-facts/reverted-lines.ts';
import { revertsOf, standingReverts } from '../../../../src/domain/integration/plan-facts/reverts.ts';
import { commitGraph } from '../../../../src/domain/shared/commit-graph.ts';
import type { BranchName, EffortName, Sha } from '../../../../src/domain/shared/ids.ts';
import { sampleEffort } from '../../../support/states.ts';

type Written = readonly [commit: string, parents: string, reverts?: string];

/** Reads a history, newest first; `a-b` in the last column: the commit `a`, a merge onto `b`. */
function historyOf(written: readonly Written[]) {
  const parents = written.map(
    ([commit, of]) => [commit as Sha, of.split(' ').filter(Boolean) as Sha[]] as const,
  );
  const graph = commitGraph(new Map(parents));
  const reverts = written.flatMap(([commit, , what]) =>
    what === undefined
      ? []
      : [
          {
            commit: commit as Sha,
            reverts: what.split(' ').map((each) => {
              const [name = '', mainline = null] = each.split('-');
              return { commit: name, mainline };
            }),
          },
        ],
  );
  return { graph, standing: standingReverts(graph, reverts) };
}

/** A branch of two commits that was merged. */
const MERGED: readonly Written[] = [
  ['merge', 'base two'],
  ['two', 'one'],
  ['one', 'base'],
  ['base', ''],
];
const REVERTED: readonly Written[] = [['undo', 'merge', 'merge-base'], ...MERGED];

describe('work that was reverted', () => {
  it.each<readonly [string, readonly Written[], string, string | null]>([
    ['the branch itself', REVERTED, 'two', 'merge: undo'],
    ['a branch that left it before its end', REVERTED, 'one', 'merge: undo'],
    ['a branch from before it', REVERTED, 'base', null],
    ['a branch that began on the merge', REVERTED, 'merge', 'merge: undo, a start'],
    ['a branch that knows of the revert', REVERTED, 'undo', null],
    [
      'a merge without a word about its parent',
      [['undo', 'merge', 'merge'], ...MERGED],
      'two',
      'merge: undo',
    ],
    ['one commit of it', [['undo', 'merge', 'one'], ...MERGED], 'two', 'merge: undo'],
    ['a commit that the branch lacks', [['undo', 'merge', 'two'], ...MERGED], 'one', null],
    [
      'each commit by itself',
      [['undo-one', 'undo-two', 'one'], ['undo-two', 'merge', 'two'], ...MERGED],
      'two',
      'merge: undo-one undo-two',
    ],
    ['a name that is cut short', [['undo', 'merge', 'tw'], ...MERGED], 'two', 'merge: undo'],
    ['a name that nobody knows', [['undo', 'merge', 'other'], ...MERGED], 'two', null],
    ['a revert that was reverted', [['redo', 'undo', 'undo'], ...REVERTED], 'two', null],
    [
      'a revert that was reverted, and that again',
      [['undo-again', 'redo', 'redo'], ['redo', 'undo', 'undo'], ...REVERTED],
      'two',
      'merge: undo',
    ],
    [
      'a revert that came by a merge, which was reverted',
      [['redo', 'out', 'out-merge'], ['out', 'merge undo'], ...REVERTED],
      'two',
      null,
    ],
    [
      'a branch that merged the target before the revert',
      [['undo', 'later', 'merge-base'], ['later', 'merge'], ...MERGED],
      'two later',
      'merge: undo',
    ],
    [
      'a branch that merged another one which was reverted',
      [['undo', 'later', 'merge-base'], ['later', 'merge'], ...MERGED],
      'base two',
      'merge: undo',
    ],
    [
      'a branch that began on the target between a commit and its revert',
      [
        ['undo', 'later', 'bad'],
        ['later', 'bad'],
        ['bad', 'base'],
        ['base', ''],
      ],
      'later',
      null,
    ],
  ])('is judged for %s', (_what, history, joins, expected) => {
    const { graph, standing } = historyOf(history);

    const found = revertsOf(graph, standing, joins.split(' ') as Sha[]);

    const start = found?.is_start ? ', a start' : '';
    expect(found && `${found.merged_in}: ${found.reverts.join(' ')}${start}`).toBe(expected);
  });

  it('is a start where the effort joins the target at what was reverted', () => {
    const { graph, standing } = historyOf([
      ['undo-one', 'undo-two', 'one'],
      ['undo-two', 'two', 'two'],
      ['two', 'one'],
      ['one', 'base'],
      ['base', ''],
    ]);
    const two = revertsOf(graph, standing, ['two' as Sha]);
    expect(two).toEqual({ merged_in: 'two', is_start: true, reverts: ['undo-one', 'undo-two'] });
  });
});

const version = (text: string | null): FileVersion => ({ object: text, text });
const binary = (object: string): FileVersion => ({ object, text: null });

describe('what a revert took out', () => {
  const BEFORE = version('a\nfeature one\nfeature two\n');
  const AFTER = version('a\n');
  it.each<readonly [string, Partial<Parameters<typeof stillReverted>[0]>, number, number]>([
    ['counts while the target lacks it', {}, 2, 0],
    ['counts as far as the target lacks it', { now: version('a\nfeature two\n') }, 1, 0],
    [
      'counts no more where the target has it again',
      { now: version('a\nfeature two\nb\nfeature one\n') },
      0,
      0,
    ],
    [
      'counts as far as the effort has it',
      { joined: version('a\nfeature one\n'), tip: version('a\nfeature one\n') },
      1,
      0,
    ],
    ['counts where the effort went on with it', { tip: version('a\nfeature 1\nfeature 2\n') }, 2, 0],
    ['does not count where the effort took it out as well', { tip: AFTER }, 0, 0],
    [
      'counts as lines that are back',
      { before: AFTER, after: BEFORE, joined: AFTER, tip: AFTER, now: BEFORE },
      2,
      0,
    ],
    ['does not count lines of others', { before: version('a\nfeature one\nfeature two\nother\n') }, 2, 0],
    [
      'counts a file without lines',
      {
        before: binary('x'),
        after: version(null),
        joined: binary('x'),
        tip: binary('x'),
        now: version(null),
      },
      0,
      1,
    ],
    [
      'counts no file that is there again',
      { before: binary('x'), after: version(null), joined: binary('x'), tip: binary('x'), now: binary('y') },
      0,
      0,
    ],
  ])('%s', (_how, more, lines, files) => {
    const file = { before: BEFORE, after: AFTER, joined: BEFORE, tip: BEFORE, now: AFTER, ...more };
    expect(stillReverted(file)).toEqual({ lines, files });
  });
});

describe('work of which nothing is left', () => {
  const base = version('one\ntwo\n');
  it.each<readonly [string, string, string | null, number | null]>([
    ['is as before', 'one\ntwo\nthree\nfour\n', 'one\ntwo\n', 2],
    ['is as before beside other changes', 'one\ntwo\nthree\n', 'zero\none\ntwo\n', 1],
    ['is known by lines that are back', 'one\n', 'one\ntwo\n', 1],
    ['is gone with the file', 'one\ntwo\nthree\n', null, 1],
    ['is not work that was rewritten', 'one\nII\n', 'one\nthe second\n', null],
    ['is not work of which a line is left', 'one\ntwo\nthree\nfour\n', 'one\ntwo\nfour\n', null],
    ['is not work without a change', 'one\ntwo\n', 'one\ntwo\n', null],
  ])('%s', (_how, own, now, lines) => {
    const lacking = whollyGone([{ before: base, own: version(own), now: version(now) }]);
    expect(lacking?.lines ?? null).toBe(lines);
  });
});

describe('efforts whose work was reverted', () => {
  const MAIN = 'main' as BranchName;
  const lacking = { lines: 2, files: 0 };
  const work = {
    merged_in: 'a'.repeat(40) as Sha,
    reverts: ['b'.repeat(40) as Sha],
    is_start: false,
    lacking,
  };
  const judged = (efforts: readonly ReturnType<typeof sampleEffort>[], found: Partial<typeof work> = {}) =>
    withoutReverted(efforts, new Map([['one' as EffortName, { ...work, ...found }]]), MAIN);

  it('are in the target by their commits alone', () => {
    const { efforts, findings } = judged([
      sampleEffort('one', { status: 'MERGED', already_in: 'ancestor' }),
      sampleEffort('needs-one', { dependencies: ['one' as EffortName] }),
      sampleEffort('other'),
    ]);
    expect(efforts.map((effort) => ('already_in' in effort ? effort.already_in : effort.excluded))).toEqual([
      'reverted',
      true,
      false,
    ]);
    expect(
      findings.map(({ kind, subject, checkpoint_says }) => `${kind} ${subject}: ${checkpoint_says}`),
    ).toEqual([
      'merge_reverted one: was merged in aaaaaaaa and reverted in bbbbbbbb; its 2 lines are not in main',
      'base_reverted needs-one: what it stands on was merged in aaaaaaaa and reverted in bbbbbbbb; its 2 lines are not in main, so it is excluded',
    ]);
    expect(findings[0]?.git_says).toBe(
      'to bring it in again, revert the revert (git revert bbbbbbbb), or cherry-pick what was merged onto main',
    );
  });

  it('are excluded where they stand on it, and said where they began on it', () => {
    expect(judged([sampleEffort('one')]).efforts[0]?.excluded).toBe(true);
    const began = judged(
      [sampleEffort('one'), sampleEffort('two', { dependencies: ['one' as EffortName] })],
      {
        is_start: true,
      },
    );
    expect(began.efforts.map(({ excluded }) => excluded)).toEqual([false, false]);
    expect(began.findings.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual([
      'start_reverted MEDIUM',
    ]);
  });

  it('say so where no message tells, and count files that have no lines', () => {
    const [finding] = judged([sampleEffort('one')], {
      reverts: [],
      lacking: { lines: 0, files: 1 },
    }).findings;
    expect(finding?.checkpoint_says).toContain(
      'was merged in aaaaaaaa; nothing of its 1 file is in main any more',
    );
    expect(finding?.git_says).not.toContain('git revert');
  });
});
