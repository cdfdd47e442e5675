import { expect, it } from 'vitest';
import type { Facts } from '../../../src/domain/integration/facts.ts';
import { reconcile } from '../../../src/domain/integration/reconcile.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import { transition } from '../../../src/domain/integration/transition.ts';
import type { BranchName, EffortName, RefName, Sha } from '../../../src/domain/shared/ids.ts';
import {
  flatEffort,
  freshState,
  inFlight,
  mergedEffort,
  sampleEffort,
  sampleInstant,
  sampleSha,
} from '../../support/states.ts';

const BASE = sampleSha('base');
const one = mergedEffort('one', 60, { restore_point: BASE });
const two = sampleEffort('two');
const OURS = flatEffort(one).merge_commit as Sha;

function integrating(change: Partial<IntegrationState> = {}): IntegrationState {
  return freshState({
    stage: 'INTEGRATING',
    target_base: BASE,
    integration_tip: OURS,
    efforts_included: [one, two],
    restore_points: [
      { ref: 'refs/intorch/start' as RefName, commit: BASE, before: 'start', at: sampleInstant() },
      { ref: 'refs/intorch/one' as RefName, commit: BASE, before: 'one', at: sampleInstant() },
    ],
    ...change,
  });
}

function facts(change: Partial<Facts> = {}): Facts {
  return {
    at: sampleInstant(9000),
    target_tip: BASE,
    integration_tip: OURS,
    published_tip: OURS,
    integration_line: [],
    foreign: [],
    integration_keeps_ours: true,
    effort_tips: { ['one' as EffortName]: one.tip, ['two' as EffortName]: two.tip },
    in_target: [],
    reverted: [],
    new_branches: [],
    workspaces_gone: [],
    ...change,
  };
}

/** What is said, and the state after it. */
function takenUp(state: IntegrationState, said: Facts) {
  const events = reconcile(state, said);
  const findings = events.flatMap((event) =>
    event.type === 'difference_found' ? [`${event.finding.kind} ${event.finding.subject}`] : [],
  );
  return { findings, after: events.reduce(transition, state) };
}

const statuses = (state: IntegrationState) =>
  state.efforts_included.map(({ name, status }) => `${name} ${status}`);

const MERGING_TWO = inFlight({ type: 'merge_effort', effort: 'two' as EffortName, onto: OURS });

it('says nothing when git agrees', () => {
  expect(reconcile(integrating(), facts())).toEqual([]);
});

it('offers interrupted actions again', () => {
  const state = integrating({ in_flight: [MERGING_TWO] });
  expect(takenUp(state, facts()).after.in_flight).toEqual([]);
});

it('takes over an effort that somebody merged on top of ours', () => {
  const theirs = sampleSha('their-merge');
  const line = [
    { commit: theirs, parents: [OURS, two.tip] },
    { commit: OURS, parents: [] },
  ];
  const { findings, after } = takenUp(
    integrating(),
    facts({ integration_tip: theirs, integration_line: line }),
  );
  expect(findings).toEqual(['merged_outside two']);
  expect(statuses(after)).toEqual(['one MERGED', 'two MERGED']);
  expect(after.integration_tip).toBe(theirs);
});

it('leaves a merge of its own, published just before the end, to be done again', () => {
  const theirs = sampleSha('own-merge');
  const line = [
    { commit: theirs, parents: [OURS, two.tip] },
    { commit: OURS, parents: [] },
  ];
  const state = integrating({ in_flight: [MERGING_TWO] });
  expect(
    takenUp(state, facts({ integration_tip: theirs, published_tip: theirs, integration_line: line }))
      .findings,
  ).toEqual([]);
});

it('leaves picked commits of its own, published just before the end, to be picked again', () => {
  const theirs = sampleSha('second-pick');
  const line = [
    { commit: theirs, parents: [sampleSha('pick')] },
    { commit: sampleSha('pick'), parents: [OURS] },
    { commit: OURS, parents: [] },
  ];
  const state = integrating({ in_flight: [MERGING_TWO] });
  expect(
    takenUp(state, facts({ integration_tip: theirs, published_tip: theirs, integration_line: line }))
      .findings,
  ).toEqual([]);
});

it.each(['merge', 'cherry-pick'] as const)(
  'knows its own %s again when a second end came before it was started again',
  (strategy) => {
    const theirs = sampleSha('own');
    const line = [
      { commit: theirs, parents: strategy === 'merge' ? [OURS, two.tip] : [OURS] },
      { commit: OURS, parents: [] },
    ];
    const untested = { ...freshState().settings, gates: [] };
    const state = integrating({ settings: untested, efforts_included: [one, { ...two, strategy }] });
    const said = facts({ integration_tip: theirs, published_tip: theirs, integration_line: line });
    expect(takenUp(state, said).findings).toEqual([]);
  },
);

it('says nothing about a landing of its own that was not heard of', () => {
  const state = integrating({ stage: 'LANDING', efforts_included: [one], landing_choice: 'land' });
  expect(reconcile(state, facts({ target_tip: OURS }))).toEqual([]);
});

it('makes again what it published after the newest checkpoint that is left', () => {
  const theirs = sampleSha('pick');
  const line = [
    { commit: theirs, parents: [OURS] },
    { commit: OURS, parents: [] },
  ];
  const { findings, after } = takenUp(
    integrating(),
    facts({ integration_tip: theirs, published_tip: theirs, integration_line: line }),
  );
  expect(findings).toEqual([expect.stringContaining('integration_moved')]);
  expect(after.take_back_to?.commit).toBe(OURS);
});

it('keeps other commits on top of ours', () => {
  const theirs = sampleSha('fix');
  const line = [
    { commit: theirs, parents: [OURS] },
    { commit: OURS, parents: [] },
  ];
  const { findings, after } = takenUp(
    integrating(),
    facts({ integration_tip: theirs, integration_line: line }),
  );
  expect(findings).toEqual([`integration_moved ${after.integration_branch}`]);
  expect(after.integration_tip).toBe(theirs);
});

it('merges again what somebody took back', () => {
  const { findings, after } = takenUp(
    integrating(),
    facts({ integration_tip: BASE, integration_keeps_ours: false }),
  );
  expect(findings).toEqual([`taken_back_outside ${after.integration_branch}`]);
  expect(statuses(after)).toEqual(['one PENDING', 'two PENDING']);
  expect(after.integration_tip).toBe(BASE);
});

it.each([
  ['is gone', null, 'integration_gone'],
  ['was moved elsewhere', sampleSha('elsewhere'), 'integration_moved'],
] as const)('puts the integration branch back when it %s', (_how, integration_tip, kind) => {
  const { findings, after } = takenUp(
    integrating(),
    facts({ integration_tip, integration_keeps_ours: false }),
  );
  expect(findings).toEqual([`${kind} ${after.integration_branch}`]);
  expect(after.take_back_to?.commit).toBe(OURS);
});

it('keeps to the recorded commit of a branch that moved or was deleted, and says so', () => {
  const moved = facts({
    effort_tips: { ['one' as EffortName]: one.tip, ['two' as EffortName]: sampleSha('newer') },
  });
  expect(takenUp(integrating(), moved).findings).toEqual(['branch_moved two']);
  const deleted = facts({ effort_tips: { ['one' as EffortName]: one.tip, ['two' as EffortName]: null } });
  const { findings, after } = takenUp(integrating(), deleted);
  expect(findings).toEqual(['branch_deleted two']);
  expect(after.efforts_included[1]?.tip).toBe(two.tip);
});

it('names branches that are new and workspaces that are gone', () => {
  const said = facts({ new_branches: ['effort/late' as BranchName], workspaces_gone: ['slot-1'] });
  expect(takenUp(integrating(), said).findings).toEqual(['new_branch effort/late', 'workspace_gone slot-1']);
});

it('builds everything again when the target moved', () => {
  const { findings, after } = takenUp(integrating(), facts({ target_tip: sampleSha('newer') }));
  expect(findings).toEqual(['target_moved main']);
  expect(statuses(after)).toEqual(['one PENDING', 'two PENDING']);
  expect(after.target_base).toBe(sampleSha('newer'));
  expect(after.take_back_to?.commit).toBe(sampleSha('newer'));
});

it('does not merge an effort that is in the target meanwhile', () => {
  const said = facts({ target_tip: sampleSha('newer'), in_target: ['two' as EffortName] });
  const { findings, after } = takenUp(integrating(), said);
  expect(findings).toEqual(['merged_outside two', 'target_moved main']);
  expect(flatEffort(after.efforts_included[1])?.already_in).toBe('ancestor');
});

it('knows of an effort that was merged into the target meanwhile and reverted there', () => {
  const reverted = [
    { kind: 'merge_reverted', subject: 'two', severity: 'HIGH', checkpoint_says: 'x', git_says: 'y' },
  ] as const;
  const said = facts({ target_tip: sampleSha('newer'), in_target: ['two' as EffortName], reverted });
  const { findings, after } = takenUp(integrating(), said);
  expect(findings).toEqual(['merge_reverted two', 'merged_outside two', 'target_moved main']);
  expect(flatEffort(after.efforts_included[1])?.already_in).toBe('reverted');
});

it('sees that somebody landed the verified commit', () => {
  const { after } = takenUp(
    integrating({ stage: 'LANDING' }),
    facts({ target_tip: OURS, in_target: ['one' as EffortName] }),
  );
  expect(after.end?.outcome).toBe('LANDED');
});

it('leaves a finished session alone', () => {
  expect(
    reconcile(
      integrating({ stage: 'FINISHED' }),
      facts({ target_tip: sampleSha('x'), integration_tip: null }),
    ),
  ).toEqual([]);
});
