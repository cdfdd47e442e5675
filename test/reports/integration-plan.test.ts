import { expect, it } from 'vitest';
import { integrationPlan } from '../../src/reports/integration-plan.ts';
import { plannedState, sampleEffort } from '../support/states.ts';

it('a plan that starts nothing names no session and no start', () => {
  const plan = integrationPlan(plannedState(), 'none_yet');

  expect(plan).toContain('- Session ID: none yet: nothing is started');
  expect(plan).toContain('- Start Time: none yet: nothing is started');
  expect(integrationPlan(plannedState())).not.toContain('none yet');
});

it('an effort over the limit is not expected to go in without a question', () => {
  const size = { added: 900, removed: 0, files: 1, uncounted: 0, by_directory: [], by_commit: [] };
  const plan = integrationPlan(plannedState({ efforts_included: [sampleEffort('large', { size })] }));

  expect(plan).toContain('Merge large (expected: clean, over the size limit: asks)');
});
