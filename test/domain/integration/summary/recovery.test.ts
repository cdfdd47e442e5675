import { describe, expect, it } from 'vitest';
import { recoveryOf } from '../../../../src/domain/integration/summary/recovery.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import {
  finishedState,
  inFlight,
  mergedEffort,
  midConflictState,
  sampleEffort,
  sampleSha,
  startedState,
} from '../../../support/states.ts';

describe('what a resumed session goes on with', () => {
  it('is the conflict that was being resolved first, then merges in their order', () => {
    const state = midConflictState();
    const { pending_work, next_action, current_progress } = recoveryOf(state, state);

    expect(pending_work).toMatchInlineSnapshot(`
      [
        {
          "conflicts": 2,
          "effort": "controller",
          "type": "RESUME_MERGE",
        },
        {
          "effort": "webhooks",
          "type": "START_MERGE",
        },
        {
          "conflict": "controller#1",
          "effort": "controller",
          "path": "src/controller.ts",
          "type": "RESUME_CONFLICT_RESOLUTION",
        },
      ]
    `);
    expect(next_action).toMatchObject({ type: 'RESUME_CONFLICT_RESOLUTION' });
    expect(current_progress).toMatchInlineSnapshot(`
      {
        "completed": 1,
        "in_progress": 1,
        "pending": 1,
        "percentage": 50,
      }
    `);
  });

  it('is a merge that was under way when it was cut off', () => {
    const onto = sampleSha('tip');
    const efforts_included = [mergedEffort('one', 1), sampleEffort('two'), sampleEffort('three')];
    const saved = startedState({
      integration_tip: onto,
      efforts_included,
      in_flight: [inFlight({ type: 'merge_effort', effort: 'two' as EffortName, onto })],
    });
    const now = { ...saved, in_flight: [] };

    expect(recoveryOf(saved, now)).toMatchObject({
      integration_branch: saved.integration_branch,
      pending_work: [
        { type: 'RESUME_MERGE', effort: 'two', conflicts: 0 },
        { type: 'START_MERGE', effort: 'three' },
      ],
      current_progress: { percentage: 50, completed: 1, in_progress: 1, pending: 1 },
      next_action: { type: 'RESUME_MERGE', effort: 'two' },
    });
  });

  it('leaves out what is held, and what was merged meanwhile', () => {
    const saved = startedState({
      efforts_included: [sampleEffort('one'), sampleEffort('two')],
      in_flight: [],
    });
    const now = { ...saved, efforts_included: [mergedEffort('one', 1), sampleEffort('two')] };

    expect(recoveryOf(saved, now).pending_work).toEqual([{ type: 'START_MERGE', effort: 'two' }]);
    expect(recoveryOf(saved, now).current_progress.percentage).toBe(50);
  });

  it('is what follows the merges once all are in, and nothing at the end', () => {
    const all = startedState({
      stage: 'VALIDATING',
      efforts_included: [mergedEffort('one', 1)],
      in_flight: [],
    });
    expect(recoveryOf(all, all)).toMatchObject({
      pending_work: [],
      current_progress: { percentage: 100, completed: 1, in_progress: 0, pending: 0 },
      next_action: { type: 'FINAL_VALIDATION' },
    });
    expect(recoveryOf(finishedState(), finishedState())).toMatchObject({
      pending_work: [],
      next_action: null,
    });
  });
});
