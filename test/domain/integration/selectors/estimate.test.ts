import { expect, it } from 'vitest';
import { estimateOf } from '../../../../src/domain/integration/selectors/estimate.ts';
import { gateDurations } from '../../../../src/domain/integration/selectors/groups/suite-time.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import type { RunId } from '../../../../src/domain/shared/ids.ts';
import {
  freshState,
  sampleEffort,
  sampleGate,
  sampleRun,
  sampleSettings,
  sampleSha,
} from '../../../support/states.ts';

function planned(
  known: Readonly<Record<string, number>>,
  change: Partial<IntegrationState> = {},
): IntegrationState {
  const gates = [sampleGate('unit'), sampleGate('e2e', { when: 'final' })];
  return freshState({
    stage: 'READY',
    target_base: sampleSha('base'),
    settings: sampleSettings({ gates, max_concurrency: 1 }),
    efforts_included: [sampleEffort('one'), sampleEffort('two')],
    gate_durations_ms: known,
    ...change,
  });
}

it('is the target, each effort and the end, by what the gates took before', () => {
  expect(estimateOf(planned({ unit: 1000, e2e: 5000 }))).toBe(6000 + 2 * 1000 + 6000);
});

it('counts gates that run beside each other once', () => {
  const gates = [sampleGate('unit'), sampleGate('types')];
  const settings = sampleSettings({ gates, max_concurrency: 2 });
  expect(estimateOf(planned({ unit: 4000, types: 1000 }, { settings }))).toBe(4 * 4000);
});

it('is not known while a gate has never run here', () => {
  expect(estimateOf(planned({ unit: 1000 }))).toBeNull();
});

it('leaves out excluded efforts, and the target when it is not measured', () => {
  const settings = { ...planned({}).settings, baseline: false };
  const efforts_included = [sampleEffort('one'), sampleEffort('two', { excluded: true })];
  expect(estimateOf(planned({ unit: 1000, e2e: 5000 }, { settings, efforts_included }))).toBe(1000 + 6000);
});

it('learns from runs that really ran', () => {
  const runs = [
    sampleRun(1, 'unit', { kind: 'baseline' }, { duration_ms: 700.4 }),
    sampleRun(2, 'unit', { kind: 'final' }, { duration_ms: 1, reused_from: '1' as RunId }),
    sampleRun(3, 'e2e', { kind: 'final' }, { duration_ms: 9, exit_code: null }),
  ];
  expect(gateDurations(planned({ e2e: 50 }, { gate_runs: runs }))).toEqual({ e2e: 50, unit: 700 });
});
