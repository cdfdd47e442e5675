/** The end: what landed is what was recorded, and a branch that moved meanwhile is told. */
import { expect, it } from 'vitest';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import { transition } from '../../../../src/domain/integration/transition.ts';
import type { EffortName, Sha } from '../../../../src/domain/shared/ids.ts';
import {
  finishedState,
  mergedEffort,
  sampleEffort,
  sampleInstant,
  sampleSha,
} from '../../../support/states.ts';

const MOVED = sampleSha('moved');
const before = finishedState({
  stage: 'LANDING',
  outcome: null,
  findings: [],
  efforts_included: [
    mergedEffort('stays', 10),
    mergedEffort('moves', 20),
    mergedEffort('goes', 30),
    sampleEffort('held', { status: 'HELD' }),
  ],
});
const [stays] = before.efforts_included;

function ended(state: IntegrationState, type: 'landed' | 'landing_held'): IntegrationState {
  const effort_tips = { stays: stays?.tip, moves: MOVED, goes: null, held: MOVED } as Record<
    EffortName,
    Sha | null
  >;
  const at = sampleInstant(900);
  return transition(
    state,
    type === 'landed'
      ? { type, commit: sampleSha('tip'), effort_tips, at }
      : { type, command: null, because: 'for review', effort_tips, at },
  );
}

it.each(['landed', 'landing_held'] as const)(
  'tells with %s which branches that went in have moved or gone, and no other',
  (type) => {
    expect(ended(before, type).findings.map(({ kind, subject, at }) => [kind, subject, at])).toEqual([
      ['branch_moved', 'moves', sampleInstant(900)],
      ['branch_deleted', 'goes', sampleInstant(900)],
    ]);
  },
);

it('tells nothing again that was told when the session was taken up', () => {
  const { findings } = ended(before, 'landed');
  expect(ended({ ...before, findings }, 'landed').findings).toEqual(findings);
});
