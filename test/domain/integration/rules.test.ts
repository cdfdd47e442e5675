import { describe, expect, it } from 'vitest';
import type { GateRun } from '../../../src/domain/gate/gate.ts';
import type { Action } from '../../../src/domain/integration/action.ts';
import type { FlatEffort } from '../../../src/domain/integration/checkpoint/flat-state.ts';
import * as rules from '../../../src/domain/integration/rules.ts';
import type { Effort, IntegrationState } from '../../../src/domain/integration/state.ts';
import type { BranchName, EffortName, GateName, RunId } from '../../../src/domain/shared/ids.ts';
import {
  freshState,
  inFlight,
  mergedEffort,
  sampleEffort,
  sampleGate,
  sampleHunk,
  sampleRun,
  sampleSettings,
  sampleSha,
  stateFields,
} from '../../support/states.ts';

const TIP = sampleSha('tip');
const BASE = sampleSha('base');

/** Everything in and green: what a landing needs. */
function landable(change: Partial<IntegrationState> = {}, run: Partial<GateRun> = {}): IntegrationState {
  return freshState({
    stage: 'LANDING',
    target_base: BASE,
    integration_tip: TIP,
    settings: sampleSettings({ gates: [sampleGate('unit')] }),
    efforts_included: [mergedEffort('one', 60)],
    gate_runs: [sampleRun(1, 'unit', { kind: 'final' }, { commit: TIP, ...run })],
    ...change,
  });
}

function withEffort(change: Partial<FlatEffort>): IntegrationState {
  return landable({ efforts_included: [mergedEffort('one', 60, change)] });
}

describe('landing', () => {
  it('is allowed when every required gate passed on exactly the tip and nothing is lost', () => {
    expect(rules.landingRefusals(landable())).toEqual([]);
  });

  it('is refused when nothing was integrated', () => {
    expect(rules.landingRefusals(landable({ integration_tip: null }))).toEqual(['nothing was integrated']);
    expect(rules.landingRefusals(landable({ integration_tip: BASE }))).toEqual(['nothing was integrated']);
  });

  it('is refused when no required gate is configured', () => {
    const settings = sampleSettings({ gates: [sampleGate('unit', { required: false })] });
    expect(rules.landingRefusals(landable({ settings }))).toEqual([
      'no required gate is configured, so nothing shows that it works',
    ]);
  });

  it.each<[string, Partial<GateRun>, string]>([
    ['ran on another commit', { commit: sampleSha('other') }, 'unit has not run on the final tree'],
    ['still runs', { status: 'RUNNING', verdict: null }, 'unit has not run on the final tree'],
    ['failed', { verdict: 'failed', because: '2 tests failed' }, 'unit is not green: 2 tests failed'],
    [
      'did not run',
      { verdict: 'did_not_run', because: 'exit status 127' },
      'unit is not green: exit status 127',
    ],
    ['is inconclusive', { verdict: 'inconclusive', because: 'flaky' }, 'unit is not green: flaky'],
    [
      'judged an effort only',
      { subject: { kind: 'effort', effort: 'one' as EffortName } },
      'unit has not run on the final tree',
    ],
  ])('is refused when the required gate %s', (_case, run, because) => {
    expect(rules.landingRefusals(landable({}, run))).toEqual([because]);
  });

  it('is allowed when the failure was there before, or was accepted by name', () => {
    expect(rules.landingRefusals(landable({}, { verdict: 'pre_existing' }))).toEqual([]);
    const accepted = { at: landable().created_at, reason: 'known' };
    expect(rules.landingRefusals(landable({}, { verdict: 'failed', accepted }))).toEqual([]);
  });

  it('is refused when lines vanished and no decision explains it', () => {
    const state = withEffort({ losses: [{ path: 'a.ts', side: 'current', lines: 3, examples: [] }] });
    expect(rules.landingRefusals(state)).toEqual([
      '3 lines of a.ts (current) vanished in the merge of one, and no decision explains it',
    ]);
  });

  it('does not count what a held effort would have lost', () => {
    const state = withEffort({ status: 'HELD' });
    expect(rules.landingRefusals(state)).toEqual([]);
  });

  it.each(['PENDING', 'MERGING'] as const)('is refused while an effort is %s', (status) => {
    const state = landable({ efforts_included: [mergedEffort('one', 60), sampleEffort('two', { status })] });
    expect(rules.landingRefusals(state)).toEqual(['two is still to be merged']);
  });
});

describe('moving the target', () => {
  it('goes forward from exactly where everything was built on', () => {
    expect(rules.targetMoveRefusal(landable(), BASE, true)).toBeNull();
  });

  it('is refused when the target is gone, moved, or would lose history', () => {
    expect(rules.targetMoveRefusal(landable(), null, true)).toBe('main does not exist any more');
    expect(rules.targetMoveRefusal(landable(), sampleSha('else'), true)).toBe(
      'main moved while the integration ran',
    );
    expect(rules.targetMoveRefusal(landable(), BASE, false)).toBe(
      'the verified commit does not contain main as it is',
    );
  });
});

describe('resolving itself', () => {
  const auto = { rule: 'imports', because: 'both add imports', option: 'resolver:imports' };

  it('is for hunks with a rule that applies', () => {
    expect(rules.mayResolveItself(sampleHunk(0, { auto, level: 'line' }))).toBe(true);
    expect(rules.mayResolveItself(sampleHunk(0, { auto: null, level: 'line' }))).toBe(false);
  });

  it('is never for a semantic conflict', () => {
    expect(rules.mayResolveItself(sampleHunk(0, { auto, level: 'semantic' }))).toBe(false);
  });
});

describe('the order', () => {
  const [one, two] = ['one', 'two'] as EffortName[] as [EffortName, EffortName];
  const ready = freshState({
    stage: 'READY',
    efforts_included: [sampleEffort('one'), sampleEffort('two', { dependencies: [one] })],
  });

  it('may change while dependencies come first', () => {
    expect(rules.orderRefusal(ready, [one, two])).toBeNull();
  });

  it('is refused against a dependency, with a name missing, or after the start', () => {
    expect(rules.orderRefusal(ready, [two, one])).toBe('an effort would come before one it depends on');
    expect(rules.orderRefusal(ready, [one])).toBe('the order must name every effort once');
    expect(rules.orderRefusal(ready, [one, one])).toBe('the order must name every effort once');
    expect(rules.orderRefusal({ ...ready, stage: 'INTEGRATING' }, [one, two])).toBe(
      'the order can be changed before the start only',
    );
  });

  it('does not count an excluded dependency', () => {
    const out = {
      ...ready,
      efforts_included: ready.efforts_included.map((e) => (e.name === one ? { ...e, excluded: true } : e)),
    };
    expect(rules.orderRefusal(out, [two, one])).toBeNull();
  });
});

describe('excluding and holding', () => {
  const one = 'one' as EffortName;
  const at = (stage: IntegrationState['stage'], effort: Partial<Effort> = {}): IntegrationState =>
    freshState({
      stage,
      target_base: BASE,
      integration_tip: TIP,
      efforts_included: [sampleEffort('one', effort)],
    });

  it('excludes before the start', () => {
    expect(rules.excludeRefusal(at('READY'), one)).toBeNull();
    expect(rules.excludeRefusal(at('READY'), 'none' as EffortName)).toBe('there is no effort none');
    expect(rules.excludeRefusal(at('INTEGRATING'), one)).toBe(
      'an effort can be excluded in the plan only; press x to hold it',
    );
    expect(rules.excludeRefusal(at('READY', { already_in: 'squashed' }), one)).toBe('one is already in main');
    expect(rules.excludeRefusal(at('READY', { already_in: 'reverted' }), one)).toBe(
      'one is merged into main and reverted there',
    );
  });

  it('holds after the start and before landing', () => {
    expect(rules.holdRefusal(at('INTEGRATING'), one)).toBeNull();
    expect(rules.holdRefusal(at('VALIDATING'), one)).toBeNull();
    expect(rules.holdRefusal(at('INTEGRATING'), 'none' as EffortName)).toBe('there is no effort none');
    expect(rules.holdRefusal(at('LANDING'), one)).toBe('the integration is landing');
    expect(rules.holdRefusal(at('FINISHED'), one)).toBe('the integration is finished');
    expect(rules.holdRefusal(at('READY'), one)).toBe('nothing is merged yet; exclude it with space');
    expect(rules.holdRefusal(at('PLANNING'), one)).toBe('nothing is merged yet; exclude it with space');
    expect(rules.holdRefusal(at('INTEGRATING', { already_in: 'ancestor' }), one)).toBe(
      'one is already in main',
    );
    expect(rules.holdRefusal(at('INTEGRATING', { status: 'HELD' }), one)).toBe('one is held already');
    const back = {
      ...at('INTEGRATING'),
      take_back_to: { commit: BASE, why: 'x', then: 'integrate' } as const,
    };
    expect(rules.holdRefusal(back, one)).toBe('the integration branch is being taken back just now');
  });
});

describe('including an effort again', () => {
  const one = 'one' as EffortName;
  const held = (change: Partial<IntegrationState> = {}, dependencies: readonly string[] = []) =>
    freshState({
      stage: 'INTEGRATING',
      target_base: BASE,
      integration_tip: TIP,
      efforts_included: [
        sampleEffort('other', { status: 'HELD' }),
        sampleEffort('one', { status: 'HELD', dependencies: dependencies as EffortName[] }),
        sampleEffort('free'),
      ],
      ...change,
    });

  it('is for what is held, as long as nothing lands', () => {
    for (const stage of ['INTEGRATING', 'VALIDATING', 'LANDING'] as const)
      expect(rules.includeAgainRefusal(held({ stage }), one)).toBeNull();
    expect(rules.includeAgainRefusal(held(), 'none' as EffortName)).toBe('there is no effort none');
    expect(rules.includeAgainRefusal(held(), 'free' as EffortName)).toBe('free is not held');
    expect(rules.includeAgainRefusal(held({ stage: 'FINISHED' }), one)).toMatch(/is finished/);
    const landing = { in_flight: [inFlight({ type: 'land', commit: TIP })] };
    expect(rules.includeAgainRefusal(held({ stage: 'LANDING', ...landing }), one)).toBe(
      'the integration is landing',
    );
  });

  it('waits for a merge that is under way, but not for a gate', () => {
    const doing = (action: Action) => held({ in_flight: [inFlight(action)] });
    expect(rules.includeAgainRefusal(doing({ type: 'merge_effort', effort: one, onto: TIP }), one)).toMatch(
      /is being worked on just now/,
    );
    expect(
      rules.includeAgainRefusal(
        doing({
          type: 'run_gate',
          run: '1-unit' as RunId,
          ordinal: 1,
          gate: 'unit' as GateName,
          subject: { kind: 'final' },
          attempt: 1,
        }),
        one,
      ),
    ).toBeNull();
  });

  it('waits for an answer, for the branch to stand still, and for what it depends on', () => {
    const take_back_to = { commit: BASE, why: 'x', then: 'integrate' } as const;
    expect(rules.includeAgainRefusal(held({ take_back_to }), one)).toMatch(/is being taken back just now/);
    const rollback_offer = { to: BASE, before: 'start' };
    expect(rules.includeAgainRefusal(held({ rollback_offer }), one)).toBe(
      'answer first whether to roll back',
    );
    expect(rules.includeAgainRefusal(held({}, ['other']), one)).toBe(
      'one depends on other, which is held too: include other again first',
    );
    expect(rules.includeAgainRefusal(held({}, ['free']), one)).toBeNull();
  });
});

describe('going back', () => {
  const point = {
    ref: 'refs/intorch/x',
    commit: sampleSha('point'),
    before: 'one',
    at: freshState().created_at,
  } as IntegrationState['restore_points'][number];
  const state = freshState({
    stage: 'INTEGRATING',
    target_base: BASE,
    integration_tip: TIP,
    efforts_included: [mergedEffort('one', 60, { restore_point: point.commit })],
    restore_points: [point],
  });

  it('is refused to a point that the branch does not stand on any more, and while it goes back already', () => {
    const held = { ...state, efforts_included: [sampleEffort('one', { status: 'HELD' })] };
    expect(rules.rollbackRefusal(held, point.commit)).toBe(
      `${point.commit} is no restore point of this session`,
    );
    const going = { ...state, take_back_to: { commit: BASE, why: 'held', then: 'integrate' } as const };
    const refused = 'the integration branch is being taken back just now';
    expect(rules.rollbackRefusal(going, going.integration_tip)).toBe(refused);
    expect(rules.rollbackRefusal(going, null)).toBeNull();
    const in_flight = [inFlight({ type: 'take_back', to: BASE })];
    expect(rules.rollbackRefusal({ ...going, in_flight }, null)).toBe(refused);
  });

  it('goes to a restore point or all the way', () => {
    expect(rules.rollbackRefusal(state, point.commit)).toBeNull();
    expect(rules.rollbackRefusal(state, BASE)).toBeNull();
    expect(rules.rollbackRefusal(state, null)).toBeNull();
  });

  it('is refused to anywhere else, without merges, twice, and after landing', () => {
    expect(rules.rollbackRefusal(state, sampleSha('x'))).toBe(
      `${sampleSha('x')} is no restore point of this session`,
    );
    expect(rules.rollbackRefusal({ ...state, integration_tip: null }, null)).toBe('nothing was merged yet');
    expect(rules.rollbackRefusal({ ...state, target_base: null }, null)).toBe('nothing was merged yet');
    expect(rules.rollbackRefusal({ ...state, ...stateFields({ outcome: 'ROLLED_BACK' }) }, null)).toBe(
      'it is rolled back already',
    );
    expect(
      rules.rollbackRefusal({ ...state, ...stateFields({ outcome: 'LANDED', landed_commit: TIP }) }, null),
    ).toBe(`main has moved to ${TIP}; use git revert, history is never rewritten`);
  });
});

describe('the integration branch', () => {
  const branch = 'wave1-integration' as BranchName;

  it('is made again, or used again when it is ours', () => {
    expect(rules.branchRefusal(branch, false, false, null)).toBeNull();
    expect(rules.branchRefusal(branch, true, true, null)).toBeNull();
  });

  it('is refused when somebody else made it, or has it checked out', () => {
    expect(rules.branchRefusal(branch, true, false, null)).toEqual({
      code: 'BRANCH_NOT_OURS',
      because: 'wave1-integration exists and was not made by intorch',
    });
    expect(rules.branchRefusal(branch, true, true, '/elsewhere')).toEqual({
      code: 'BRANCH_CHECKED_OUT',
      because: 'wave1-integration is checked out in /elsewhere',
    });
  });
});

describe('actions that move a branch', () => {
  const take_back_to = { commit: BASE, why: 'x', then: 'integrate' } as const;
  const land = { type: 'land', commit: TIP } as const;
  const takeBack = { type: 'take_back', to: BASE } as const;

  it.each([
    ['land', land, takeBack],
    ['take_back', takeBack, land],
  ])('%s does not start beside the other', (_name, action, other) => {
    expect(rules.startRefusal(freshState(), action)).toBeNull();
    expect(rules.startRefusal(freshState({ in_flight: [inFlight(other)] }), action)).toBe(
      'the integration branch is being worked on just now',
    );
    expect(
      rules.startRefusal(freshState({ in_flight: [inFlight({ type: 'make_plan' })] }), action),
    ).toBeNull();
  });

  it('a landing does not start while a way back waits, and is refused then', () => {
    const state = landable({ take_back_to });

    expect(rules.startRefusal(state, land)).toBe('the integration branch is being taken back just now');
    expect(rules.landingRefusals(state)).toContain('the integration branch is being taken back: x');
  });

  it('nothing is rolled back while the target moves', () => {
    const state = landable({ target_base: BASE, in_flight: [inFlight(land)] });

    expect(rules.rollbackRefusal(state, null)).toBe('the integration is landing');
    expect(rules.rollbackRefusal({ ...state, in_flight: [] }, null)).toBeNull();
  });
});
