import { describe, expect, test } from 'vitest';
import type { TestTally } from '../../../src/domain/gate/gate.ts';
import { judge, type RunToJudge } from '../../../src/domain/gate/verdict.ts';

const ran: RunToJudge = {
  exit_code: 0,
  timed_out: false,
  unable: null,
  tampered: [],
  changed_around: [],
  tests: null,
  missing: null,
  baseline: null,
  earlier: [],
  flaky: 'ask',
};

function tally(passed: number, failing: readonly string[] = [], skipped = 0): TestTally {
  const failed = failing.length;
  return { total: passed + failed + skipped, passed, failed, skipped, failing, coverage: null };
}

function missing(of: {
  readonly count: number;
  readonly names: readonly string[];
  readonly removed?: readonly string[];
}) {
  const { count, names, removed = [] } = of;
  return { count, names, removed: { count: removed.length, names: removed } };
}

const green12 = { tests: tally(12), exit_code: 0, verdict: 'passed' } as const;
const red2of12 = { tests: tally(10, ['a', 'b']), exit_code: 1, verdict: 'failed' } as const;
const lintRed = { tests: null, exit_code: 1, verdict: 'failed' } as const;
const did_not_finish = { tests: tally(3), exit_code: null, verdict: 'did_not_run' } as const;

/** One row per case: what ran, and the judgement in one line. */
const TABLE: readonly [title: string, run: Partial<RunToJudge>, judgement: string][] = [
  // green
  [
    'a command that ends well and counts no tests passes, and says what that means',
    {},
    'passed: tests not counted: exit status only, so fewer tests would not be noticed',
  ],
  ['tests that all pass pass', { tests: tally(12) }, 'passed: 12 tests passed'],
  ['skipped tests are said', { tests: tally(1, [], 2) }, 'passed: 1 test passed, 2 skipped'],
  ['as many tests as on the target pass', { tests: tally(12), baseline: green12 }, 'passed: 12 tests passed'],
  ['more tests than on the target pass', { tests: tally(13), baseline: green12 }, 'passed: 13 tests passed'],
  [
    'the tests of the target, by name, and more pass',
    { tests: tally(13), missing: missing({ count: 0, names: [] }), baseline: green12 },
    'passed: 13 tests passed',
  ],
  [
    'a target that was red and is green now passes',
    { tests: tally(12), baseline: red2of12 },
    'passed: 12 tests passed',
  ],

  // did not run
  [
    'a gate that could not start did not run',
    { exit_code: null, unable: 'the workspace could not be set up' },
    'did_not_run: the workspace could not be set up',
  ],
  [
    'a gate out of time did not run',
    { exit_code: null, timed_out: true, tests: tally(3) },
    'did_not_run: it was not done in time and was ended',
  ],
  [
    'a gate out of time that still ended with 0 did not run',
    { timed_out: true },
    'did_not_run: it was not done in time and was ended',
  ],
  ['a gate ended by a signal did not run', { exit_code: null }, 'did_not_run: it was ended by a signal'],
  [
    'exit status 126 did not run',
    { exit_code: 126 },
    'did_not_run: the command is not executable (exit status 126)',
  ],
  [
    'exit status 127 did not run',
    { exit_code: 127 },
    'did_not_run: the command was not found (exit status 127)',
  ],
  [
    'exit status 127 on the target too did not run',
    { exit_code: 127, baseline: { ...lintRed, exit_code: 127 } },
    'did_not_run: the command was not found (exit status 127)',
  ],
  [
    'a killed command did not run',
    { exit_code: 137 },
    'did_not_run: the command was killed (exit status 137), perhaps for want of memory',
  ],
  ['a runner that found no test did not run', { tests: tally(0) }, 'did_not_run: no test ran'],
  [
    'a runner that found no test and is red for it did not run',
    { exit_code: 1, tests: tally(0) },
    'did_not_run: no test ran',
  ],
  [
    'a runner that skipped every test did not run',
    { tests: tally(0, [], 5) },
    'did_not_run: all 5 tests were skipped',
  ],
  [
    'fewer tests than on the target did not run',
    { tests: tally(11), baseline: green12 },
    'did_not_run: ran 11 tests, the target has 12',
  ],
  [
    'tests that are skipped now count as missing',
    { tests: tally(11, [], 1), baseline: green12 },
    'did_not_run: ran 11 tests, the target has 12',
  ],
  [
    'fewer tests, none failing, red status did not run',
    { exit_code: 1, tests: tally(11), baseline: green12 },
    'did_not_run: ran 11 tests, the target has 12',
  ],
  [
    'fewer tests that fail as on the target did not run',
    { exit_code: 1, tests: tally(8, ['a']), baseline: red2of12 },
    'did_not_run: ran 9 tests, the target has 12',
  ],
  [
    'a well ended command that says nothing of tests, where the target has some, did not run',
    { baseline: green12 },
    'did_not_run: it did not say that any test ran, the target has 12',
  ],
  [
    'a test of the target that did not run is named, though more ran in all',
    { tests: tally(13), missing: missing({ count: 1, names: ['a'] }), baseline: green12 },
    'did_not_run: did not run 1 test that ran on the target: a',
  ],
  [
    'a test that the change renames is named, and passes where as many ran',
    { tests: tally(12), missing: missing({ count: 1, names: ['a'], removed: ['a'] }), baseline: green12 },
    'passed: 12 tests passed; removed or renamed: a',
  ],
  [
    'tests that the change removes did not run where fewer ran',
    {
      tests: tally(10),
      missing: missing({ count: 2, names: ['a', 'b'], removed: ['a', 'b'] }),
      baseline: green12,
    },
    'did_not_run: ran 10 tests, the target has 12; removed or renamed: a, b',
  ],
  [
    'a test that is still there is missing beside one that the change removes',
    {
      tests: tally(12),
      missing: missing({ count: 2, names: ['b', 'a'], removed: ['a'] }),
      baseline: green12,
    },
    'did_not_run: did not run 1 test that ran on the target: b',
  ],
  [
    'many missing tests are counted',
    { tests: tally(13), missing: missing({ count: 300, names: ['a', 'b', 'c', 'd'] }), baseline: green12 },
    'did_not_run: did not run 300 tests that ran on the target: a, b, c and 297 more',
  ],
  [
    'a missing test beside failures of the target did not run',
    {
      exit_code: 1,
      tests: tally(10, ['a', 'b']),
      missing: missing({ count: 1, names: ['c'] }),
      baseline: red2of12,
    },
    'did_not_run: did not run 1 test that ran on the target: c',
  ],
  [
    'a gate out of time says so before what it did not run',
    { timed_out: true, tests: tally(3), missing: missing({ count: 9, names: ['a'] }), baseline: green12 },
    'did_not_run: it was not done in time and was ended',
  ],
  [
    'a runner that found no test says that rather than which',
    { tests: tally(0), missing: missing({ count: 12, names: ['a'] }), baseline: green12 },
    'did_not_run: no test ran',
  ],

  // failed
  ['a red status fails', { exit_code: 2 }, 'failed: it ended with exit status 2'],
  [
    'a red status before any test, where the target has some, fails',
    { exit_code: 2, baseline: green12 },
    'failed: it ended with exit status 2 and did not say that any test ran, the target has 12',
  ],
  [
    'failing tests fail',
    { exit_code: 1, tests: tally(10, ['a', 'b']) },
    'failed: 2 of 12 tests failed: a, b',
  ],
  [
    'many failing tests are counted',
    { exit_code: 1, tests: tally(0, ['a', 'b', 'c', 'd', 'e']) },
    'failed: 5 of 5 tests failed: a, b, c and 2 more',
  ],
  [
    'files that cannot be loaded are counted apart from failing tests',
    { exit_code: 1, tests: { ...tally(10, ['a', 'b']), failing: ['a', 'b', 'c.test.ts', 'd.test.ts'] } },
    'failed: 2 of 12 tests failed and 2 other failures: a, b, c.test.ts and 1 more',
  ],
  [
    'failing tests with exit status 0 fail',
    { tests: tally(11, ['a']) },
    'failed: 1 of 12 tests failed: a, although the exit status is 0',
  ],
  [
    'a red status although all tests pass fails',
    { exit_code: 1, tests: tally(12), baseline: green12 },
    'failed: it ended with exit status 1, although no test failed',
  ],
  [
    'a file that cannot be loaded fails, though fewer tests ran',
    { exit_code: 1, tests: { ...tally(10), failing: ['b.test.ts'] }, baseline: green12 },
    'failed: 1 failure: b.test.ts; ran 10 tests, the target has 12',
  ],
  [
    'a failure beside missing tests fails, and says both',
    {
      exit_code: 1,
      tests: tally(10, ['c']),
      missing: missing({ count: 2, names: ['a', 'b'] }),
      baseline: green12,
    },
    'failed: 1 of 11 tests failed: c; did not run 2 tests that ran on the target: a, b',
  ],
  [
    'a failure the target does not have fails',
    { exit_code: 1, tests: tally(10, ['a', 'c']), baseline: red2of12 },
    'failed: 2 of 12 tests failed: c',
  ],
  [
    'the same name failing twice is one failure more',
    { exit_code: 1, tests: tally(10, ['a', 'b', 'b']), baseline: red2of12 },
    'failed: 3 of 13 tests failed: b',
  ],
  [
    'failures without all their names fail',
    { exit_code: 1, tests: { ...tally(10, ['a', 'b']), failing: ['a'] }, baseline: red2of12 },
    'failed: 2 of 12 tests failed',
  ],
  [
    'known failures with another exit status fail',
    { exit_code: 2, tests: tally(10, ['a', 'b']), baseline: red2of12 },
    'failed: 2 of 12 tests failed',
  ],
  [
    'known failures on a target whose gate did not run fail',
    { exit_code: 1, tests: tally(10, ['a', 'b']), baseline: { ...red2of12, verdict: 'did_not_run' } },
    'failed: 2 of 12 tests failed',
  ],
  [
    'a red status without counts on a target that is green fails',
    { exit_code: 1, baseline: { ...lintRed, exit_code: 0, verdict: 'passed' } },
    'failed: it ended with exit status 1',
  ],
  [
    'a red status without counts and unlike the target fails',
    { exit_code: 2, baseline: lintRed },
    'failed: it ended with exit status 2',
  ],
  [
    'a baseline that did not finish excuses nothing',
    { exit_code: 1, tests: tally(4, ['a']), baseline: did_not_finish },
    'failed: 1 of 5 tests failed: a',
  ],

  // pre-existing
  [
    'failures that the target has are pre-existing',
    { exit_code: 1, tests: tally(10, ['a', 'b']), baseline: red2of12 },
    'pre_existing: 2 of 12 tests failed, as on the target',
  ],
  [
    'fewer of the failures that the target has are pre-existing',
    { exit_code: 1, tests: tally(11, ['b']), baseline: red2of12 },
    'pre_existing: 1 of 12 tests failed, as on the target',
  ],
  [
    'an exit status that counts the failures is alike',
    { exit_code: 1, tests: tally(11, ['b']), baseline: { ...red2of12, exit_code: 2 } },
    'pre_existing: 1 of 12 tests failed, as on the target',
  ],
  [
    'a red status without counts that the target has is pre-existing',
    { exit_code: 1, baseline: lintRed },
    'pre_existing: it ends with exit status 1, as on the target',
  ],
  [
    'a red status for no test, as on the target, is pre-existing',
    { exit_code: 1, tests: tally(12), baseline: { ...green12, exit_code: 1, verdict: 'failed' } },
    'pre_existing: it ends with exit status 1, as on the target',
  ],

  // inconclusive
  [
    'a gate that meddled is inconclusive',
    { tampered: ['HEAD moved', 'hooks changed'] },
    'inconclusive: the gate meddled with the repository: HEAD moved, hooks changed',
  ],
  [
    'a gate that meddled and then did not run through is inconclusive',
    { exit_code: null, timed_out: true, tampered: ['hooks changed'] },
    'inconclusive: the gate meddled with the repository: hooks changed',
  ],
  [
    'a gate during which something of the operator changed is inconclusive, and blames nobody',
    { changed_around: ['core.pager added to .git/config'] },
    'inconclusive: while it ran, what is yours was changed, by the gate or by somebody else: core.pager added to .git/config',
  ],
  [
    'a red gate that meddled is inconclusive',
    { exit_code: 1, tampered: ['HEAD moved'] },
    'inconclusive: the gate meddled with the repository: HEAD moved',
  ],
  [
    'a pass after a failure on the same tree is inconclusive',
    { tests: tally(2), earlier: [{ verdict: 'failed', exit_code: 1, meddled: false }] },
    'inconclusive: flaky: it failed before on the same tree, now 2 tests passed',
  ],
  [
    'a pass after a gate meddled on the same tree is inconclusive, whatever the settings say of failures',
    {
      tests: tally(2),
      earlier: [{ verdict: 'inconclusive', exit_code: 0, meddled: true }],
      flaky: 'pass',
    },
    'inconclusive: the gate meddled with the repository before on the same tree, now 2 tests passed',
  ],
  [
    'a pass after a failure is a pass where the settings say so',
    { tests: tally(2), earlier: [{ verdict: 'failed', exit_code: 1, meddled: false }], flaky: 'pass' },
    'passed: 2 tests passed, after a failure on the same tree',
  ],
  [
    'a failure after a pass on the same tree is inconclusive',
    { exit_code: 1, earlier: [{ verdict: 'passed', exit_code: 0, meddled: false }] },
    'inconclusive: flaky: it was green before on the same tree, now it ended with exit status 1',
  ],
  [
    'a failure after a failure fails',
    { exit_code: 1, earlier: [{ verdict: 'failed', exit_code: 1, meddled: false }] },
    'failed: it ended with exit status 1',
  ],
  [
    'a pass after an attempt that did not run passes',
    { earlier: [{ verdict: 'did_not_run', exit_code: null, meddled: false }] },
    'passed: tests not counted: exit status only, so fewer tests would not be noticed',
  ],
];

describe('the verdict on a gate', () => {
  test.each(TABLE)('%s', (_title, run, expected) => {
    const { verdict, because } = judge({ ...ran, ...run });

    expect(`${verdict}: ${because}`).toBe(expected);
  });
});
