import { describe, expect, it } from 'vitest';
import type { Expectations } from '../../../../src/domain/gate/expectations.ts';
import type { GateRun, GateSubject } from '../../../../src/domain/gate/gate.ts';
import { gateActions } from '../../../../src/domain/integration/actions/gate-actions.ts';
import { expectationFacts } from '../../../../src/domain/integration/assessment/expectation-facts.ts';
import { withoutIdleGates } from '../../../../src/domain/integration/events/gate-policy.ts';
import { answerQuestion, openQuestion } from '../../../../src/domain/integration/open-question.ts';
import { leaveOutChoices, leftOut } from '../../../../src/domain/integration/questions/leave-out.ts';
import { cutOffGate } from '../../../../src/domain/integration/selectors/cut-off-gates.ts';
import {
  guardMs,
  guardRuns,
  guardSettled,
} from '../../../../src/domain/integration/selectors/guard/guarding.ts';
import { proofRefusal } from '../../../../src/domain/integration/selectors/guard/proofs.ts';
import { advanceStage } from '../../../../src/domain/integration/stages.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import type {
  ActionKey,
  ChoiceId,
  EffortName,
  GateName,
  QuestionId,
} from '../../../../src/domain/shared/ids.ts';
import {
  freshState,
  mergedEffort,
  sampleGate,
  sampleInstant,
  sampleRun,
  sampleSettings,
  sampleSha,
} from '../../../support/states.ts';

const TIP = sampleSha('tip');
const BASE = sampleSha('base');
const FEAT = 'feat' as EffortName;
const GUARD: GateSubject = { kind: 'guard', on: TIP };
const FILES = [
  { path: 'a.test.ts', deleted: true, efforts: [FEAT] },
  { path: 'b.test.ts', deleted: false, efforts: ['other' as EffortName] },
];
const NOTHING: Expectations = { failing: [], unloadable: [], unnamed: false };
const unknown = { known: false, because: 'not looked at' } as const;
const survey = (changed_tests: typeof FILES | null): IntegrationState['survey'] => ({
  commit: TIP,
  ...{ cycles: unknown, broken_exports: unknown, migration_note: null, hindrance: null },
  ...{ documentation: { changed: [], code_changed: 0 }, markers: [], tests_gone: [], rewritten: [] },
  changed_tests,
});
const run = (ordinal: number, gate: string, subject: GateSubject, more: Partial<GateRun> = {}) =>
  sampleRun(ordinal, gate, subject, { commit: subject.kind === 'final' ? TIP : null, ...more });
const FINAL = [
  run(1, 'unit', { kind: 'final' }),
  run(2, 'lint', { kind: 'final' }, { tests: null }),
  run(3, 'extra', { kind: 'final' }),
];
const guard = (more: Partial<GateRun> = {}) => run(4, 'unit', GUARD, { expectations: NOTHING, ...more });

/** Everything is in and green, and efforts changed test files. */
function validating(change: Partial<IntegrationState> = {}, on = true): IntegrationState {
  const gates = [sampleGate('unit'), sampleGate('lint'), sampleGate('extra', { required: false })];
  return freshState({
    stage: 'VALIDATING',
    target_base: BASE,
    integration_tip: TIP,
    settings: sampleSettings({
      gates,
      baseline: false,
      gating: { policy: 'final', budget_min: 30, guard: on },
    }),
    gate_policy: 'final',
    efforts_included: [mergedEffort('feat', 60), mergedEffort('other', 90)],
    survey: survey(FILES),
    gate_runs: FINAL,
    ...change,
  });
}

describe('the guard run', () => {
  it.each<readonly [string, IntegrationState, readonly string[]]>([
    ['is of the required gates that count tests', validating(), ['unit']],
    [
      'is of all required ones where none counts',
      validating({ gate_runs: FINAL.map((each) => ({ ...each, tests: null })) }),
      ['unit', 'lint'],
    ],
    ['waits for the gates on the tree itself', validating({ gate_runs: FINAL.slice(1) }), []],
    ['waits for the look at the result', validating({ survey: null }), []],
    ['is off where the settings say so', validating({}, false), []],
    ['is left out where nobody changes a test', validating({ survey: survey([]) }), []],
    ['is done once', validating({ gate_runs: [...FINAL, guard()] }), []],
    ['is not done twice at once', validating({ gate_runs: [...FINAL, guard({ status: 'RUNNING' })] }), []],
    [
      'is of this tree',
      validating({ gate_runs: [...FINAL, run(4, 'unit', { kind: 'guard', on: BASE })] }),
      ['unit'],
    ],
  ])('%s', (_what, state, names) => {
    expect(guardRuns(state).map(({ gate }) => gate.name)).toEqual(names);
    const started = gateActions(state).flatMap((action) =>
      action.type === 'run_gate' && action.subject.kind === 'guard' ? [action.gate] : [],
    );
    expect(started).toEqual(names);
  });

  it('is waited for before landing', () => {
    const running = validating({ gate_runs: [...FINAL, guard({ status: 'RUNNING' })] });
    const done = validating({ gate_runs: [...FINAL, guard()] });

    expect([validating(), running, done].map(guardSettled)).toEqual([false, false, true]);
    expect(advanceStage(running, sampleInstant()).stage).toBe('VALIDATING');
    expect(advanceStage(done, sampleInstant()).stage).toBe('LANDING');
    expect(advanceStage(validating({}, false), sampleInstant()).stage).toBe('LANDING');
  });

  it('is cancelled where its tree does not land', () => {
    const key = 'run_gate:4' as ActionKey;
    const action = {
      type: 'run_gate',
      run: guard().id,
      ordinal: 4,
      gate: 'unit' as GateName,
      subject: GUARD,
      attempt: 1,
    } as const;
    const in_flight = [{ key, action, at: sampleInstant(), cancelled: false }];
    const isCancelled = (change: Partial<IntegrationState>) =>
      withoutIdleGates(validating({ in_flight, ...change })).in_flight[0]?.cancelled;

    expect(isCancelled({})).toBe(false);
    expect(isCancelled({ integration_tip: BASE })).toBe(true);
    expect(isCancelled({ take_back_to: { commit: BASE, why: 'x', then: 'integrate' } })).toBe(true);
  });

  it('is asked about after it ended the program twice', () => {
    const gates_cut_off = [{ gate: 'unit' as GateName, subject: GUARD, times: 2, allowed: 0 }];

    expect(cutOffGate(validating({ gates_cut_off }))?.subject).toEqual(GUARD);
    expect(cutOffGate(validating({ gates_cut_off, gate_runs: [...FINAL, guard()] }))).toBeNull();

    const without = answered(validating({ gates_cut_off }), 'skip');
    expect(guardSettled(without)).toBe(true);
    expect(without.decisions.at(-1)?.choice).toBe('skip');
    const proof = { kind: 'proof', effort: FEAT, on: BASE } as const;
    const proving = {
      ...proofs(),
      stage: 'LANDING',
      gates_cut_off: [{ ...gates_cut_off[0], subject: proof }],
    } as IntegrationState;
    expect(cutOffGate(proving)?.subject).toEqual(proof);
    expect(answered(proving, 'skip').proofs).toEqual([]);
  });

  it('says how long it takes, from the gates on the tree itself', () => {
    expect(
      guardMs(validating({ gate_runs: [run(1, 'unit', { kind: 'final' }, { duration_ms: 5_000 })] })),
    ).toBe(5_000);
  });
});

function answered(state: IntegrationState, choice: string): IntegrationState {
  const question = openQuestion(state)?.id ?? ('none' as QuestionId);
  return answerQuestion(state, {
    ...{ type: 'choice_made', question, choice: choice as ChoiceId, by: 'operator', at: sampleInstant() },
  });
}

/** Somebody wants to see the tests of an effort proved. */
function proofs(): IntegrationState {
  const { id, gate } = run(1, 'unit', { kind: 'baseline' });
  return validating({
    gate_runs: [run(1, 'unit', { kind: 'baseline' }, { commit: BASE })],
    baseline_tests: { gates: [{ gate, run: id, names: ['old'] }] },
    proofs: [FEAT],
  });
}

const FAILING = { ...NOTHING, failing: [{ test: 'adds', files: ['a.test.ts'] }] };

describe('what it says', () => {
  it.each<readonly [string, Partial<GateRun>, readonly string[]]>([
    ['nothing', {}, ['informs unit']],
    ['a changed expectation', { expectations: FAILING, verdict: 'failed' }, ['asks feat', 'informs unit']],
    ['that it fails', { expectations: { ...NOTHING, unnamed: true } }, ['asks feat, other', 'informs unit']],
    [
      'that a file cannot be run',
      { expectations: { ...NOTHING, unloadable: ['b.test.ts'] } },
      ['informs unit', 'warns other'],
    ],
    ['nothing at all', { expectations: null, verdict: 'did_not_run' }, ['warns unit']],
    ['that it meddled', { meddled: true }, ['asks unit']],
    ['that it runs', { status: 'RUNNING', expectations: null }, ['informs unit']],
  ])('%s is a fact', (_what, more, facts) => {
    const state = validating({ gate_runs: [...FINAL, guard(more)] });

    expect(expectationFacts(state).map(({ bearing, about }) => `${bearing} ${about}`)).toEqual(facts);
  });

  it('is not said to be nothing where nobody knows which tests were changed', () => {
    const state = validating({ survey: survey(null) });

    expect(expectationFacts(state)).toMatchObject([{ bearing: 'informs', met: null, about: 'guard run' }]);
    expect(guardSettled(state)).toBe(true);
  });

  it('lets somebody land without the effort, or the one that takes back what landed', () => {
    const finding = { kind: 'takes_back', subject: 'other', severity: 'HIGH', at: sampleInstant() } as const;
    const state = validating({
      gate_runs: [...FINAL, guard({ expectations: FAILING })],
      findings: [{ ...finding, checkpoint_says: 'x', git_says: 'y' }],
    });

    expect(leaveOutChoices(state).map(({ id }) => id)).toEqual(['leave_out_feat', 'leave_out_other']);
    expect(leaveOutChoices(validating())).toEqual([]);
    const without = leftOut(state, 'leave_out_other' as ChoiceId, 'operator');
    expect(without?.efforts_included.map(({ status }) => status)).toEqual(['MERGED', 'HELD']);
    expect(without?.take_back_to?.then).toBe('integrate');
    expect(leftOut(state, 'hold' as ChoiceId, 'operator')).toBeNull();
  });
});

it.each<readonly [string, Partial<IntegrationState>, string, RegExp | null]>([
  ['an effort that is not there', {}, 'none', /there is no effort/],
  ['before the start', { stage: 'READY' }, 'feat', /start first/],
  ['after the end', { stage: 'FINISHED' }, 'feat', /finished/],
  ['where no test is counted', {}, 'feat', /no gate has counted its tests/],
  [
    'where tests are counted',
    { stage: 'LANDING', gate_runs: [run(1, 'unit', { kind: 'baseline' }, { commit: BASE })] },
    'feat',
    null,
  ],
])('proves no tests of %s, unless nothing is against it', (_what, change, effort, refused) => {
  const { baseline_tests, proofs: wanted } = proofs();
  const state = validating({ baseline_tests, proofs: wanted, ...change });

  const said = proofRefusal(state, effort as EffortName);

  if (refused !== null) expect(said).toMatch(refused);
  else {
    expect(said).toBeNull();
    expect(gateActions(state)).toMatchObject([
      { gate: 'unit', subject: { kind: 'proof', effort: 'feat', on: BASE } },
    ]);
    expect(gateActions({ ...state, landing_choice: 'land' })).toEqual([]);
  }
});
