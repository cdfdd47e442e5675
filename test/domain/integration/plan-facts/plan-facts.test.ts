/** What a plan says of upstreams, of uncommitted work and of names, from facts alone. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Upstream,
  upstreamFindings,
} from '../../../../src/domain/integration/plan-facts/behind-upstream.ts';
import { nameFindings } from '../../../../src/domain/integration/plan-facts/colliding-names.ts';
import {
  findingsAfterPlan,
  type PlanFinding,
} from '../../../../src/domain/integration/plan-facts/plan-finding.ts';
import { uncommittedFindings } from '../../../../src/domain/integration/plan-facts/uncommitted-work.ts';
import type { Finding } from '../../../../src/domain/integration/state.ts';
import { foldedName } from '../../../../src/domain/shared/folded-name.ts';
import type { BranchName, EffortName, Instant } from '../../../../src/domain/shared/ids.ts';

const MAIN = 'main' as BranchName;
const A = 'a' as EffortName;
const B = 'b' as EffortName;
const EFFORTS = [{ name: A, branch: 'effort/a' as BranchName }];
const gap = (branch: string, upstream: string, behind: number, ahead = 0): Upstream => ({
  branch: branch as BranchName,
  upstream,
  ahead,
  behind,
});
const sayings = (findings: readonly PlanFinding[]) =>
  findings.map(({ kind, subject, checkpoint_says }) => `${kind} ${subject}: ${checkpoint_says}`);

describe('upstreams', () => {
  it.each<[string, readonly Upstream[], readonly string[]]>([
    ['of the same commit say nothing', [gap('main', 'origin/main', 0)], []],
    ['that only lack commits say nothing', [gap('main', 'origin/main', 0, 4)], []],
    [
      'of the target',
      [gap('main', 'origin/main', 3)],
      ['target_behind main: behind origin/main by 3 commits, as of the last fetch'],
    ],
    [
      'that the target has diverged from',
      [gap('main', 'origin/main', 1, 2)],
      [
        'target_behind main: diverged from origin/main: behind origin/main by 1 commit, ahead by 2, as of the last fetch',
      ],
    ],
    [
      'of an effort',
      [gap('effort/a', 'origin/effort/a', 2)],
      ['effort_behind a: behind origin/effort/a by 2 commits, as of the last fetch'],
    ],
    [
      'of both',
      [gap('main', 'up/main', 1), gap('effort/a', 'origin/effort/a', 1)],
      [
        'target_behind main: behind up/main by 1 commit, as of the last fetch',
        'effort_behind a: behind origin/effort/a by 1 commit, as of the last fetch',
      ],
    ],
    ['of an effort that follows the target itself', [gap('effort/a', 'main', 5)], []],
    ['of an effort that follows where the target is from', [gap('effort/a', 'origin/main', 5)], []],
    [
      'of an effort that follows what the target follows',
      [gap('main', 'origin/trunk', 0), gap('effort/a', 'origin/trunk', 5)],
      [],
    ],
    ['of branches that take no part', [gap('effort/z', 'origin/effort/z', 5)], []],
  ])('%s', (_what, upstreams, said) => {
    expect(sayings(upstreamFindings(MAIN, EFFORTS, upstreams))).toEqual(said);
  });
});

describe('uncommitted work', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['none', [], [], []],
    ['a change', ['x'], [], ['uncommitted work in /w is not part of it: 1 changed']],
    ['a new file', [], ['x'], ['uncommitted work in /w is not part of it: 1 untracked']],
    ['both', ['x', 'y'], ['z'], ['uncommitted work in /w is not part of it: 2 changed, 1 untracked']],
  ])('%s', (_what, changed, untracked, said) => {
    const found = uncommittedFindings([{ effort: A, path: '/w', local: { changed, untracked } }]);

    expect(found.map(({ checkpoint_says }) => checkpoint_says)).toEqual(said);
  });
});

const CASE = 'upper and lower case';
const FORM = 'Unicode normal form';

describe('names', () => {
  it.each<[string, readonly [EffortName, string][], readonly string[], readonly string[]]>([
    [
      'that are apart',
      [
        [A, 'a'],
        [B, 'b'],
      ],
      ['c'],
      [],
    ],
    [
      'that are the same',
      [
        [A, 'a/x'],
        [B, 'a/x'],
      ],
      [],
      [],
    ],
    [
      'of two efforts',
      [
        [A, 'Readme'],
        [B, 'README'],
      ],
      [],
      [`README of b and Readme of a differ only in ${CASE}`],
    ],
    [
      'of one effort',
      [
        [A, 'x/Y'],
        [A, 'x/y'],
      ],
      [],
      [`x/y of a and x/Y of a differ only in ${CASE}`],
    ],
    [
      'of an effort and the target',
      [[A, 'readme']],
      ['README'],
      [`readme of a and README of main differ only in ${CASE}`],
    ],
    [
      'in Unicode',
      [
        [A, 'caf\u00e9'],
        [B, 'cafe\u0301'],
      ],
      [],
      [`cafe\u0301 of b and caf\u00e9 of a differ only in ${FORM}`],
    ],
    [
      'in both',
      [
        [A, 'Caf\u00e9'],
        [B, 'cafe\u0301'],
      ],
      [],
      [`cafe\u0301 of b and Caf\u00e9 of a differ only in ${CASE} and ${FORM}`],
    ],
    [
      'of folders',
      [
        [A, 'Docs/a'],
        [B, 'docs/b'],
      ],
      [],
      [`the folders of docs/b of b and Docs/a of a differ only in ${CASE}`],
    ],
    [
      'of folders, once',
      [
        [A, 'Docs/a'],
        [B, 'docs/b'],
        [B, 'docs/c'],
        [A, 'Docs/d'],
      ],
      [],
      [`the folders of docs/b of b and Docs/a of a differ only in ${CASE}`],
    ],
    [
      'of a file and a folder',
      [
        [A, 'Docs/a'],
        [B, 'docs'],
      ],
      [],
      [`docs of b and Docs/a of a differ only in ${CASE}`],
    ],
    ['that only the target has', [[A, 'new']], ['x', 'X'], []],
  ])('%s', (_what, added, there, said) => {
    const found = nameFindings(
      MAIN,
      added.map(([effort, path]) => ({ effort, path })),
      there,
    );

    expect(found.map(({ checkpoint_says }) => checkpoint_says)).toEqual(said);
  });

  const path = fc
    .array(fc.constantFrom('a', 'A', 'b', '\u00e9', 'e\u0301', '\u00c9'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('/'));

  it('are said exactly where two spellings of one place meet', () => {
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 6 }), (paths) => {
        const places = paths.flatMap((one) => {
          const parts = one.split('/');
          return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
        });
        const spelt = new Set(places);
        const meet = new Set([...spelt].map(foldedName)).size < spelt.size;
        const said = nameFindings(
          MAIN,
          paths.map((each) => ({ effort: A, path: each })),
          [],
        );
        expect(said.length > 0).toBe(meet);
      }),
    );
  });
});

describe('a plan made again', () => {
  const at = (minute: number) => `2026-11-21T10:0${minute}:00.000Z` as Instant;
  const finding = (kind: Finding['kind'], checkpoint_says: string): PlanFinding => ({
    kind,
    subject: 'main',
    severity: 'LOW',
    checkpoint_says,
    git_says: 'x',
  });

  it('says what still is with its first time, what is new, and no longer what is over', () => {
    const still = { ...finding('target_checked_out', 'here'), at: at(1) };
    const over = { ...finding('target_behind', 'by 3'), at: at(1) };
    const other = { ...finding('storage_doubtful', 'nfs'), at: at(0) };
    const now = [finding('target_checked_out', 'here'), finding('target_behind', 'by 1')];

    const after = findingsAfterPlan([other, still, over], now, at(2));

    expect(after).toEqual([other, still, { ...finding('target_behind', 'by 1'), at: at(2) }]);
    expect(after[1]).toBe(still);
  });
});
