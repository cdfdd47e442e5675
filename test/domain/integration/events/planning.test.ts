/** What a plan that is made again keeps of the one before. */
import { expect, it } from 'vitest';
import { transition } from '../../../../src/domain/integration/transition.ts';
import { plannedState, sampleEffort, sampleInstant } from '../../../support/states.ts';

const REVERTED = {
  kind: 'base_reverted',
  subject: 'one',
  severity: 'HIGH',
  checkpoint_says: 'what it stands on was reverted',
  git_says: 'revert the revert',
} as const;

it.each<readonly [string, { was: boolean; by_plan: boolean; now: boolean }, boolean]>([
  ['excludes what the operator excluded', { was: true, by_plan: false, now: false }, true],
  [
    'includes what the plan excluded, and has no reason to any more',
    { was: true, by_plan: true, now: false },
    false,
  ],
  ['includes what the operator included against the plan', { was: false, by_plan: true, now: true }, false],
  ['excludes what was reverted since', { was: false, by_plan: false, now: true }, true],
])('%s', (_what, { was, by_plan, now }, expected) => {
  const before = plannedState({
    efforts_included: [sampleEffort('one', { excluded: was })],
    findings: by_plan ? [{ ...REVERTED, at: sampleInstant() }] : [],
  });
  const { target, target_base, forecast } = before;
  if (target_base === null || forecast === null) throw new Error('it is planned');

  const after = transition(before, {
    type: 'plan_made',
    target,
    target_base,
    efforts: [sampleEffort('one', { excluded: now })],
    forecast,
    findings: now ? [REVERTED] : [],
    at: sampleInstant(1),
  });

  expect(after.efforts_included.map(({ excluded }) => excluded)).toEqual([expected]);
});
