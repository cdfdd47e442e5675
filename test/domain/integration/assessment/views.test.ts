/** Each fact that bears on landing, changed alone: every view of the assessment changes with it. */
import { describe, expect, it } from 'vitest';
import { exitStatusOf } from '../../../../src/cli/arguments/exit.ts';
import { integrationStatus } from '../../../../src/cli/repository/integration-kind.ts';
import type { ResultSurvey } from '../../../../src/domain/code/survey.ts';
import type { GateRun, TestTally } from '../../../../src/domain/gate/gate.ts';
import { assess } from '../../../../src/domain/integration/assessment/assess.ts';
import type { Bearing, FactKind, RedFlag } from '../../../../src/domain/integration/assessment/fact.ts';
import { landingDoubts } from '../../../../src/domain/integration/assessment/landing.ts';
import { unattendedChoice } from '../../../../src/domain/integration/decide.ts';
import { openQuestion } from '../../../../src/domain/integration/open-question.ts';
import { type PlanPart, unknownPart } from '../../../../src/domain/integration/plan-facts/unknown-part.ts';
import { landingRefusals } from '../../../../src/domain/integration/rules.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import { checklistOf } from '../../../../src/domain/integration/summary/checklist.ts';
import { readinessOf } from '../../../../src/domain/integration/summary/readiness.ts';
import { redFlags } from '../../../../src/domain/integration/summary/red-flags.ts';
import type { BranchName, EffortName, RunId } from '../../../../src/domain/shared/ids.ts';
import { integrationReport } from '../../../../src/reports/integration-report.ts';
import { reportJson } from '../../../../src/reports/report-json.ts';
import {
  freshState,
  mergedEffort,
  sampleConflict,
  sampleEffort,
  sampleGate,
  sampleHunk,
  sampleInstant,
  sampleRun,
  sampleSettings,
  sampleSha,
  sampleTally,
} from '../../../support/states.ts';

const TIP = sampleSha('tip');
const BASE = sampleSha('base');
const GATES = [sampleGate('unit'), sampleGate('security', { required: false }), sampleGate('bench')];

const final = (ordinal: number, gate: string, more: Partial<GateRun> = {}) =>
  sampleRun(ordinal, gate, { kind: 'final' }, { commit: TIP, ...more });
const baseline = (ordinal: number, gate: string, more: Partial<GateRun> = {}) =>
  sampleRun(ordinal, gate, { kind: 'baseline' }, { commit: BASE, ...more });
const covered = (coverage: number): TestTally => ({ ...sampleTally(10), coverage });

const notFound = (part: PlanPart) => ({
  ...unknownPart(part, 'main' as BranchName, 'git is out of order'),
  at: sampleInstant(1),
});

interface Runs {
  readonly unit?: Partial<GateRun>;
  readonly security?: Partial<GateRun>;
  readonly bench?: readonly number[];
}

/** An integration that may land: one effort is in, everything is green, nothing is to be said. */
function good(
  change: Partial<IntegrationState> = {},
  { unit, security, bench = [2_000, 2_000, 2_000] }: Runs = {},
) {
  return freshState({
    stage: 'LANDING',
    target_base: BASE,
    integration_tip: TIP,
    settings: sampleSettings({ gates: GATES, landing: { mode: 'auto', control_files: 'inform' } }),
    efforts_included: [mergedEffort('one', 60)],
    gate_runs: [
      baseline(1, 'unit', { tests: covered(90) }),
      final(2, 'unit', { tests: covered(90), ...unit }),
      final(3, 'security', { tests: null, ...security }),
      ...bench.map((duration_ms, at) =>
        (at === 0 ? baseline : final)(4 + at, 'bench', { duration_ms, tests: null }),
      ),
    ],
    ...change,
  });
}

const LOSS = { path: 'a.ts', side: 'incoming', lines: 2, examples: ['x'] } as const;
const LEFT_OUT = [{ commit: sampleSha('c'), subject: 'c' }];
const UNCLEAR = sampleConflict('one', 'a.ts', {
  resolution_status: 'IN_PROGRESS',
  hunks: [sampleHunk(0, { level: 'semantic', recommended: null, choice: null })],
});

const RESOLVED = sampleConflict('one', 'a.ts', { resolution_status: 'RESOLVED' });
const RENAMED = {
  baseline: '1-unit-baseline' as RunId,
  count: 1,
  names: ['old'],
  digest: '0',
  removed: { count: 1, names: ['old'] },
};

const surveyed = (more: Partial<ResultSurvey>): ResultSurvey => ({
  commit: TIP,
  cycles: { known: true, value: [] },
  broken_exports: { known: true, value: [] },
  migration_note: null,
  documentation: { changed: ['docs/a.md'], code_changed: 1 },
  hindrance: null,
  markers: [],
  tests_gone: [],
  changed_tests: [],
  rewritten: [],
  ...more,
});
const CYCLES = { known: true, value: [['a.ts', 'b.ts', 'a.ts']] } as const;
const GONE = { known: true, value: [{ path: 'a.ts', name: 'add', users: ['b.ts', 'c.ts'] }] } as const;

/** A result that was run with a test as the target has it. */
function guarded(expectations: GateRun['expectations']): IntegrationState {
  const changed_tests = [{ path: 'a.test.ts', deleted: false, efforts: ['one' as EffortName] }];
  const state = good({ survey: surveyed({ changed_tests }) });
  const run = sampleRun(9, 'unit', { kind: 'guard', on: TIP }, { expectations });
  return { ...state, gate_runs: [...state.gate_runs, run] };
}

type Row = readonly [
  name: string,
  state: IntegrationState,
  kind: FactKind,
  bearing: Bearing,
  flag: RedFlag | null,
];

const ROWS: readonly Row[] = [
  [
    'imports go in a circle',
    good({ survey: surveyed({ cycles: CYCLES }) }),
    'dependencies',
    'asks',
    'circular_dependency',
  ],
  [
    'an exported name is gone that is used',
    good({ survey: surveyed({ broken_exports: GONE }) }),
    'api',
    'asks',
    'api_change',
  ],
  [
    'such a name is gone with a migration note',
    good({ survey: surveyed({ broken_exports: GONE, migration_note: 'MIGRATION.md' }) }),
    'api',
    'warns',
    null,
  ],
  ['a required gate is red', good({}, { unit: { verdict: 'failed' } }), 'gate', 'blocks', null],
  [
    'tests fail after a conflict was resolved',
    good({ conflicts_detected: [RESOLVED] }, { unit: { verdict: 'failed' } }),
    'gate',
    'blocks',
    'tests_after_resolution',
  ],
  [
    'a test of the target is not in the tree any more',
    good({}, { unit: { tests: covered(90), missing: RENAMED } }),
    'regression',
    'warns',
    null,
  ],
  ['a required gate ran on another commit', good({}, { unit: { commit: BASE } }), 'gate', 'blocks', null],
  [
    'a failure was accepted',
    good({}, { unit: { verdict: 'failed', accepted: { at: sampleInstant(), reason: 'by ann' } } }),
    'gate',
    'warns',
    null,
  ],
  [
    'a failure is as on the target and names its tests',
    good({}, { unit: { verdict: 'pre_existing' } }),
    'gate',
    'warns',
    null,
  ],
  [
    'a failure is as on the target and names nothing',
    good({}, { unit: { verdict: 'pre_existing', tests: null } }),
    'gate',
    'asks',
    null,
  ],
  [
    'an effort changed what a test of the target expects',
    guarded({ failing: [{ test: 'adds', files: ['a.test.ts'] }], unloadable: [], unnamed: false }),
    'expectation',
    'asks',
    null,
  ],
  [
    'a test of the target cannot be run any more',
    guarded({ failing: [], unloadable: ['a.test.ts'], unnamed: false }),
    'expectation',
    'warns',
    null,
  ],
  ['a scan found something', good({}, { security: { verdict: 'failed' } }), 'security', 'asks', 'security'],
  ['coverage fell', good({}, { unit: { tests: covered(80) } }), 'coverage', 'asks', 'coverage'],
  [
    'a benchmark became slower',
    good({}, { bench: [2_000, 2_100, 2_900] }),
    'performance',
    'asks',
    'performance',
  ],
  [
    'lines vanished',
    good({ efforts_included: [mergedEffort('one', 60, { losses: [LOSS] })] }),
    'loss',
    'blocks',
    null,
  ],
  [
    'commits were left out',
    good({ efforts_included: [mergedEffort('one', 60, { commits_left_out: LEFT_OUT })] }),
    'left_out_commits',
    'warns',
    null,
  ],
  [
    'an effort is held',
    good({ efforts_included: [mergedEffort('one', 60), sampleEffort('two', { status: 'HELD' })] }),
    'effort',
    'warns',
    null,
  ],
  [
    'an effort is not decided',
    good({ efforts_included: [mergedEffort('one', 60), sampleEffort('two')] }),
    'effort',
    'blocks',
    null,
  ],
  [
    'a semantic conflict is open',
    good({ conflicts_detected: [UNCLEAR] }),
    'conflict',
    'blocks',
    'semantic_conflict',
  ],
  [
    'the whole is over a limit that somebody wrote',
    good({
      settings: sampleSettings({
        gates: GATES,
        landing: { mode: 'auto', control_files: 'inform' },
        limits: { effort_lines: 800, integration_lines: 50 },
      }),
    }),
    'total_size',
    'asks',
    null,
  ],
  [
    'an effort that is in changes control files, where the settings ask about them',
    good({
      settings: sampleSettings({ gates: GATES, landing: { mode: 'auto', control_files: 'ask' } }),
      findings: [
        {
          kind: 'control_files',
          subject: 'one',
          severity: 'MEDIUM',
          checkpoint_says: 'changes intorch.yaml (settings of intorch)',
          git_says: 'programs obey these files: once it lands they count for everybody',
          at: sampleInstant(1),
        },
      ],
    }),
    'finding',
    'asks',
    null,
  ],
  [
    'nobody could find out whether an effort takes back what landed',
    good({ findings: [notFound('taken_back')] }),
    'finding',
    'asks',
    null,
  ],
  [
    'something is not known on which nothing lasting depends',
    good({ findings: [notFound('upstreams')] }),
    'finding',
    'warns',
    null,
  ],
  [
    'no gate is required',
    good({
      settings: sampleSettings({
        gates: [sampleGate('unit', { required: false })],
        landing: { mode: 'auto', control_files: 'inform' },
      }),
    }),
    'gate',
    'blocks',
    null,
  ],
  [
    'something is in trouble',
    good({ trouble: { action: 'land', message: 'the disk is full', remedy: 'make room' } }),
    'session',
    'blocks',
    null,
  ],
];

const bears = (state: IntegrationState, kind: FactKind, bearing: Bearing) =>
  assess(state).filter((fact) => fact.kind === kind && fact.bearing === bearing);

describe('an integration with nothing to be said against it', () => {
  it('is Ready, recommended to land, and lands by itself', () => {
    const state = good();

    expect(assess(state).filter(({ bearing }) => bearing !== 'informs')).toEqual([]);
    expect(readinessOf(state)).toEqual({ status: 'Ready', blockers: [], conditions: [] });
    expect(openQuestion(state)?.recommended?.choice).toBe('land');
    expect(unattendedChoice(state)?.choice).toBe('land');
    expect(redFlags(state)).toEqual([]);
  });
});

describe('two efforts that change one function without a conflict', () => {
  it('are named in the checklist and in the data; they warn, or are asked about where the settings say so', () => {
    const touched = ['one', 'two'].map((name) => ({
      effort: name as EffortName,
      path: 'src/cart.ts',
      ranges: [],
      functions: ['add'],
    }));
    const pair = { a: 'one' as EffortName, b: 'two' as EffortName, files: ['src/cart.ts'], hunks: 0 };
    const cost = { given: 0, chosen: 0, because: 'x' };
    const state = (conflict: boolean, same_function: 'warn' | 'ask' = 'warn') =>
      good({
        settings: sampleSettings({
          gates: GATES,
          conflicts: { ...sampleSettings().conflicts, same_function },
        }),
        efforts_included: [mergedEffort('one', 60), mergedEffort('two', 70)],
        forecast: { with_target: [], pairs: [{ ...pair, conflict }], touched, cost },
      });
    const words = 'one and two both change add in src/cart.ts, which the tests decide';

    expect(readinessOf(state(false))).toMatchObject({ status: 'Conditional', conditions: [words] });
    expect(landingDoubts(state(false))).toEqual([]);
    expect(landingDoubts(state(false, 'ask'))).toEqual([words]);
    expect(landingDoubts(state(true, 'ask'))).toEqual([]);
    expect(checklistOf(state(false))[0]).toMatchObject({ checked: true });
    expect(checklistOf(state(false))[0]?.evidence).toContain(words);
    expect(JSON.stringify(reportJson(state(false)))).toContain(words);
    // One that conflicts was decided, and is told as that.
    expect(checklistOf(state(true))[0]?.evidence).not.toContain(words);
  });
});

describe.each(ROWS)('where %s', (_name, state, kind, bearing, flag) => {
  const facts = bears(state, kind, bearing);
  const because = facts[0]?.because ?? 'no such fact';

  it('the assessment says so, and it alone', () => {
    expect(bears(good(), kind, bearing)).toEqual([]);
    expect(facts).not.toEqual([]);
    expect(facts.every(({ met }) => met !== true)).toBe(true);
  });

  it('landing follows it: rule, question, and a run without a person', () => {
    expect(landingRefusals(state).includes(because)).toBe(bearing === 'blocks');
    const question = openQuestion(state);
    if (question?.kind !== 'land') return;
    const land = question.choices.find(({ id }) => id === 'land' || id === 'accept');
    expect(land?.disabled !== null).toBe(bearing === 'blocks');
    expect(land?.id).toBe(bearing === 'asks' ? 'accept' : 'land');
    expect(question.recommended?.choice === 'land').toBe(bearing === 'warns' && kind !== 'gate');
    if (bearing === 'asks') expect(unattendedChoice(state)).toBeNull();
    if (bearing === 'warns') expect(unattendedChoice(state)?.choice).toBe('land');
  });

  it('readiness, status, report and data for programs say it in the same words', () => {
    const { status, blockers, conditions } = readinessOf(state);
    expect(status).toBe(bearing === 'blocks' ? 'Blocked' : 'Conditional');
    expect([...blockers, ...conditions]).toContain(because);
    expect(integrationStatus(state).facts).toMatchObject({ readiness: status });
    expect(integrationReport(state)).toContain(`${status}\n`);
    expect(JSON.stringify(reportJson(state))).toContain(JSON.stringify(because).slice(1, -1));
  });

  it('red flags and checklist follow it', () => {
    expect(redFlags(state).map((raised) => raised.flag)).toEqual(flag === null ? [] : [flag]);
    const checked = (of: IntegrationState) => checklistOf(of).map((item) => item.checked);
    const isOnList = [
      'gate',
      'regression',
      'expectation',
      'security',
      'coverage',
      'performance',
      'conflict',
      'loss',
      'api',
      'dependencies',
    ].includes(kind);
    // With a survey, the documents are known, too.
    expect(JSON.stringify(checked(state)) !== JSON.stringify(checked(good()))).toBe(isOnList);
  });

  it('a run that was held with it ends in an exit status that says so', () => {
    const command = bearing === 'blocks' ? null : 'git merge';
    const end = { outcome: 'HELD_FOR_REVIEW', because: 'x', at: sampleInstant(), command } as const;
    const held: IntegrationState = { ...state, stage: 'FINISHED', end };
    expect(exitStatusOf(held, null)).toBe(bearing === 'blocks' ? 1 : 0);
  });
});
