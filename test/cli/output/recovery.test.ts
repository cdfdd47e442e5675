import { expect, it } from 'vitest';
import { recoveryReport, recoveryText } from '../../../src/cli/output/recovery.ts';
import { midConflictState, sampleEffort, sampleInstant } from '../../support/states.ts';

const from = {
  sequence: 41,
  saved_at: sampleInstant(),
  host: 'mill',
  by: 'checkpoint',
  events_after: 2,
} as const;

it('says that another machine saved it, and counts what came after', () => {
  const state = midConflictState();
  const report = recoveryReport({ state, from }, state, { found: 0, host: 'here' });

  expect(report).toMatchObject({ cross_machine: true, host: 'mill', by: 'checkpoint', reconciled: 0 });
  expect(recoveryText(report)).toMatchInlineSnapshot(`
    "Recovered state of wave2-20261121-101500 (cross-machine recovery)
      Orchestrator: intorch on mill
      Last persisted: 2026-11-21T10:15:00.000Z
      Completed: 1 effort of 3 (50 %)
      In progress: 1 effort
      Recovered from: orchestrator-integration-20261121-101500-000041.yaml and 2 events of the journal
      Pending work: RESUME_MERGE controller, START_MERGE webhooks, RESUME_CONFLICT_RESOLUTION src/controller.ts of controller
      Next action: RESUME_CONFLICT_RESOLUTION src/controller.ts of controller
    "
  `);
});

it('names some of many efforts that are left', () => {
  const efforts_included = Array.from({ length: 14 }, (_, at) => sampleEffort(`e${at}`));
  const state = midConflictState({ efforts_included, conflicts_detected: [] });
  const text = recoveryText(recoveryReport({ state, from }, state, { found: 1, host: 'mill' }));

  expect(text).toContain('START_MERGE e9, and 4 more\n');
  expect(text).not.toContain('cross-machine');
  expect(text).toContain('Reconciled 1 change:\n');
});
