import { expect, it } from 'vitest';
import type { Decision } from '../../../../src/domain/integration/question-id.ts';
import { conflictTally, tallyWords } from '../../../../src/domain/integration/selectors/conflict-tally.ts';
import { sampleConflict, sampleInstant, startedState } from '../../../support/states.ts';

it('a returned conflict counts as decided by the person, and other answers do not count as conflicts', () => {
  const ruled = sampleConflict('a', 'a.ts', {
    resolution_status: 'RESOLVED',
    resolution_strategy: 'AUTO',
    hunks: [],
  });
  const returned = sampleConflict('b', 'b.ts', { resolution_strategy: 'HANDED_BACK', hunks: [] });
  const decision = (conflict: Decision['conflict']): Decision => ({
    at: sampleInstant(),
    question: 'q',
    kind: conflict === null ? 'oversize' : 'conflict',
    conflict,
    choice: 'return_to_author',
    by: 'operator',
    client: null,
    about: 'x',
  });
  const state = startedState({
    conflicts_detected: [ruled, returned],
    decisions: [decision(null), decision(null), decision(returned.id)],
  });

  expect(conflictTally(state)).toEqual({ met: 2, by_rule: 1, by_you: 1, open: 0, otherwise: 0 });
  expect(tallyWords(conflictTally(state))).toBe('2: 1 by rule, 1 by you');
});

it('an open conflict is not decided, and none is none', () => {
  const open = startedState({ conflicts_detected: [sampleConflict('a', 'a.ts')] });

  expect(tallyWords(conflictTally(open))).toBe('1: 1 open');
  expect(tallyWords(conflictTally(startedState()))).toBe('none');
});
