/** Sentences that contradicted others, or claimed what nothing shows. */
import { expect, it } from 'vitest';
import type { GateRun } from '../../src/domain/gate/gate.ts';
import type { Forecast, IntegrationState } from '../../src/domain/integration/state.ts';
import type { ConflictId, EffortName } from '../../src/domain/shared/ids.ts';
import { conflictAnalysis } from '../../src/reports/conflict-analysis.ts';
import { conflictResolutionNeeded } from '../../src/reports/conflict-resolution-needed.ts';
import { integrationReport } from '../../src/reports/integration-report.ts';
import { statusReport } from '../../src/reports/status-report.ts';
import {
  changedEffort,
  finishedState,
  freshState,
  midConflictState,
  plannedState,
  sampleConflict,
  sampleHunk,
  sampleInstant,
  sampleRun,
  sampleSha,
} from '../support/states.ts';

const trial = (option: string, over: Partial<GateRun>): GateRun =>
  sampleRun(
    9,
    'unit_tests',
    { kind: 'option', conflict: 'controller#1' as ConflictId, hunk: 0, option },
    over,
  );

it('an option on which the gates are green is not called as good as the others', () => {
  const hunk = sampleHunk(0, { level: 'semantic', recommended: null, choice: null });
  const state = (gate_runs: readonly GateRun[]): IntegrationState =>
    midConflictState({
      conflicts_detected: [sampleConflict('controller', 'a.ts', { hunks: [hunk] })],
      gate_runs,
    });
  const said = (...runs: readonly GateRun[]) => conflictResolutionNeeded(state(runs), {}) ?? '';
  const none = 'None: nothing in the code or history favours one of the options over the others.';

  expect(said()).toContain(`${none}\n`);
  expect(said(trial('keep_current', { verdict: 'failed' }))).toContain(`${none}\n`);
  expect(said(trial('keep_current', { verdict: 'passed' }))).toContain(
    `${none} The gates were green on Option 2: it works, and whether it is meant is for you to say.`,
  );
});

it('tests are not called passing before every gate has run', () => {
  const lines = (state: IntegrationState) =>
    statusReport(state)
      .split('\n')
      .find((line) => line.includes('Test status'));
  const ended = finishedState();
  const only = ended.gate_runs.filter(({ gate }) => gate === 'unit_tests');

  expect(lines(freshState())).toBe('- Test status: Not run');
  expect(lines({ ...ended, gate_runs: only })).toBe('- Test status: Passing so far (1 of 2 gates ran)');
  expect(lines(ended)).toBe('- Test status: Passing');
});

it('a rule is not said to have resolved what is not in, or what somebody else decided', () => {
  const analysis = (by: 'rule' | 'operator', resolution_status: 'IN_PROGRESS' | 'RESOLVED') => {
    const hunk = sampleHunk(0, {
      auto: { rule: 'identical', because: 'both sides made the same change', option: 'keep_current' },
      choice: { option: 'keep_current', by, at: sampleInstant(320) },
    });
    const conflict = sampleConflict('controller', 'a.ts', { hunks: [hunk], resolution_status });
    return conflictAnalysis(midConflictState({ conflicts_detected: [conflict] }));
  };

  expect(analysis('rule', 'RESOLVED')).toContain('resolved by rule (identical)');
  for (const said of [analysis('rule', 'IN_PROGRESS'), analysis('operator', 'RESOLVED')]) {
    expect(said).not.toContain('resolved by rule');
    expect(said).toContain('a rule could resolve it (identical)');
  }
});

it('files are listed by how much is to decide in them, not by their names', () => {
  const pair = (file: string, hunks: number, conflict: boolean): Forecast['pairs'][number] => ({
    a: 'one' as EffortName,
    b: 'two' as EffortName,
    files: [file],
    hunks,
    conflict,
  });
  const state = plannedState();
  const pairs = [
    pair('a.ts', 0, false),
    pair('b.ts', 1, true),
    pair('c.ts', 5, true),
    pair('d.ts', 0, false),
  ];
  const forecast = {
    with_target: [],
    pairs,
    touched: ['one', 'two'].map((effort) => ({
      effort: effort as EffortName,
      path: 'd.ts',
      ranges: [],
      functions: ['f'],
    })),
    cost: { given: 1, chosen: 1, because: 'no other order costs less' },
  };

  const files = conflictAnalysis({ ...state, forecast }).match(/(?<=^### File: `).*(?=`$)/gm);

  expect(files).toEqual(['c.ts', 'b.ts', 'd.ts', 'a.ts']);
  const [, of_d = ''] = conflictAnalysis({ ...state, forecast }).split('### File: `d.ts`');
  // A clean merge within one function is not called independent.
  expect(of_d.split('###')[0]).toContain('(both modified the same function)');
  expect(of_d.split('###')[0]).toContain('High (overlapping logic changes)');
  const [, of_a = ''] = conflictAnalysis({ ...state, forecast }).split('### File: `a.ts`');
  // Nor is one whose functions nobody looked at.
  expect(of_a.split('##')[0]).toContain('Low (no line collides; functions were not compared)');
});

it('a branch is not said to be deletable while some of its commits are left out, or were not chosen', () => {
  const state = finishedState();
  const left = { commit: sampleSha('left'), subject: 'Left out' };
  const [first, second, third] = state.efforts_included;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three efforts');
  const efforts_included = [
    first,
    changedEffort(second, { commits_left_out: [left] }),
    changedEffort(third, { commits: 3, commits_chosen: [sampleSha('one')] }),
  ];

  const report = integrationReport({ ...state, efforts_included });

  expect(report).toContain(`- Merged branches that can be deleted: \`${first.branch}\`\n`);
  expect(report).toContain(
    `- To be kept, since not all of their commits are in: \`${second.branch}\`, \`${third.branch}\``,
  );
});
