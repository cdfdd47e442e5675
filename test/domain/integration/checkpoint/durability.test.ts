/** What waits for the disk, and what is saved at once. */
import { expect, test } from 'vitest';
import { type Action, actionKey } from '../../../../src/domain/integration/action.ts';
import { maySettleLater, savePoint } from '../../../../src/domain/integration/checkpoint/durability.ts';
import type { Event } from '../../../../src/domain/integration/event.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import type { EffortName, GateName, RunId, Sha } from '../../../../src/domain/shared/ids.ts';
import {
  finishedState,
  midConflictState,
  plannedState,
  sampleInstant,
  startedState,
} from '../../../support/states.ts';

const at = sampleInstant();
const onto = 'a'.repeat(40) as Sha;
const merge: Action = { type: 'merge_effort', effort: 'one' as EffortName, onto };
const gate: Action = {
  type: 'run_gate',
  run: 'test@target#1' as RunId,
  ordinal: 1,
  gate: 'test' as GateName,
  subject: { kind: 'baseline', commit: onto } as never,
  attempt: 1,
};
const started = (action: Action): Event => ({ type: 'action_started', key: actionKey(action), action, at });
const failed = (action: Action): Event => {
  const key = actionKey(action);
  return { type: 'action_failed', key, message: 'no', remedy: '', of: key, at };
};
const busyWith = (action: Action): IntegrationState =>
  startedState({ in_flight: [{ key: actionKey(action), action, at, cancelled: false }] });

test.each<[string, IntegrationState, Event, boolean]>([
  ['the start of a merge: a ref moves after its step is on the disk', startedState(), started(merge), true],
  ['the outcome of a merge: it is made again', busyWith(merge), failed(merge), true],
  ['the start of a gate: a program runs', startedState(), started(gate), false],
  ['the outcome of a gate: it took its time', busyWith(gate), failed(gate), false],
  ['what a person says', startedState(), { type: 'landing_declined', at }, false],
  ['an outcome of nothing that is in flight', startedState(), failed(merge), false],
])('%s', (_what, state, event, later) => {
  expect(maySettleLater(state, event)).toBe(later);
});

test.each<[string, IntegrationState, IntegrationState, string]>([
  ['a new question', startedState(), midConflictState(), 'now'],
  ['the end', startedState(), finishedState(), 'now'],
  ['a plan that waits to be started', startedState(), plannedState(), 'now'],
])('%s is saved at once', (_what, before, after, urgency) => {
  expect(savePoint(before, after)).toBe(urgency);
});

test('an effort that is in is saved soon, and an action that starts with the next save', () => {
  const before = startedState();
  const efforts_included = [...before.efforts_included];

  expect(savePoint(before, { ...before, efforts_included })).toBe('soon');
  expect(savePoint(before, { ...before, in_flight: busyWith(merge).in_flight })).toBe('later');
});
