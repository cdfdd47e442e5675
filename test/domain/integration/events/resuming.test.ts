import { expect, test } from 'vitest';
import { gatesTakenOver } from '../../../../src/domain/integration/events/resuming.ts';
import type { RunId } from '../../../../src/domain/shared/ids.ts';
import { freshState } from '../../../support/states.ts';

test('other gates that are adopted drop the names of tests of those that changed', () => {
  const { settings, ...state } = freshState();
  const [first, second, ...others] = settings.gates;
  if (first === undefined || second === undefined) throw new Error('the sample has two gates');
  const names = ['adds'];
  const of = (gate: typeof first) => ({ gate: gate.name, run: `1-${gate.name}` as RunId, names });
  const baseline_tests = { gates: [of(first), of(second)] };

  const next = gatesTakenOver({ ...state, settings, baseline_tests }, [
    first,
    { ...second, command: 'another' },
    ...others,
  ]);

  expect(next.baseline_tests).toEqual({ gates: [of(first)] });
});
